#pragma once

// Products of a matrix with a vector, summed in double whatever the type of the matrix. The order
// of every sum depends on its length alone.

#include "linalg/matrix.h"

namespace tailcraft {

/// M x (rows).
template <typename Scalar>
Vector<double> timesVector(const Matrix<Scalar>& m, const Vector<double>& x);

/// M^T x (cols).
template <typename Scalar>
Vector<double> transposedTimesVector(const Matrix<Scalar>& m, const Vector<double>& x);

}  // namespace tailcraft
