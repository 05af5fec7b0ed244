#pragma once

// The register tile that every matrix product comes down to. Internal to linalg/ (and to its
// benchmark, which takes the kernel's speed as the limit).

#include "linalg/simd.h"

namespace tailcraft {

/// The tile is 5 rows x 2 vectors of accumulators: with two vectors of B and one of A the largest
/// that 16 registers hold. Six rows spill, and unrolling over the depth costs a fifth (both
/// measured in V8).
inline constexpr Index kTileRows = 5;
template <typename Scalar>
inline constexpr Index kTileCols = 2 * simd::kWidth<Scalar>;

/// One tile: C = alpha A B or C += alpha A B for a packed panel of A (depth x kTileRows) and one of
/// B (depth x kTileCols); the rows of C lie `rowStride` apart. Not inlined: a browser's optimising
/// compiler takes over at the next call of a function, so that a hot loop inside one long call
/// would stay with the baseline compiler.
template <typename Scalar>
__attribute__((noinline)) void tileProduct(Index depth, const Scalar* __restrict a,
                                           const Scalar* __restrict b, Scalar* __restrict c,
                                           Index rowStride, Scalar alpha, bool accumulate) {
  constexpr Index kWidth = simd::kWidth<Scalar>;
  simd::Vec<Scalar> sums[kTileRows][2] = {};
  for (Index k = 0; k < depth; ++k) {
    const simd::Vec<Scalar> b0 = simd::load(b);
    const simd::Vec<Scalar> b1 = simd::load(b + kWidth);
#pragma GCC unroll 5
    for (Index i = 0; i < kTileRows; ++i) {
      const simd::Vec<Scalar> ai = simd::broadcastFrom(a + i);
      sums[i][0] += ai * b0;
      sums[i][1] += ai * b1;
    }
    a += kTileRows;
    b += kTileCols<Scalar>;
  }
  const simd::Vec<Scalar> scale = simd::broadcast(alpha);
#pragma GCC unroll 5
  for (Index i = 0; i < kTileRows; ++i) {
    Scalar* row = c + i * rowStride;
#pragma GCC unroll 2
    for (Index j = 0; j < 2; ++j) {
      simd::Vec<Scalar> value = scale * sums[i][j];
      if (accumulate) value += simd::load(row + j * kWidth);
      simd::store(row + j * kWidth, value);
    }
  }
}

}  // namespace tailcraft
