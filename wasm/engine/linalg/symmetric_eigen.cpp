#include "linalg/symmetric_eigen.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <utility>

#include "linalg/tridiagonal_rotations.h"
#include "linalg/tridiagonal_values.h"
#include "linalg/tridiagonal_vectors.h"
#include "linalg/vector_ops.h"

namespace tailcraft {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// 1, or the power of two that brings the largest entry of the upper triangle of `a` near 1 where
/// its cube would come close to overflow or underflow; NaN when an entry is not finite.
double scaleOf(const Matrix<double>& a) {
  constexpr int kHarmless = 200;
  double squares = 0;
  for (Index i = 0; i < a.rows(); ++i) {
    const double* row = a.data() + i * a.cols() + i;
    squares += dot(a.cols() - i, row, row);
  }
  // Nearly always so; what follows looks at single entries.
  if (squares > std::ldexp(1.0, -2 * kHarmless) && squares < std::ldexp(1.0, 2 * kHarmless)) {
    return 1;
  }
  double largest = 0;
  for (Index i = 0; i < a.rows(); ++i) {
    const auto row = a.row(i).tail(a.cols() - i);
    if (!row.allFinite()) return kNaN;
    largest = std::max(largest, row.cwiseAbs().maxCoeff());
  }
  if (largest == 0) return 1;
  const int exponent = std::ilogb(largest);
  if (std::abs(exponent) <= kHarmless) return 1;
  // Within the exponents whose inverse is a normal number, too.
  return std::ldexp(1.0, -std::clamp(exponent, -1000, 1000));
}

Matrix<double> scaled(Matrix<double> a, double scale) {
  if (std::isnan(scale)) {
    a.setZero();
  } else if (scale != 1) {
    a.triangularView<Eigen::Upper>() *= scale;
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
