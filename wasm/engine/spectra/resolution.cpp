#include "spectra/resolution.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace tailcraft {

double unitRoundoff(std::span<const double> numbers) {
  constexpr int kMantissa = std::numeric_limits<double>::digits;
  int bits = 0;  // needed by the number that needs most
  int highest = std::numeric_limits<int>::min();
  int lowest = std::numeric_limits<int>::max();
  for (const double x : numbers) {
    if (x == 0) continue;
    const int exponent = std::ilogb(x);
    const auto mantissa =
        static_cast<std::uint64_t>(std::ldexp(std::abs(x), kMantissa - 1 - exponent));
    const int length = kMantissa - std::countr_zero(mantissa);
    bits = std::max(bits, length);
    highest = std::max(highest, exponent);
    lowest = std::min(lowest, exponent - length + 1);
  }
  if (bits == 0 || highest - lowest <= bits) return 0;
  return std::ldexp(1.0, -bits);
}

double singularValueError(double roundoff, double largestRow, double largestColumn, double largest,
                          Index side) {
  constexpr double kSingle = 0x1p-24;
  constexpr double kDouble = 0x1p-53;
  constexpr double kStored = 0.8;  // twice the norm that independent roundings have
  constexpr double kComputed = 3;  // a sum of up to a hundred products in that arithmetic
  const double arithmetic = roundoff == 0 ? 0 : roundoff < kSingle ? kDouble : kSingle;
  const double entries =
      (kStored * roundoff + kComputed * arithmetic) * (largestRow + largestColumn);
  return entries + 2 * kDouble * static_cast<double>(side) * largest;
}

std::ptrdiff_t firstCounted(std::span<const double> ascending, double resolution) {
  constexpr double kGap = 100;  // ten times the error of a singular value
  const std::ptrdiff_t p = std::ssize(ascending);
  std::ptrdiff_t zeros = 0;
  while (zeros < p && ascending[zeros] <= 0) ++zeros;
  if (zeros == p || 2 * zeros > p || ascending[zeros] > kGap * resolution) return zeros;
  return 0;
}

CountedPart countedPart(std::span<const double> ascending, double resolution, int rows,
                        int columns) {
  const std::ptrdiff_t p = std::ssize(ascending);
  const std::ptrdiff_t directions = std::min(rows, columns);
  const std::ptrdiff_t zeros =
      std::count_if(ascending.begin(), ascending.end(), [](double x) { return x <= 0; });
  CountedPart part;
  // Of the zero matrix all are zeros.
  if (zeros < p) part.first = std::max(firstCounted(ascending, resolution), p - directions);
  part.values = ascending.subspan(part.first);
  part.large = std::max(rows, columns);
  part.small = static_cast<int>(part.values.size());
  part.hasBulk = part.small > 0 && zeros < p && 2 * (p - zeros) >= directions;
  return part;
}

}  // namespace tailcraft
