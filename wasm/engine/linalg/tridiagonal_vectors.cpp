#include "linalg/tridiagonal_vectors.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "linalg/tridiagonal_rotations.h"
#include "linalg/tridiagonal_values.h"
#include "linalg/vector_ops.h"

namespace tailcraft {

namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon() / 2;
// Share of the norm below which neighbouring eigenvalues belong to one cluster. Without more ado,
// the vectors of two eigenvalues a gap g apart are orthogonal to about epsilon norm / g.
constexpr double kCluster = 1e-4;

/// T - shift = P L U by elimination with row exchanges.
class ShiftedTridiagonal {
 public:
  explicit ShiftedTridiagonal(const Tridiagonal& t)
      : t_(t),
        n_(t.diagonal.size()),
        pivots_(n_),
        upper_(n_),
        upper2_(n_),
        factors_(n_),
        swapped_(static_cast<std::size_t>(n_)) {}

  /// Pivots that vanish are replaced by `smallestPivot`, as if T were that little different.
  __attribute__((noinline)) void factor(double shift, double smallestPivot) {
    for (Index i = 0; i < n_; ++i) {
      pivots_[i] = t_.diagonal[i] - shift;
      upper_[i] = i + 1 < n_ ? t_.offDiagonal[i] : 0;
      upper2_[i] = 0;
    }
    for (Index i = 0; i + 1 < n_; ++i) {
      const double below = t_.offDiagonal[i];
      const bool swap = std::abs(pivots_[i]) < std::abs(below);
      swapped_[static_cast<std::size_t>(i)] = swap ? 1 : 0;
      if (swap) {
        factors_[i] = pivots_[i] / below;
        pivots_[i] = below;
        const double diagonal = pivots_[i + 1];
        pivots_[i + 1] = upper_[i] - factors_[i] * diagonal;
        upper_[i] = diagonal;
        upper2_[i] = upper_[i + 1];
        upper_[i + 1] *= -factors_[i];
      } else {
        if (std::abs(pivots_[i]) < smallestPivot) pivots_[i] = smallestPivot;
        factors_[i] = below / pivots_[i];
        pivots_[i + 1] -= factors_[i] * upper_[i];
      }
    }
    if (std::abs(pivots_[n_ - 1]) < smallestPivot) pivots_[n_ - 1] = smallestPivot;
  }

  /// x <- (T - shift)^-1 x.
  __attribute__((noinline)) void solve(double* x) const {
    for (Index i = 0; i + 1 < n_; ++i) {
      if (swapped_[static_cast<std::size_t>(i)] != 0) std::swap(x[i], x[i + 1]);
      x[i + 1] -= factors_[i] * x[i];
    }
    double next = 0;
    double afterNext = 0;
    for (Index i = n_; i-- > 0;) {
      x[i] = (x[i] - upper_[i] * next - upper2_[i] * afterNext) / pivots_[i];
      afterNext = next;
      next = x[i];
    }
  }

 private:
  const Tridiagonal& t_;
  Index n_;
  Vector<double> pivots_, upper_, upper2_, factors_;
  std::vector<char> swapped_;
};

/// A fixed start without symmetries, another for every seed: numbers in (1/2, 3/2) from a linear
/// congruential sequence.
void fillStart(std::uint32_t seed, Index n, double* x) {
  std::uint32_t state = seed * 2654435761U + 12345U;
  for (Index i = 0; i < n; ++i) {
    state = state * 1664525U + 1013904223U;
    x[i] = 0.5 + static_cast<double>(state >> 8) * 0x1p-24;
  }
}

/// Scales x to unit length and returns the length it had.
double normalize(Index n, double* x) {
  const double length = std::sqrt(dot(n, x, x));
  for (Index i = 0; i < n && length > 0; ++i) x[i] /= length;
  return length;
}

/// x less its components along `count` orthonormal rows; `overlaps` is working space (count).
void makeOrthogonal(Index n, Index count, const double* rows, double* overlaps, double* x) {
  dotRows(n, count, rows, n, x, overlaps);
  for (Index l = 0; l < count; ++l) overlaps[l] = -overlaps[l];
  addScaledRows(n, count, overlaps, rows, n, x);
}

/// First member of the cluster that each of the eigenvalues [first, first + count) belongs to,
/// counted from `first`.
std::vector<Index> clusterBegins(const Vector<double>& eigenvalues, Index first, Index count,
                                 double gap) {
  std::vector<Index> begins(static_cast<std::size_t>(count));
  for (Index k = 1; k < count; ++k) {
    const bool close = eigenvalues[first + k] - eigenvalues[first + k - 1] <= gap;
    begins[static_cast<std::size_t>(k)] = close ? begins[static_cast<std::size_t>(k - 1)] : k;
  }
  return begins;
}

Matrix<double> vectorsByRotations(const Tridiagonal& t, Index first, Index count) {
  const Index n = t.diagonal.size();
  Matrix<double> all = Matrix<double>::Identity(n, n);
  rotateToEigenbasis(t, all);
  return all.middleRows(first, count);
}

}  // namespace

Matrix<double> tridiagonalEigenvectors(const Tridiagonal& t, const Vector<double>& eigenvalues,
                                       Index first, Index count) {
  constexpr int kMostIterations = 6;
  constexpr double kSettled = 1e-3;
  const Index n = t.diagonal.size();
  const double norm = rowSumNorm(t);
  const std::vector<Index> begins = clusterBegins(eigenvalues, first, count, kCluster * norm);
  Index pairs = 0;
  for (Index k = 0; k < count; ++k) pairs += k - begins[static_cast<std::size_t>(k)];
  if (pairs > n * n / 6) return vectorsByRotations(t, first, count);

  const double resolution = norm > 0 ? kEpsilon * norm : kEpsilon;
  Matrix<double> vectors(count, n);
  Vector<double> overlaps(count);
  ShiftedTridiagonal shifted(t);
  double shift = 0;
  for (Index k = 0; k < count; ++k) {
    const Index begin = begins[static_cast<std::size_t>(k)];
    const double* others = vectors.data() + begin * n;
    double* x = vectors.data() + k * n;
    // Equal eigenvalues would give equal factors; a shift of their error tells them apart.
    const double value = eigenvalues[first + k];
    shift = k > begin ? std::max(value, shift + resolution) : value;
    shifted.factor(shift, resolution);
    fillStart(static_cast<std::uint32_t>(first + k), n, x);
    normalize(n, x);
    for (int iteration = 1; iteration <= kMostIterations; ++iteration) {
      shifted.solve(x);
      double growth = normalize(n, x);
      for (int pass = 0; pass < 2; ++pass) {  // twice is enough
        makeOrthogonal(n, k - begin, others, overlaps.data(), x);
        growth *= normalize(n, x);
      }
      // 1 / growth is the residual. The second solution cleans the first of other vectors.
      if (iteration >= 2 && growth * resolution > kSettled) break;
    }
  }
  return vectors;
}

}  // namespace tailcraft
