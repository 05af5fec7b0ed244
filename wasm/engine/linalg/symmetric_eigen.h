#pragma once

#include "linalg/tridiagonal.h"

namespace tailcraft {

/// Spectral decomposition of a symmetric matrix A (n x n): all eigenvalues at once, eigenvectors
/// only when and as many as asked for. Backward stable: eigenvalues are right to a few roundings of
/// the largest, whatever the size of A.
class SymmetricEigen {
 public:
  /// @param a  only the upper triangle is read; taken over as working space. With anything in it
  /// that
  ///           is not finite, all eigenvalues and all that is computed from them are NaN.
  explicit SymmetricEigen(Matrix<double> a);

  /// Ascending (n).
  const Vector<double>& eigenvalues() const { return eigenvalues_; }

  /// Unit eigenvectors of the eigenvalues [first, first + count) as columns (n x count), signs
  /// arbitrary.
  Matrix<double> eigenvectors(Index first, Index count) const;

  /// v_i . x for every unit eigenvector v_i (n), without forming the vectors: O(n^2).
  Vector<double> project(const Vector<double>& x) const;

 private:
  bool usable() const;

  double scale_;  // a power of two; the members below are those of scale_ A
  HouseholderTridiagonal reduction_;
  Vector<double> scaledEigenvalues_;
  Vector<double> eigenvalues_;
};

}  // namespace tailcraft
