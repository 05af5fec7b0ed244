#pragma once

#include <vector>

#include "linalg/matrix.h"

namespace tailcraft {

/// Leading singular triples of M (rows x cols).
struct SingularVectors {
  std::vector<double> values;  ///< all min(rows, cols) singular values, falling
  Matrix<double> u;            ///< rows x count
  Matrix<double> v;            ///< cols x count
};

/// Through the Gram matrix of the smaller side, in double. A Gram matrix knows singular values only
/// to sqrt(eps) of the largest, so what has been found is subtracted from M and the rest decomposed
/// again wherever the values fall by more than a factor of ten: an update that is nearly rank one
/// keeps its small values and vectors to the last digits.
/// @param count  number of vectors; those of a value that is zero are zero
template <typename Scalar>
SingularVectors singularVectors(const Matrix<Scalar>& m, Index count);

/// (v_i . x)^2 for every right singular vector v_i of M, leading first (min(rows, cols)).
template <typename Scalar>
std::vector<double> rightAlignments(const Matrix<Scalar>& m, const Vector<double>& x);

}  // namespace tailcraft
