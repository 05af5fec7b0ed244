#pragma once

// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random
// numbers: as easy as 1, 2, 3" (SC 2011). A block of four 32-bit words is a pure function of a
// 128-bit counter and a 64-bit key, so any draw can be made at any time in any order.

#include <array>
#include <cstddef>
#include <cstdint>

#include "linalg/simd.h"

namespace tailcraft {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

inline constexpr std::array<std::uint32_t, 2> kPhiloxMultipliers{0xD2511F53, 0xCD9E8D57};
inline constexpr std::array<std::uint32_t, 2> kPhiloxWeyl{0x9E3779B9, 0xBB67AE85};

inline PhiloxCounter philox4x32(PhiloxCounter counter, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = std::uint64_t{kPhiloxMultipliers[0]} * counter[0];
    const std::uint64_t product1 = std::uint64_t{kPhiloxMultipliers[1]} * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
               static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
               static_cast<std::uint32_t>(product0)};
    key[0] += kPhiloxWeyl[0];
    key[1] += kPhiloxWeyl[1];
  }
  return counter;
}

/// Four blocks side by side: word w of block b is word[w][b].
struct FourBlocks {
  using Words = std::uint32_t __attribute__((vector_size(16)));
  Words word[4];
};

/// The blocks of the counters {index + b, row, 0, 0}, b = 0..3.
inline FourBlocks philox4x32x4(std::uint32_t index, std::uint32_t row, PhiloxKey key) {
  using Words = FourBlocks::Words;
  struct HighAndLow {
    Words high, low;
  };
  const auto multiply = [](Words x, std::uint32_t factor) -> HighAndLow {
#ifdef __wasm_simd128__
    const v128_t factors = wasm_i32x4_splat(static_cast<int>(factor));
    const auto lanes = reinterpret_cast<v128_t>(x);
    const auto first = reinterpret_cast<Words>(wasm_u64x2_extmul_low_u32x4(lanes, factors));
    const auto second = reinterpret_cast<Words>(wasm_u64x2_extmul_high_u32x4(lanes, factors));
#else
    using Products = std::uint64_t __attribute__((vector_size(16)));
    const auto first = reinterpret_cast<Words>(Products{x[0], x[1]} * factor);
    const auto second = reinterpret_cast<Words>(Products{x[2], x[3]} * factor);
#endif
    return {__builtin_shufflevector(first, second, 1, 3, 5, 7),
            __builtin_shufflevector(first, second, 0, 2, 4, 6)};
  };
  Words c0 = Words{0, 1, 2, 3} + index;
  Words c1 = Words{} + row;
  Words c2{};
  Words c3{};
  for (int round = 0; round < 10; ++round) {
    const HighAndLow product0 = multiply(c0, kPhiloxMultipliers[0]);
    const HighAndLow product1 = multiply(c2, kPhiloxMultipliers[1]);
    c0 = product1.high ^ c1 ^ key[0];
    c1 = product1.low;
    c2 = product0.high ^ c3 ^ key[1];
    c3 = product0.low;
    key[0] += kPhiloxWeyl[0];
    key[1] += kPhiloxWeyl[1];
  }
  return {{c0, c1, c2, c3}};
}

/// What a stream of random numbers is for; part of the key, so streams never overlap. The numbers
/// are part of every link that was ever shared and never change.
enum class Stream : std::uint32_t {
  teacher = 17,
  trainInputs,
  probeInputs,
  testInputs,
  trainNoise,
  probeNoise,
  testNoise,
  firstLayer,
  secondLayer,
  shuffle,
  resampling,
};

/// Draws keyed by (seed, stream) and addressed by (row, index): the same address gives the same
/// number whatever else was drawn before, and a larger matrix contains the smaller one.
class RandomStream {
 public:
  RandomStream(std::uint32_t seed, Stream stream)
      : key_{seed, static_cast<std::uint32_t>(stream)} {}

  /// The four words of one block.
  PhiloxCounter block(std::uint32_t row, std::uint32_t index) const {
    return philox4x32({index, row, 0, 0}, key_);
  }

  /// Two uniforms in the open interval (0, 1), on a grid of 2^52 points.
  std::array<double, 2> uniforms(std::uint32_t row, std::uint32_t pair) const {
    const PhiloxCounter words = block(row, pair);
    return {toUnit(words[0], words[1]), toUnit(words[2], words[3])};
  }

  /// The uniforms of `count` / 2 pairs from `firstPair` on, the very numbers that `uniforms` gives.
  /// @param count  a multiple of 8
  void fillUniforms(std::uint32_t row, std::uint32_t firstPair, std::size_t count,
                    double* target) const {
    for (std::size_t j = 0; j < count; j += 8, target += 8) {
      const std::uint32_t pair = firstPair + static_cast<std::uint32_t>(j / 2);
      const auto word = philox4x32x4(pair, row, key_).word;
      const Pair first01 = toUnits(__builtin_shufflevector(word[0], word[1], 0, 4, 1, 5));
      const Pair second01 = toUnits(__builtin_shufflevector(word[2], word[3], 0, 4, 1, 5));
      const Pair first23 = toUnits(__builtin_shufflevector(word[0], word[1], 2, 6, 3, 7));
      const Pair second23 = toUnits(__builtin_shufflevector(word[2], word[3], 2, 6, 3, 7));
      simd::store(target, __builtin_shufflevector(first01, second01, 0, 2));
      simd::store(target + 2, __builtin_shufflevector(first01, second01, 1, 3));
      simd::store(target + 4, __builtin_shufflevector(first23, second23, 0, 2));
      simd::store(target + 6, __builtin_shufflevector(first23, second23, 1, 3));
    }
  }

  /// One uniform in (0, 1).
  double uniform(std::uint32_t row, std::uint32_t index) const {
    return uniforms(row, index / 2)[index % 2];
  }

 private:
  static double toUnit(std::uint32_t low, std::uint32_t high) {
    const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32 | low) >> 12;
    // Machines convert signed numbers faster.
    return (static_cast<double>(static_cast<std::int64_t>(bits)) + 0.5) * 0x1p-52;
  }

  using Pair = simd::Vec<double>;

  /// `toUnit` of two pairs of words, low before high. The bits of a whole number under those of
  /// 2^52 make 2^52 plus that number.
  static Pair toUnits(FourBlocks::Words lowAndHigh) {
    using Bits = std::uint64_t __attribute__((vector_size(16)));
    constexpr std::uint64_t kExponentOfHidden = 0x4330000000000000;
    const Bits bits = reinterpret_cast<Bits>(lowAndHigh) >> 12;
    return ((reinterpret_cast<Pair>(bits | kExponentOfHidden) - 0x1p52) + 0.5) * 0x1p-52;
  }

  PhiloxKey key_;
};

}  // namespace tailcraft
