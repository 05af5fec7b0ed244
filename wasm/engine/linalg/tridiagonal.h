#pragma once

// Reduction of a symmetric matrix to tridiagonal form, A = Q T Q^T with Q a product of Householder
// reflections (Golub and Van Loan, "Matrix Computations", 8.3; blocked as in Dongarra, Sorensen and
// Hammarling, "Block reduction of matrices to condensed forms", J. Comput. Appl. Math. 27 (1989)).

#include "linalg/matrix.h"

namespace tailcraft {

/// T: diagonal (n) and off-diagonal (n - 1, empty for n = 0).
struct Tridiagonal {
  Vector<double> diagonal;
  Vector<double> offDiagonal;
};

/// The reduction and what is needed to undo it. Half of the work are products of the remaining
/// matrix with one vector, the other half matrix products.
class HouseholderTridiagonal {
 public:
  /// @param a  symmetric (n x n), only the upper triangle is read; taken over as working space. The
  ///           squares of its entries must neither overflow nor matter when they underflow.
  explicit HouseholderTridiagonal(Matrix<double> a);

  const Tridiagonal& tridiagonal() const { return t_; }

  /// x <- Q x for every row x of `rows` (any number x n): eigenvectors of T to those of A.
  void applyQ(Matrix<double>& rows) const;

  /// x <- Q^T x (n).
  void applyQTransposed(Vector<double>& x) const;

 private:
  void reducePanel(Index begin, Index size, Matrix<double>& panel);
  void updateRest(Index begin, Index size, const Matrix<double>& panel);
  void makeReflector(Index c);
  void applyReflector(Index c, double* x) const;
  void applyPanel(Index begin, Index size, Matrix<double>& rows) const;

  Matrix<double> a_;  // row c holds reflector c in columns c + 1 ..., its first entry 1
  Vector<double> tau_;
  Tridiagonal t_;
};

}  // namespace tailcraft
