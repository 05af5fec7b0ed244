#include "spectra/resolution.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>

namespace tailcraft {

double unitRoundoff(std::span<const double> numbers) {
  constexpr int kMantissa = std::numeric_limits<double>::digits;
  constexpr std::array kTypes{3, 4, 8, 11, 24, kMantissa};
  std::array<std::ptrdiff_t, kMantissa + 1> lengths{};  // numbers by the bits that they need
  int highest = std::numeric_limits<int>::min();
  int lowest = std::numeric_limits<int>::max();
  double places = 0;  // sum of the exponents
  double least = std::numeric_limits<double>::infinity();
  double most = 0;
  for (const double x : numbers) {
    if (x == 0 || !std::isfinite(x)) continue;
    const double size = std::abs(x);
    const int exponent = std::ilogb(size);
    const auto mantissa = static_cast<std::uint64_t>(std::ldexp(size, kMantissa - 1 - exponent));
    const int length = kMantissa - std::countr_zero(mantissa);
    ++lengths[length];
    highest = std::max(highest, exponent);
    lowest = std::min(lowest, exponent - length + 1);
    places += exponent;
    least = std::min(least, size);
    most = std::max(most, size);
  }
  const std::ptrdiff_t count = std::accumulate(lengths.begin(), lengths.end(), std::ptrdiff_t{0});
  if (!(least < most)) return 0;  // nothing, or one number throughout
  int longest = kMantissa;
  while (lengths[longest] == 0) --longest;
  const int bits = *std::lower_bound(kTypes.begin(), kTypes.end(), longest);
  // Rounding leaves the last bit of a type in use in half of the numbers.
  const bool fill = 4 * lengths[bits] >= count;
  // Whole multiples of one unit need fewer bits the smaller they are, rounded ones as many.
  const double spare = places / static_cast<double>(count) - lowest + 1 - bits;
  const bool areRounded = bits < kTypes[4] ? fill && spare >= 1 && highest - lowest > longest
                                           : fill || (lowest < 0 && highest - lowest > longest);
  return areRounded ? std::ldexp(1.0, -bits) : 0;
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
  if (rows < 0 || columns < 0) {
    throw std::invalid_argument("a matrix of " + std::to_string(rows) + " x " +
                                std::to_string(columns));
  }
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
  part.hasBulk = zeros < p && 2 * (p - zeros) >= directions && (part.small > 1 || p == 1);
  return part;
}

}  // namespace tailcraft
