#pragma once

#include "linalg/matrix.h"

namespace tailcraft {

/// All singular values of A (m x n, m >= n), ascending (n), right to a few roundings of the
/// largest: twice the digits that A^T A keeps of the small ones. By reduction to a bidiagonal
/// matrix B (G. H. Golub, W. Kahan, "Calculating the singular values and pseudo-inverse of a
/// matrix", SIAM J. Numer. Anal. 2 (1965)) and the eigenvalues +-sigma of the symmetric tridiagonal
/// matrix that holds the entries of B. 4 m n^2 operations, no blocks.
/// @param a  squares of its entries must neither overflow nor matter when they underflow
Vector<double> singularValues(Matrix<double> a);

}  // namespace tailcraft
