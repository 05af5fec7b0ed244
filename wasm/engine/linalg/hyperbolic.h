#pragma once

// tanh and its slope, a Wide at a time, for float and double.

#include <array>
#include <cstdint>

#include "linalg/simd.h"

namespace tailcraft::simd {

/// How 2^n is put together from its bits, and a series for the rest of a power of two:
/// 2^r - 1 = r (c_0 + c_1 r + ...), |r| <= 1/2.
template <typename Scalar>
struct PowerFormat;

template <>
struct PowerFormat<float> {
  using Integer = std::int32_t __attribute__((vector_size(sizeof(Wide<float>))));
  static constexpr int kMantissaBits = 23;
  static constexpr std::int32_t kBias = 127;
  static constexpr float kRounder = 0x1.8p23F;  // adding it rounds to a whole number
  static constexpr float kLargest = 43;         // tanh beyond it is 1 and its slope next to nothing
  /// Of least relative error, 1.1e-8 (Remez' exchange algorithm).
  static constexpr std::array<float, 6> kSeries = {0.69314718793F,   0.24022649795F,
                                                   0.055503574333F,  0.0096182374775F,
                                                   0.0013390735633F, 0.00015403519675F};
};

template <>
struct PowerFormat<double> {
  using Integer = std::int64_t __attribute__((vector_size(sizeof(Wide<double>))));
  static constexpr int kMantissaBits = 52;
  static constexpr std::int64_t kBias = 1023;
  static constexpr double kRounder = 0x1.8p52;
  static constexpr double kLargest = 350;
  /// Taylor's, (ln 2)^(k+1) / (k+1)!; the next term is 1e-17 of the first.
  static constexpr std::array<double, 13> kSeries = [] {
    std::array<double, 13> result{};
    double term = 1;
    for (int k = 0; k < 13; ++k) result[k] = term *= 0.693147180559945309 / (k + 1);
    return result;
  }();
};

/// The constants of tanhAndSlope as vectors in memory. Not const: as literals, a browser's compiler
/// would put each together again in every turn of a loop, with three instructions instead of a
/// load.
template <typename Scalar>
struct TanhConstants {
  using Format = PowerFormat<Scalar>;

  Vec<Scalar> limit = broadcast(Format::kLargest);
  Vec<Scalar> exponentPerZ = broadcast(Scalar(-2.8853900817779268));  // -2 / ln 2
  Vec<Scalar> rounder = broadcast(Format::kRounder);
  Vec<Scalar> series[Format::kSeries.size()];

  constexpr TanhConstants() : series{} {
    for (std::size_t k = 0; k < Format::kSeries.size(); ++k) {
      series[k] = broadcast(Format::kSeries[k]);
    }
  }
};
template <typename Scalar>
inline TanhConstants<Scalar> tanhConstants;

template <typename Scalar>
struct TanhAndSlope {
  Wide<Scalar> value;
  Wide<Scalar> slope;
};

/// tanh(z) and 1 - tanh(z)^2, both with a small relative error: with E = 1 - exp(-2|z|),
///   tanh |z| = E / (2 - E),   slope = 4 exp(-2|z|) / (2 - E)^2.
/// The slope does not come out of a difference, so that of a saturated unit keeps its digits: Adam
/// divides by the size of a gradient and sees them.
template <typename Scalar>
inline TanhAndSlope<Scalar> tanhAndSlope(Wide<Scalar> z) {
  using Format = PowerFormat<Scalar>;
  using Integer = typename Format::Integer;
  const TanhConstants<Scalar>& constants = tanhConstants<Scalar>;
  const Wide<Scalar> one = widen(broadcast(Scalar(1)));
  const auto signBit = reinterpret_cast<Integer>(widen(broadcast(Scalar(-0.0))));
  const Integer sign = reinterpret_cast<Integer>(z) & signBit;
  const auto magnitude = reinterpret_cast<Wide<Scalar>>(reinterpret_cast<Integer>(z) ^ sign);

  // exp(-2|z|) = 2^x, x = n + r with n whole and |r| <= 1/2.
  const Wide<Scalar> x = atMostWide(constants.limit, magnitude) * widen(constants.exponentPerZ);
  const Wide<Scalar> rounder = widen(constants.rounder);
  const Wide<Scalar> shifted = x + rounder;
  const Wide<Scalar> r = x - (shifted - rounder);
  const Integer bits =
      reinterpret_cast<Integer>(shifted) + (Format::kBias - reinterpret_cast<Integer>(rounder));
  const auto power = reinterpret_cast<Wide<Scalar>>(bits << Format::kMantissaBits);  // 2^n
  constexpr int kLast = static_cast<int>(Format::kSeries.size()) - 1;
  Wide<Scalar> series = widen(constants.series[kLast]);
#pragma GCC unroll 16
  for (int k = kLast - 1; k >= 0; --k) series = series * r + widen(constants.series[k]);
  const Wide<Scalar> rest = power * (series * r);  // 2^x - 2^n

  const Wide<Scalar> e = (one - power) - rest;  // 1 - exp(-2|z|)
  const Wide<Scalar> inverse = one / ((one + one) - e);
  const auto value = reinterpret_cast<Integer>(e * inverse) ^ sign;
  return {reinterpret_cast<Wide<Scalar>>(value), Scalar(4) * (power + rest) * (inverse * inverse)};
}

}  // namespace tailcraft::simd
