#pragma once

// Dense types used everywhere in the engine. Storage is row-major, so that a row of X is one
// sample, a row of W is one hidden unit, and a matrix has the byte order of a C-order .npy file.

#include <Eigen/Core>

namespace tailcraft {

using Index = Eigen::Index;

/// Row-major dense matrix (rows x cols).
template <typename Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Column vector (size x 1).
template <typename Scalar>
using Vector = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

/// A read-only matrix with any strides: element (i, j) is data[i * rowStride + j * colStride].
/// A transpose is the same view with rows and columns swapped and costs nothing.
template <typename Scalar>
struct MatrixView {
  const Scalar* data;
  Index rows;
  Index cols;
  Index rowStride;
  Index colStride;
  const Scalar* panels = nullptr;  ///< the same rows packed for a product (PackedRows), if known

  MatrixView transposed() const { return {data, cols, rows, colStride, rowStride}; }
};

template <typename Scalar>
MatrixView<Scalar> view(const Matrix<Scalar>& m) {
  return {m.data(), m.rows(), m.cols(), m.cols(), 1};
}

/// Rows [begin, begin + count) of m.
template <typename Scalar>
MatrixView<Scalar> rows(const Matrix<Scalar>& m, Index begin, Index count) {
  return {m.data() + begin * m.cols(), count, m.cols(), m.cols(), 1};
}

/// Columns [begin, begin + count) of m.
template <typename Scalar>
MatrixView<Scalar> columns(const Matrix<Scalar>& m, Index begin, Index count) {
  return {m.data() + begin, m.rows(), count, m.cols(), 1};
}

}  // namespace tailcraft
