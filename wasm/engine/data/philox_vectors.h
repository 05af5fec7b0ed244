#pragma once

// The same numbers as data/philox.h, several at a time.

#include <cstddef>

#include "data/philox.h"
#include "linalg/simd.h"

namespace tailcraft {

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

using PairOfBits = std::uint64_t __attribute__((vector_size(16)));

/// Whole numbers of up to 52 bits as doubles: their bits under those of 2^52 make 2^52 plus them.
inline simd::Vec<double> wholeNumbers(PairOfBits bits) {
  constexpr std::uint64_t kExponentOfHidden = 0x4330000000000000;
  return reinterpret_cast<simd::Vec<double>>(bits | kExponentOfHidden) - 0x1p52;
}

/// The uniforms of two pairs of words, low before high.
inline simd::Vec<double> toUnits(FourBlocks::Words lowAndHigh) {
  return (wholeNumbers(reinterpret_cast<PairOfBits>(lowAndHigh) >> 12) + 0.5) * 0x1p-52;
}

/// The uniforms of `count` / 2 pairs from `firstPair` on, the very numbers that the stream's
/// `uniforms` gives.
/// @param count  a multiple of 8
inline void fillUniforms(const RandomStream& stream, std::uint32_t row, std::uint32_t firstPair,
                         std::size_t count, double* target) {
  for (std::size_t j = 0; j < count; j += 8, target += 8) {
    const std::uint32_t pair = firstPair + static_cast<std::uint32_t>(j / 2);
    const FourBlocks blocks = philox4x32x4(pair, row, stream.key());
    const auto& word = blocks.word;
    const auto first01 = toUnits(__builtin_shufflevector(word[0], word[1], 0, 4, 1, 5));
    const auto second01 = toUnits(__builtin_shufflevector(word[2], word[3], 0, 4, 1, 5));
    const auto first23 = toUnits(__builtin_shufflevector(word[0], word[1], 2, 6, 3, 7));
    const auto second23 = toUnits(__builtin_shufflevector(word[2], word[3], 2, 6, 3, 7));
    simd::store(target, __builtin_shufflevector(first01, second01, 0, 2));
    simd::store(target + 2, __builtin_shufflevector(first01, second01, 1, 3));
    simd::store(target + 4, __builtin_shufflevector(first23, second23, 0, 2));
    simd::store(target + 6, __builtin_shufflevector(first23, second23, 1, 3));
  }
}

}  // namespace tailcraft
