#include "linalg/tridiagonal_rotations.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "linalg/simd.h"

namespace tailcraft {

namespace {

/// Rows (row, row + 1) of X become (c x_row - s x_{row+1}, s x_row + c x_{row+1}).
struct Rotation {
  Index row;
  double c;
  double s;
};

// Rotations are gathered and then applied to a strip of columns at a time, which stays in the
// second cache while thousands of them pass over it.
constexpr std::size_t kGathered = 16384;
constexpr Index kStrip = 16;

// Below this, squares underflow to numbers with fewer digits.
constexpr double kSquaresLoseDigits = 1e-145;

__attribute__((noinline)) void applyToStrip(const std::vector<Rotation>& rotations, double* strip) {
  constexpr Index kWidth = simd::kWidth<double>;
  for (const Rotation& rotation : rotations) {
    const auto c = simd::broadcast(rotation.c);
    const auto s = simd::broadcast(rotation.s);
    double* upper = strip + rotation.row * kStrip;
    double* lower = upper + kStrip;
    for (Index j = 0; j < kStrip; j += kWidth) {
      const auto u = simd::load(upper + j);
      const auto l = simd::load(lower + j);
      simd::store(upper + j, c * u - s * l);
      simd::store(lower + j, s * u + c * l);
    }
  }
}

void applyRotations(const std::vector<Rotation>& rotations, Matrix<double>& x) {
  if (x.cols() == 1) {
    for (const auto& [row, c, s] : rotations) {
      const double u = x(row, 0);
      const double l = x(row + 1, 0);
      x(row, 0) = c * u - s * l;
      x(row + 1, 0) = s * u + c * l;
    }
    return;
  }
  Matrix<double> strip = Matrix<double>::Zero(x.rows(), kStrip);
  for (Index begin = 0; begin < x.cols(); begin += kStrip) {
    const Index width = std::min(kStrip, x.cols() - begin);
    strip.leftCols(width) = x.middleCols(begin, width);
    applyToStrip(rotations, strip.data());
    x.middleCols(begin, width) = strip.leftCols(width);
  }
}

class ImplicitQl {
 public:
  ImplicitQl(const Tridiagonal& t, Matrix<double>& x) : d_(t.diagonal), e_(t.offDiagonal), x_(x) {}

  /// False when it did not settle.
  bool run() {
    const Index n = d_.size();
    Index sweepsLeft = 30 * n;
    for (Index l = 0; l < n;) {
      const Index m = blockEnd(l);
      if (m == l) {
        ++l;
        continue;
      }
      if (sweepsLeft-- == 0) return false;
      sweep(l, m);
      if (rotations_.size() >= kGathered) flush();
    }
    flush();
    return true;
  }

  const Vector<double>& values() const { return d_; }

 private:
  /// Where the unreduced block that starts at `begin` ends, as in tridiagonalEigenvalues.
  Index blockEnd(Index begin) {
    constexpr double kEpsilon = std::numeric_limits<double>::epsilon() / 2;
    Index m = begin;
    for (; m + 1 < d_.size(); ++m) {
      const double size = std::abs(d_[m] * d_[m + 1]);
      if (e_[m] * e_[m] <= kEpsilon * kEpsilon * size || std::abs(e_[m]) < kSquaresLoseDigits) {
        e_[m] = 0;
        break;
      }
    }
    return m;
  }

  /// One QL sweep over [l, m] with Wilkinson's shift.
  __attribute__((noinline)) void sweep(Index l, Index m) {
    const double half = (d_[l + 1] - d_[l]) / (2 * e_[l]);
    const double root = std::copysign(std::hypot(half, 1.0), half);
    double g = d_[m] - d_[l] + e_[l] / (half + root);
    double s = 1;
    double c = 1;
    double p = 0;
    for (Index i = m - 1; i >= l; --i) {
      const double f = s * e_[i];
      const double b = c * e_[i];
      double r = std::sqrt(f * f + g * g);
      if (r < kSquaresLoseDigits) r = std::hypot(f, g);
      if (i + 1 < m) e_[i + 1] = r;
      if (r == 0) {  // the block has come apart here
        d_[i + 1] -= p;
        return;
      }
      s = f / r;
      c = g / r;
      g = d_[i + 1] - p;
      const double t = (d_[i] - g) * s + 2 * c * b;
      p = s * t;
      d_[i + 1] = g + p;
      g = c * t - b;
      rotations_.push_back({i, c, s});
    }
    d_[l] -= p;
    e_[l] = g;
  }

  void flush() {
    applyRotations(rotations_, x_);
    rotations_.clear();
  }

  Vector<double> d_;
  Vector<double> e_;
  Matrix<double>& x_;
  std::vector<Rotation> rotations_;
};

}  // namespace

Vector<double> rotateToEigenbasis(const Tridiagonal& t, Matrix<double>& x) {
  const Index n = t.diagonal.size();
  ImplicitQl iteration(t, x);
  if (!iteration.run())
    return Vector<double>::Constant(n, std::numeric_limits<double>::quiet_NaN());
  const Vector<double>& values = iteration.values();
  std::vector<Index> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), Index(0));
  std::sort(order.begin(), order.end(), [&](Index i, Index j) {
    return values[i] < values[j] || (values[i] == values[j] && i < j);
  });
  x = Matrix<double>(x(order, Eigen::all));
  return values(order);
}

}  // namespace tailcraft
