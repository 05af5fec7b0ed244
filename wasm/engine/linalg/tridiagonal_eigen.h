#pragma once

// Eigenvalues and eigenvectors of a symmetric tridiagonal matrix.

#include "linalg/tridiagonal.h"

namespace tailcraft {

/// All eigenvalues, ascending: the QL iteration without square roots of Pal, Walker and Kahan (Parlett,
/// "The Symmetric Eigenvalue Problem", 8.15).
/// @throws std::runtime_error when it has not converged after 50 n sweeps (not seen to happen)
Vector<double> tridiagonalEigenvalues(const Tridiagonal& t);

/// Eigenvectors of the eigenvalues [first, first + count) as rows (count x n), orthonormal. Inverse
/// iteration from fixed starts; vectors of eigenvalues closer than 1e-4 of the norm are made
/// orthogonal to each other.
/// @param eigenvalues  all of them, ascending
Matrix<double> tridiagonalEigenvectors(const Tridiagonal& t, const Vector<double>& eigenvalues,
                                       Index first, Index count);

}  // namespace tailcraft
