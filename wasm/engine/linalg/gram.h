#pragma once

#include <algorithm>

#include "linalg/blocked_product.h"

namespace tailcraft {

/// Copies the upper triangle of a square matrix onto the lower one, block by block.
template <typename Scalar>
void mirrorUpper(Matrix<Scalar>& c) {
  constexpr Index kBlock = 32;
  const Index n = c.rows();
  for (Index i0 = 0; i0 < n; i0 += kBlock) {
    for (Index j0 = 0; j0 <= i0; j0 += kBlock) {
      for (Index i = i0; i < std::min(i0 + kBlock, n); ++i) {
        for (Index j = j0; j < std::min(j0 + kBlock, i); ++j) c(i, j) = c(j, i);
      }
    }
  }
}

/// The upper triangle of C = A A^T (rows x rows) as a symmetric rank-k update: half the work of a
/// product. Below the diagonal C holds anything. Float factors can be summed in double, which
/// spectra need: squaring the condition number in float would leave nothing of the small
/// eigenvalues.
template <typename Source, typename Scalar>
void upperGram(MatrixView<Source> a, Matrix<Scalar>& c) {
  c.resize(a.rows, a.rows);
  blockedProduct(a, a.transposed(), c.data(), c.cols(), Scalar(1), false, Part::upper);
}

/// All of C = A A^T (rows x rows), from its upper triangle.
template <typename Source, typename Scalar>
void gram(MatrixView<Source> a, Matrix<Scalar>& c) {
  upperGram(a, c);
  mirrorUpper(c);
}

}  // namespace tailcraft
