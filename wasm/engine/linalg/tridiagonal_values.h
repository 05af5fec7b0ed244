#pragma once

#include "linalg/tridiagonal.h"

namespace tailcraft {

/// Largest row sum of absolute values; bounds every eigenvalue. 0 for n = 0.
double rowSumNorm(const Tridiagonal& t);

/// All eigenvalues of T, ascending (n): the QL iteration without square roots of Pal, Walker and
/// Kahan (Parlett, "The Symmetric Eigenvalue Problem", 8.15), at about 1.7 sweeps an eigenvalue.
/// @param t  finite, with a norm whose square and its inverse are far from overflow
/// @return   all NaN should the iteration not settle within 30 n sweeps (not seen to happen)
Vector<double> tridiagonalEigenvalues(const Tridiagonal& t);

}  // namespace tailcraft
