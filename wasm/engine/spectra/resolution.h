#pragma once

// What can be known of a spectrum. The entries of W are rounded numbers, W + E in place of W, and a
// singular value moves by up to ||E||_2 (Weyl). Singular values below that cannot be told from
// zero, and larger ones not from each other when they are closer. The computation adds roundings of
// its own (G. H. Golub, C. F. Van Loan, "Matrix Computations", 8.6.1).
//
// Throughout the engine an eigenvalue that is not resolved is 0: nothing else is known of it.

#include <cstddef>
#include <span>

#include "linalg/matrix.h"

namespace tailcraft {

/// The unit roundoff of the numbers themselves, whatever type holds them now: 2^-b for the shortest
/// floating-point type that writes every one of them (b = 53, 24, 11 for half precision, 8 for
/// bfloat16, 4 and 3 for the 8-bit types). 0 where nothing says that they were rounded: whole
/// multiples of one unit, such as integers and signs, or fewer than a quarter of them need all bits
/// of that type, as powers of two and of ten.
/// @param numbers  what is not finite does not count
double unitRoundoff(std::span<const double> numbers);

/// A bound on the error of a singular value of W (h x d): twice what independent rounding of the
/// entries does, ||E|| <= u (largest row norm + largest column norm) up to a constant near 0.4
/// (R. Latala, "Some estimates of norms of random matrices", Proc. AMS 133 (2005)); what a product
/// of two factors in the arithmetic of these numbers adds; and the roundings of the computation.
/// @param roundoff      unit roundoff u of the entries, 0 for exact ones
/// @param largestRow    largest Euclidean norm of a row; largestColumn of a column
/// @param largest       largest singular value
/// @param side          max(h, d)
double singularValueError(double roundoff, double largestRow, double largestColumn, double largest,
                          Index side);

/// The part of a spectrum that fits and laws are about.
struct CountedPart {
  std::ptrdiff_t first = 0;        ///< its index in the whole spectrum
  std::span<const double> values;  ///< ascending; zeros only where unresolved values are known
  int large = 0;  ///< sides of a noise matrix with so many eigenvalues; small = values.size()
  int small = 0;
  /// At least half of all directions of the matrix are resolved, and more than one.
  bool hasBulk = false;
};

/// Index of the first eigenvalue that counts. Where the resolved ones begin well above the
/// resolution, those below are zeros of a matrix of lower rank and do not count. Where they reach
/// down to it, the spectrum goes on unseen: the values below keep their place in the order.
/// @param ascending   with 0 for what is not resolved
/// @param resolution  eigenvalues at or below it are not resolved; 0 when not known
std::ptrdiff_t firstCounted(std::span<const double> ascending, double resolution);

/// @param rows, columns  of the matrix that are not all zero
CountedPart countedPart(std::span<const double> ascending, double resolution, int rows,
                        int columns);

}  // namespace tailcraft
