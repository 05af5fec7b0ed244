#include "linalg/symmetric_eigen.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "linalg/tridiagonal_rotations.h"
#include "linalg/tridiagonal_values.h"
#include "linalg/tridiagonal_vectors.h"

namespace tailcraft {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// The power of two that brings the largest entry of the upper triangle of `a` between 1/2 and 1,
/// so that no square overflows; 1 for the zero matrix, NaN when an entry is not finite.
double scaleOf(const Matrix<double>& a) {
  double largest = 0;
  for (Index i = 0; i < a.rows(); ++i) {
    const auto row = a.row(i).tail(a.cols() - i);
    if (!row.allFinite()) return kNaN;
    largest = std::max(largest, row.cwiseAbs().maxCoeff());
  }
  if (largest == 0) return 1;
  // Within the exponents whose inverse is a normal number, too.
  return std::ldexp(1.0, -std::clamp(std::ilogb(largest) + 1, -1000, 1000));
}

Matrix<double> scaled(Matrix<double> a, double scale) {
  if (std::isnan(scale)) {
    a.setZero();
  } else if (scale != 1) {
    a *= scale;
  }
  return a;
}

}  // namespace

SymmetricEigen::SymmetricEigen(Matrix<double> a)
    : scale_(scaleOf(a)),
      reduction_(scaled(std::move(a), scale_)),
      scaledEigenvalues_(tridiagonalEigenvalues(reduction_.tridiagonal())),
      eigenvalues_(scaledEigenvalues_ / scale_) {}

bool SymmetricEigen::usable() const {
  return eigenvalues_.size() == 0 || !std::isnan(eigenvalues_[0]);
}

Matrix<double> SymmetricEigen::eigenvectors(Index first, Index count) const {
  if (!usable()) return Matrix<double>::Constant(eigenvalues_.size(), count, kNaN);
  Matrix<double> rows =
      tridiagonalEigenvectors(reduction_.tridiagonal(), scaledEigenvalues_, first, count);
  reduction_.applyQ(rows);
  return rows.transpose();
}

Vector<double> SymmetricEigen::project(const Vector<double>& x) const {
  if (!usable()) return Vector<double>::Constant(eigenvalues_.size(), kNaN);
  Vector<double> inBasisOfT = x;
  reduction_.applyQTransposed(inBasisOfT);
  Matrix<double> column = inBasisOfT;
  rotateToEigenbasis(reduction_.tridiagonal(), column);
  return column.col(0);
}

}  // namespace tailcraft
