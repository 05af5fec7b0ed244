#pragma once

// The packing of a left factor (blocked_product.h), kept for the products to come.

#include "linalg/matrix.h"

namespace tailcraft {

/// The rows of a matrix as the register tile reads them. Only of a matrix of up to a megabyte: what
/// packing takes of a product's time falls with the size of the other factor, and a copy of large
/// data would cost memory for nothing. Products have the same bits with and without it.
template <typename Scalar>
class PackedRows {
 public:
  PackedRows() = default;
  explicit PackedRows(const Matrix<Scalar>& m);

  /// Rows [begin, begin + count) of m, which is the matrix that was packed; with their panels where
  /// they begin with one.
  MatrixView<Scalar> rows(const Matrix<Scalar>& m, Index begin, Index count) const;

 private:
  Vector<Scalar> panels_;  // empty for a large matrix
};

}  // namespace tailcraft
