#include "number_text.h"

#include <cmath>
#include <cstdlib>

namespace tailcraft {

namespace {

constexpr int kDigits = 6;

/// "12300" with the point after `whole` digits, without the zeros at the end: 1.23 for whole = 1.
std::string withPoint(std::string digits, std::size_t whole) {
  digits.insert(whole, ".");
  digits.erase(digits.find_last_not_of('0') + 1);
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

}  // namespace

std::string numberText(double value) {
  if (std::isnan(value)) return "nan";
  const std::string sign = std::signbit(value) ? "-" : "";
  const double size = std::abs(value);
  if (std::isinf(size)) return sign + "inf";
  if (size == 0) return sign + "0";

  int exponent = static_cast<int>(std::floor(std::log10(size)));
  // In two factors: 10^-323 alone cannot be divided by.
  const int shift = kDigits - 1 - exponent;
  const double scaled = size * std::pow(10.0, shift / 2) * std::pow(10.0, shift - shift / 2);
  std::string digits = std::to_string(std::lround(scaled));
  // 9.999996 is rounded up to 10.
  exponent += static_cast<int>(digits.size()) - kDigits;
  digits.resize(kDigits);

  if (exponent < -4 || exponent >= kDigits) {
    const int magnitude = std::abs(exponent);
    return sign + withPoint(digits, 1) + (exponent < 0 ? "e-" : "e+") +
           (magnitude < 10 ? "0" : "") + std::to_string(magnitude);
  }
  if (exponent < 0)
    return sign + withPoint(std::string(static_cast<std::size_t>(-exponent), '0') + digits, 1);
  return sign + withPoint(digits, static_cast<std::size_t>(exponent) + 1);
}

}  // namespace tailcraft
