#pragma once

#include "linalg/matrix.h"

namespace tailcraft {

/// y = A x for symmetric A (size x size) of which the upper triangle is stored, rows `stride`
/// apart. Reads each stored element once; this is half of the work of a tridiagonalisation.
void symmetricProduct(Index size, const double* a, Index stride, const double* x, double* y);

}  // namespace tailcraft
