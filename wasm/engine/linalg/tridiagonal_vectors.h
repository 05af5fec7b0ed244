#pragma once

#include "linalg/tridiagonal.h"

namespace tailcraft {

/// Unit eigenvectors of T for the eigenvalues [first, first + count), as rows (count x n).
/// Inverse iteration from fixed starts, O(n) a vector; vectors of eigenvalues closer than 1e-4 of
/// the norm are made orthogonal to each other, in the manner of LAPACK's dstein (Jessup and Ipsen,
/// SIAM J. Sci. Stat. Comput. 13 (1992)). When so many lie so close that this would be the larger
/// work, all vectors come from the QL iteration instead.
/// @param t            finite, with a norm whose square and its inverse are far from overflow
/// @param eigenvalues  all of them, ascending (n)
Matrix<double> tridiagonalEigenvectors(const Tridiagonal& t, const Vector<double>& eigenvalues,
                                       Index first, Index count);

}  // namespace tailcraft
