#pragma once

// The inner loops of everything that is not a matrix product. Not inlined, like every leaf kernel:
// a browser's optimising compiler takes over a function from its next call on.

#include "linalg/simd.h"

namespace tailcraft {

/// sum_i x_i y_i, in two interleaved vectors of partial sums.
template <typename Scalar>
__attribute__((noinline)) Scalar dot(Index size, const Scalar* x, const Scalar* y) {
  constexpr Index kWidth = simd::kWidth<Scalar>;
  simd::Vec<Scalar> s0{};
  simd::Vec<Scalar> s1{};
  Index i = 0;
  for (; i + 2 * kWidth <= size; i += 2 * kWidth) {
    s0 += simd::load(x + i) * simd::load(y + i);
    s1 += simd::load(x + i + kWidth) * simd::load(y + i + kWidth);
  }
  Scalar total = simd::sum(s0 + s1);
  for (; i < size; ++i) total += x[i] * y[i];
  return total;
}

/// y += factor x.
template <typename Scalar>
__attribute__((noinline)) void addScaled(Index size, Scalar factor, const Scalar* x, Scalar* y) {
  constexpr Index kWidth = simd::kWidth<Scalar>;
  const simd::Vec<Scalar> f = simd::broadcast(factor);
  Index i = 0;
  for (; i + kWidth <= size; i += kWidth) {
    simd::store(y + i, simd::load(y + i) + f * simd::load(x + i));
  }
  for (; i < size; ++i) y[i] += factor * x[i];
}

/// x *= factor.
template <typename Scalar>
inline void scale(Index size, Scalar factor, Scalar* x) {
  for (Index i = 0; i < size; ++i) x[i] *= factor;
}

/// result_r = sum_i row_r[i] x_i for `count` rows that lie `stride` apart: four rows at a time, so
/// that x is loaded once for all of them.
template <typename Scalar>
__attribute__((noinline)) void dotRows(Index size, Index count, const Scalar* rows, Index stride,
                                       const Scalar* x, Scalar* results) {
  constexpr Index kWidth = simd::kWidth<Scalar>;
  Index r = 0;
  for (; r + 4 <= count; r += 4) {
    const Scalar* row = rows + r * stride;
    simd::Vec<Scalar> sums[4] = {};
    Index i = 0;
    for (; i + kWidth <= size; i += kWidth) {
      const simd::Vec<Scalar> xi = simd::load(x + i);
#pragma GCC unroll 4
      for (Index q = 0; q < 4; ++q) sums[q] += simd::load(row + q * stride + i) * xi;
    }
    for (Index q = 0; q < 4; ++q) {
      Scalar total = simd::sum(sums[q]);
      for (Index tail = i; tail < size; ++tail) total += row[q * stride + tail] * x[tail];
      results[r + q] = total;
    }
  }
  for (; r < count; ++r) results[r] = dot(size, rows + r * stride, x);
}

/// y += sum_r factor_r row_r, for rows as above.
template <typename Scalar>
__attribute__((noinline)) void addScaledRows(Index size, Index count, const Scalar* factors,
                                             const Scalar* rows, Index stride, Scalar* y) {
  constexpr Index kWidth = simd::kWidth<Scalar>;
  Index r = 0;
  for (; r + 4 <= count; r += 4) {
    const Scalar* row = rows + r * stride;
    simd::Vec<Scalar> f[4];
    for (Index q = 0; q < 4; ++q) f[q] = simd::broadcast(factors[r + q]);
    Index i = 0;
    for (; i + kWidth <= size; i += kWidth) {
      simd::Vec<Scalar> sum = simd::load(y + i);
#pragma GCC unroll 4
      for (Index q = 0; q < 4; ++q) sum += f[q] * simd::load(row + q * stride + i);
      simd::store(y + i, sum);
    }
    for (; i < size; ++i) {
      for (Index q = 0; q < 4; ++q) y[i] += factors[r + q] * row[q * stride + i];
    }
  }
  for (; r < count; ++r) addScaled(size, factors[r], rows + r * stride, y);
}

}  // namespace tailcraft
