#pragma once

#include "linalg/matrix.h"

namespace tailcraft {

/// Replaces M (rows x cols) by an approximation of its polar factor: same singular vectors, nonzero
/// singular values moved to 1. Newton-Schulz iteration on odd quintic polynomials: five steps with
/// the steep coefficients (3.4445, -4.7750, 2.0315) of Jordan et al. 2024, which lift every
/// singular value above 1e-3 of the Frobenius norm into [0.7, 1.2], then three steps of x (15 - 10
/// x^2 + 3 x^4) / 8, which converge to 1 cubically. A zero matrix stays zero.
template <typename Scalar>
void orthogonalize(Matrix<Scalar>& m);

}  // namespace tailcraft
