#pragma once

#include "linalg/tridiagonal.h"

namespace tailcraft {

/// Spectral decomposition of a symmetric matrix A (n x n): all eigenvalues at once, eigenvectors only
/// when and as many as asked for.
class SymmetricEigen {
 public:
  /// @param a  finite; only the upper triangle is read; taken over as working space
  explicit SymmetricEigen(Matrix<double> a);

  /// Ascending (n).
  const Vector<double>& eigenvalues() const { return eigenvalues_; }

  /// Unit eigenvectors of the eigenvalues [first, first + count) as columns (n x count), signs
  /// arbitrary.
  Matrix<double> eigenvectors(Index first, Index count) const;

  /// v_i . x for every unit eigenvector v_i (n), without forming the vectors of A.
  Vector<double> project(const Vector<double>& x) const;

 private:
  HouseholderTridiagonal reduction_;
  Vector<double> eigenvalues_;
};

}  // namespace tailcraft
