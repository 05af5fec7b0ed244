#pragma once

// tanh and its slope, a Wide at a time, for float and double.

#include <array>
#include <cstdint>

#include "linalg/simd.h"

namespace tailcraft::simd {

/// How 2^n is put together from its bits, and how many terms expm1 needs.
template <typename Scalar>
struct ExpFormat;

template <>
struct ExpFormat<float> {
  using Integer = std::int32_t __attribute__((vector_size(64)));
  static constexpr int kMantissaBits = 23;
  static constexpr std::int32_t kBias = 127;
  static constexpr float kRounder = 0x1.8p23F;  // adding it rounds to a whole number
  static constexpr float kLn2High = 0x1.62e4p-1F;
  static constexpr float kLn2Low = 0x1.7f7d1cp-20F;
  static constexpr float kLargest = 86;
  static constexpr int kDegree = 7;  // next term: 0.35^7 / 8! = 1.5e-8
};

template <>
struct ExpFormat<double> {
  using Integer = std::int64_t __attribute__((vector_size(16)));
  static constexpr int kMantissaBits = 52;
  static constexpr std::int64_t kBias = 1023;
  static constexpr double kRounder = 0x1.8p52;
  static constexpr double kLn2High = 0x1.62e42fefa3800p-1;
  static constexpr double kLn2Low = 0x1.ef35793c76730p-45;
  static constexpr double kLargest = 700;
  static constexpr int kDegree = 13;  // next term: 0.35^13 / 14! = 1e-17
};

/// 1 / k!
inline constexpr std::array<double, 14> kInverseFactorials = [] {
  std::array<double, 14> result{1};
  for (int k = 1; k < 14; ++k) result[k] = result[k - 1] / k;
  return result;
}();

/// The constants of tanhAndSlope as vectors in memory. Not const: as literals, a browser's compiler
/// would put each together again in every turn of a loop, with three instructions instead of a
/// load.
template <typename Scalar>
struct TanhConstants {
  using Format = ExpFormat<Scalar>;

  Vec<Scalar> limit = broadcast(Scalar(Format::kLargest / 2));
  Vec<Scalar> perLn2 = broadcast(Scalar(1.4426950408889634));
  Vec<Scalar> rounder = broadcast(Scalar(Format::kRounder));
  Vec<Scalar> ln2High = broadcast(Scalar(Format::kLn2High));
  Vec<Scalar> ln2Low = broadcast(Scalar(Format::kLn2Low));
  Vec<Scalar> inverseFactorials[Format::kDegree + 1];

  constexpr TanhConstants() : inverseFactorials{} {
    for (int k = 0; k <= Format::kDegree; ++k) {
      inverseFactorials[k] = broadcast(Scalar(kInverseFactorials[k]));
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

/// tanh(z) and 1 - tanh(z)^2, both with a small relative error: with E = exp(-2|z|) - 1,
///   tanh |z| = -E / (2 + E),   slope = 4 exp(-2|z|) / (2 + E)^2.
/// The slope does not come out of a difference, so that of a saturated unit keeps its digits: Adam
/// divides by the size of a gradient and sees them.
template <typename Scalar>
inline TanhAndSlope<Scalar> tanhAndSlope(Wide<Scalar> z) {
  using Format = ExpFormat<Scalar>;
  using Integer = typename Format::Integer;
  const TanhConstants<Scalar>& constants = tanhConstants<Scalar>;
  const Wide<Scalar> one = widen(broadcast(Scalar(1)));
  const auto signBit = reinterpret_cast<Integer>(widen(broadcast(Scalar(-0.0))));
  const Integer sign = reinterpret_cast<Integer>(z) & signBit;
  const auto magnitude = reinterpret_cast<Wide<Scalar>>(reinterpret_cast<Integer>(z) ^ sign);
  const Wide<Scalar> x = Scalar(-2) * atMostWide(constants.limit, magnitude);

  // x = n ln 2 + r, |r| <= ln 2 / 2.
  const Wide<Scalar> rounder = widen(constants.rounder);
  const Wide<Scalar> shifted = x * widen(constants.perLn2) + rounder;
  const Wide<Scalar> n = shifted - rounder;
  const Wide<Scalar> r = (x - n * widen(constants.ln2High)) - n * widen(constants.ln2Low);
  const Integer bits =
      reinterpret_cast<Integer>(shifted) + (Format::kBias - reinterpret_cast<Integer>(rounder));
  const auto power = reinterpret_cast<Wide<Scalar>>(bits << Format::kMantissaBits);

  // exp(r) - 1 by its series.
  Wide<Scalar> series = widen(constants.inverseFactorials[Format::kDegree]);
#pragma GCC unroll 16
  for (int k = Format::kDegree - 1; k >= 1; --k) {
    series = series * r + widen(constants.inverseFactorials[k]);
  }
  const Wide<Scalar> small = series * r;

  const Wide<Scalar> e = power * small + (power - one);  // exp(-2|z|) - 1
  const Wide<Scalar> inverse = one / (one + one + e);
  const auto value = reinterpret_cast<Integer>(e * inverse) ^ (sign ^ signBit);
  const Wide<Scalar> exponential = power + power * small;  // exp(-2|z|)
  return {reinterpret_cast<Wide<Scalar>>(value), Scalar(4) * exponential * (inverse * inverse)};
}

}  // namespace tailcraft::simd
