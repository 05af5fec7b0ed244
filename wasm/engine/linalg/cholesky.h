#pragma once

#include "linalg/matrix.h"

namespace tailcraft {

/// Overwrites the upper triangle of a symmetric positive definite A (n x n) by U with A = U^T U;
/// reads nothing below the diagonal. Recursive (Gustavson 1997), so that nearly all of it are
/// matrix products. False when a pivot is not positive or not finite; A is then of no use.
template <typename Scalar>
bool choleskyFactor(Matrix<Scalar>& a);

/// Overwrites B (n x any, one column a right-hand side) by the solutions of U^T U X = B.
template <typename Scalar>
void choleskyBackSubstitute(const Matrix<Scalar>& u, Matrix<Scalar>& b);

/// The same for one right-hand side (n).
template <typename Scalar>
void choleskyBackSubstitute(const Matrix<Scalar>& u, Vector<Scalar>& b);

/// Solves A X = B for symmetric positive definite A, overwriting both. False as above.
template <typename Scalar, typename RightHandSide>
bool choleskySolve(Matrix<Scalar>& a, RightHandSide& b) {
  if (!choleskyFactor(a)) return false;
  choleskyBackSubstitute(a, b);
  return true;
}

}  // namespace tailcraft
