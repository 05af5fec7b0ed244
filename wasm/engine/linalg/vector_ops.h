#pragma once

// The two inner loops of everything that is not a matrix product.

#include "linalg/simd.h"

namespace tailcraft {

/// sum_i x_i y_i, in four interleaved partial sums.
template <typename Scalar>
Scalar dot(Index size, const Scalar* x, const Scalar* y) {
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
void addScaled(Index size, Scalar factor, const Scalar* x, Scalar* y) {
  constexpr Index kWidth = simd::kWidth<Scalar>;
  const simd::Vec<Scalar> f = simd::broadcast(factor);
  Index i = 0;
  for (; i + kWidth <= size; i += kWidth) {
    simd::store(y + i, simd::load(y + i) + f * simd::load(x + i));
  }
  for (; i < size; ++i) y[i] += factor * x[i];
}

}  // namespace tailcraft
