#pragma once

// Standard normal numbers as the inverse of the distribution function at a uniform number. Only
// additions, multiplications, divisions and square roots are used, so the bits are the same on
// every machine with IEEE arithmetic (the C library's log may differ in the last place).

#include "data/philox.h"
#include "linalg/matrix.h"

namespace tailcraft {

/// Inverse of the standard normal distribution function for 0 < p < 1, relative error about 1e-16
/// (Wichura 1988, algorithm AS 241, PPND16).
double normalQuantile(double p);

/// Fills a matrix with i.i.d. N(0, 1): element (i, j) is the draw at (row i, index j).
template <typename Scalar>
void fillNormal(const RandomStream& stream, Matrix<Scalar>& target);

/// Fills a vector with i.i.d. N(0, 1): element j is the draw at (row 0, index j).
template <typename Scalar>
void fillNormal(const RandomStream& stream, Vector<Scalar>& target);

}  // namespace tailcraft
