#include "linalg/tridiagonal_eigen.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include "linalg/vector_ops.h"

namespace tailcraft {

namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon() / 2;

/// Largest row sum of absolute values.
double norm(const Tridiagonal& t) {
  const Index n = t.diagonal.size();
  double result = 0;
  for (Index i = 0; i < n; ++i) {
    const double left = i > 0 ? std::abs(t.offDiagonal[i - 1]) : 0;
    const double right = i + 1 < n ? std::abs(t.offDiagonal[i]) : 0;
    result = std::max(result, left + std::abs(t.diagonal[i]) + right);
  }
  return result;
}

/// The QL iteration on d (diagonal) and e2 (squares of the off-diagonal).
class RootFreeQl {
 public:
  RootFreeQl(Vector<double> d, Vector<double> e2) : d_(std::move(d)), e2_(std::move(e2)) {}

  /// The eigenvalues, in no order.
  const Vector<double>& run() {
    const Index n = d_.size();
    for (Index begin = 0; begin < n;) {
      Index end = begin;
      while (end + 1 < n && !negligible(end)) ++end;
      if (end + 1 < n) e2_[end] = 0;
      // QL wants the large entries at the end.
      if (std::abs(d_[begin]) > std::abs(d_[end])) {
        std::reverse(d_.begin() + begin, d_.begin() + end + 1);
        std::reverse(e2_.begin() + begin, e2_.begin() + end);
      }
      solveBlock(begin, end);
      begin = end + 1;
    }
    return d_;
  }

 private:
  bool negligible(Index i) const {
    // The matrix has norm one, so what is below its rounding error is zero in any case.
    constexpr double kAbsolute = 1e-6 * kEpsilon * kEpsilon;
    return e2_[i] <= kEpsilon * kEpsilon * std::abs(d_[i] * d_[i + 1]) || e2_[i] <= kAbsolute;
  }

  void solveBlock(Index begin, Index end) {
    int sweeps = 0;
    const int limit = 50 * static_cast<int>(d_.size());
    for (Index l = begin; l <= end;) {
      Index m = l;
      while (m < end && !negligible(m)) ++m;
      if (m < end) e2_[m] = 0;
      if (m == l) {
        ++l;
      } else if (m == l + 1) {
        solvePair(l);
        l += 2;
      } else {
        if (++sweeps > limit) throw std::runtime_error("the QL iteration did not converge");
        sweep(l, m);
      }
    }
  }

  /// The eigenvalues of the 2 x 2 block at l, the smaller one without cancellation.
  void solvePair(Index l) {
    const double a = d_[l];
    const double c = d_[l + 1];
    const double b = std::sqrt(e2_[l]);
    const double sum = a + c;
    const double root = std::hypot(a - c, 2 * b);
    const double large = 0.5 * (sum + std::copysign(root, sum));
    d_[l] = large;
    d_[l + 1] = large != 0 ? a / large * c - b / large * b : 0;
    e2_[l] = 0;
  }

  /// One QL sweep over [l, m] with Wilkinson's shift.
  void sweep(Index l, Index m) {
    const double root = std::sqrt(e2_[l]);
    const double half = (d_[l + 1] - d_[l]) / (2 * root);
    const double shift = d_[l] - root / (half + std::copysign(std::hypot(half, 1.0), half));
    double c = 1;
    double s = 0;
    double gamma = d_[m] - shift;
    double p = gamma * gamma;
    for (Index i = m - 1; i >= l; --i) {
      const double e2 = e2_[i];
      const double r = p + e2;
      if (i + 1 < m) e2_[i + 1] = s * r;
      const double oldC = c;
      c = p / r;
      s = e2 / r;
      const double oldGamma = gamma;
      const double d = d_[i];
      gamma = c * (d - shift) - s * oldGamma;
      d_[i + 1] = oldGamma + (d - gamma);
      p = c != 0 ? gamma * gamma / c : oldC * e2;
    }
    e2_[l] = s * p;
    d_[l] = shift + gamma;
  }

  Vector<double> d_;
  Vector<double> e2_;
};

/// Solves (T - shift I) x = b by elimination with row exchanges; the factors are kept.
class ShiftedTridiagonal {
 public:
  ShiftedTridiagonal(const Tridiagonal& t, double shift, double smallestPivot)
      : n_(t.diagonal.size()), pivots_(n_), upper_(n_), upper2_(n_), factors_(n_), swapped_(n_) {
    for (Index i = 0; i < n_; ++i) pivots_[i] = t.diagonal[i] - shift;
    for (Index i = 0; i + 1 < n_; ++i) upper_[i] = t.offDiagonal[i];
    for (Index i = 0; i + 1 < n_; ++i) {
      const double below = t.offDiagonal[i];
      if (std::abs(pivots_[i]) >= std::abs(below)) {
        if (std::abs(pivots_[i]) < smallestPivot) pivots_[i] = smallestPivot;
        factors_[i] = below / pivots_[i];
        pivots_[i + 1] -= factors_[i] * upper_[i];
      } else {
        swapped_[i] = 1;
        factors_[i] = pivots_[i] / below;
        pivots_[i] = below;
        const double diagonal = pivots_[i + 1];
        pivots_[i + 1] = upper_[i] - factors_[i] * diagonal;
        upper_[i] = diagonal;
        if (i + 2 < n_) {
          upper2_[i] = upper_[i + 1];
          upper_[i + 1] = -factors_[i] * upper_[i + 1];
        }
      }
    }
    if (n_ > 0 && std::abs(pivots_[n_ - 1]) < smallestPivot) pivots_[n_ - 1] = smallestPivot;
  }

  void solve(double* x) const {
    for (Index i = 0; i + 1 < n_; ++i) {
      if (swapped_[i] != 0) std::swap(x[i], x[i + 1]);
      x[i + 1] -= factors_[i] * x[i];
    }
    for (Index i = n_; i-- > 0;) {
      double value = x[i];
      if (i + 1 < n_) value -= upper_[i] * x[i + 1];
      if (i + 2 < n_) value -= upper2_[i] * x[i + 2];
      x[i] = value / pivots_[i];
    }
  }

 private:
  Index n_;
  std::vector<double> pivots_, upper_, upper2_, factors_;
  std::vector<char> swapped_;
};

/// A fixed start without symmetries, different for every vector: numbers in (0, 2) from a linear
/// congruential sequence.
void fillStart(std::uint32_t seed, Index n, double* x) {
  std::uint32_t state = seed * 2654435761U + 12345U;
  for (Index i = 0; i < n; ++i) {
    state = state * 1664525U + 1013904223U;
    x[i] = 0.5 + static_cast<double>(state >> 8) * 0x1p-24;
  }
}

void normalize(Index n, double* x) {
  double largest = 0;
  for (Index i = 0; i < n; ++i) largest = std::max(largest, std::abs(x[i]));
  if (largest == 0) return;
  for (Index i = 0; i < n; ++i) x[i] /= largest;
  const double length = std::sqrt(dot(n, x, x));
  for (Index i = 0; i < n; ++i) x[i] /= length;
}

}  // namespace

Vector<double> tridiagonalEigenvalues(const Tridiagonal& t) {
  const double size = norm(t);
  if (size == 0) return t.diagonal;
  // By a power of two, so that scaling does not round.
  const double scale = std::exp2(-std::ceil(std::log2(size)));
  Vector<double> values =
      RootFreeQl(t.diagonal * scale, (t.offDiagonal * scale).array().square()).run() / scale;
  std::sort(values.begin(), values.end());
  return values;
}

Matrix<double> tridiagonalEigenvectors(const Tridiagonal& t, const Vector<double>& eigenvalues,
                                       Index first, Index count) {
  constexpr double kCluster = 1e-4;
  constexpr int kIterations = 3;
  const Index n = t.diagonal.size();
  const double size = norm(t);
  const double smallestPivot = std::max(kEpsilon * size, std::numeric_limits<double>::min());
  Matrix<double> vectors(count, n);
  Index clusterBegin = 0;
  for (Index k = 0; k < count; ++k) {
    const double value = eigenvalues[first + k];
    if (k > 0 && value - eigenvalues[first + k - 1] > kCluster * size) clusterBegin = k;
    // Equal eigenvalues would give equal factors; a shift below their error tells them apart.
    const double shift = value + static_cast<double>(k - clusterBegin) * kEpsilon * size;
    const ShiftedTridiagonal shifted(t, shift, smallestPivot);
    double* x = vectors.data() + k * n;
    fillStart(static_cast<std::uint32_t>(first + k), n, x);
    for (int iteration = 0; iteration < kIterations; ++iteration) {
      shifted.solve(x);
      normalize(n, x);
      for (int pass = 0; pass < 2; ++pass) {  // twice is enough
        for (Index l = clusterBegin; l < k; ++l) {
          const double* other = vectors.data() + l * n;
          addScaled(n, -dot(n, other, x), other, x);
        }
      }
      normalize(n, x);
    }
  }
  return vectors;
}

}  // namespace tailcraft
