#pragma once

#include <vector>

#include "linalg/matrix.h"

namespace tailcraft {

/// Leading singular triples of M (rows x cols): M v_i = sigma_i u_i.
struct SingularVectors {
  std::vector<double> values;  ///< all min(rows, cols) singular values, falling
  Matrix<double> u;            ///< rows x count, orthonormal columns
  Matrix<double> v;            ///< cols x count, orthonormal columns
};

/// Through the Gram matrix of the smaller side, in double. A Gram matrix knows singular values only
/// to sqrt(epsilon) of the largest. So the triples within a factor of ten of the largest are taken,
/// subtracted from M, and the rest decomposed again as long as vectors are missing: each triple
/// then is as good as a backward stable method makes it, and an update of the weights that is
/// nearly rank one keeps its small ones.
/// @param count  number of vectors, at most min(rows, cols). Those of singular values below
///               max(rows, cols) epsilon sigma_1 are rounding errors and left zero.
/// @return       everything NaN when M holds anything that is not finite
/// @throws std::invalid_argument when count is negative or too large
template <typename Scalar>
SingularVectors singularVectors(const Matrix<Scalar>& m, Index count);

/// (v_i . x)^2 for every right singular vector v_i of M, leading first (min(rows, cols)), without
/// forming the vectors. 0 for those of a wide M that are rounding errors as above.
/// @param x  cols
template <typename Scalar>
std::vector<double> rightAlignments(const Matrix<Scalar>& m, const Vector<double>& x);

}  // namespace tailcraft
