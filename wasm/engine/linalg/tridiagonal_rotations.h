#pragma once

#include "linalg/tridiagonal.h"

namespace tailcraft {

/// T = Z Lambda Z^T by the implicit QL iteration (Golub and Van Loan, "Matrix
/// Computations", 8.3.3); overwrites X (n x any) by Z^T X. Orthogonal to rounding whatever the
/// eigenvalues are, however close: 3 n^2 operations for each column of X. X = 1 gives the
/// eigenvectors as rows.
/// @param t  finite, with a norm whose square and its inverse are far from overflow
/// @return   the eigenvalues, ascending, in the order of the rows of X; all NaN (X is of no use
/// then)
///           should the iteration not settle within 30 n sweeps (not seen to happen)
Vector<double> rotateToEigenbasis(const Tridiagonal& t, Matrix<double>& x);

}  // namespace tailcraft
