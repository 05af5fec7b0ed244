#pragma once

#include "linalg/matrix.h"

namespace tailcraft {

/// Overwrites the upper triangle of a symmetric positive definite A (n x n) by U with A = U^T U.
/// Blocked, right-looking. False when a pivot is not positive (or not a number); A is then of no use.
template <typename Scalar>
bool choleskyFactor(Matrix<Scalar>& a);

/// Overwrites b (n) by the solution of U^T U x = b.
template <typename Scalar>
void choleskyBackSubstitute(const Matrix<Scalar>& u, Vector<Scalar>& b);

/// Solves A x = b for symmetric positive definite A, overwriting both. False as above.
template <typename Scalar>
bool choleskySolve(Matrix<Scalar>& a, Vector<Scalar>& b) {
  if (!choleskyFactor(a)) return false;
  choleskyBackSubstitute(a, b);
  return true;
}

}  // namespace tailcraft
