#pragma once

// The blocked matrix product behind multiply.h, gram.h and the factorisations (Goto and van de
// Geijn, "Anatomy of high-performance matrix multiplication", ACM TOMS 34 (2008)): blocks of both
// factors are packed into panels in the order in which a small register kernel reads them. The
// packing takes any strides, so a transposed factor costs the same as a plain one.
//
// The order of every sum depends on the depth alone: equal factors give equal bits however the rows
// of a product are split over calls.

#include "linalg/matrix.h"

namespace tailcraft {

/// Which part of a square product is computed: all of it, or no more than the tiles that touch the
/// upper triangle (columns >= rows).
enum class Part { full, upper };

/// C = alpha A B, or C += alpha A B.
/// @param c            row-major, at least a.rows x b.cols, rows `rowStride` apart
/// @tparam Scalar      type of the sums and of C
/// @tparam Source      type of the factors, converted while packing (float to double for spectra)
template <typename Scalar, typename Source>
void blockedProduct(MatrixView<Source> a, MatrixView<Source> b, Scalar* c, Index rowStride,
                    Scalar alpha, bool accumulate, Part part);

}  // namespace tailcraft
