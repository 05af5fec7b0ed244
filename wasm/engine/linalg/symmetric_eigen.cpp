#include "linalg/symmetric_eigen.h"

#include <utility>

#include "linalg/tridiagonal_eigen.h"

namespace tailcraft {

SymmetricEigen::SymmetricEigen(Matrix<double> a)
    : reduction_(std::move(a)), eigenvalues_(tridiagonalEigenvalues(reduction_.tridiagonal())) {}

Matrix<double> SymmetricEigen::eigenvectors(Index first, Index count) const {
  Matrix<double> rows =
      tridiagonalEigenvectors(reduction_.tridiagonal(), eigenvalues_, first, count);
  reduction_.applyQ(rows);
  return rows.transpose();
}

Vector<double> SymmetricEigen::project(const Vector<double>& x) const {
  Vector<double> rotated = x;
  reduction_.applyQTransposed(rotated);
  return tridiagonalEigenvectors(reduction_.tridiagonal(), eigenvalues_, 0, eigenvalues_.size()) *
         rotated;
}

}  // namespace tailcraft
