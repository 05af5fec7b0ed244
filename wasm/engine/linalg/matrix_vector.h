#pragma once

// Products of a matrix with a vector, summed in double whatever the type of the matrix.

#include "linalg/matrix.h"

namespace tailcraft {

/// M x (rows).
template <typename Scalar>
Vector<double> timesVector(const Matrix<Scalar>& m, const Vector<double>& x) {
  constexpr Index kLanes = 4;
  const Index cols = m.cols();
  Vector<double> result(m.rows());
  for (Index i = 0; i < m.rows(); ++i) {
    const Scalar* row = m.data() + i * cols;
    double sums[kLanes] = {};
    Index j = 0;
    for (; j + kLanes <= cols; j += kLanes) {
      for (Index k = 0; k < kLanes; ++k) sums[k] += static_cast<double>(row[j + k]) * x[j + k];
    }
    for (; j < cols; ++j) sums[0] += static_cast<double>(row[j]) * x[j];
    result[i] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  }
  return result;
}

/// M^T x (cols).
template <typename Scalar>
Vector<double> transposedTimesVector(const Matrix<Scalar>& m, const Vector<double>& x) {
  const Index cols = m.cols();
  Vector<double> result = Vector<double>::Zero(cols);
  double* to = result.data();
  for (Index i = 0; i < m.rows(); ++i) {
    const Scalar* row = m.data() + i * cols;
    const double factor = x[i];
    for (Index j = 0; j < cols; ++j) to[j] += factor * static_cast<double>(row[j]);
  }
  return result;
}

}  // namespace tailcraft
