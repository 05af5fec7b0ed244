#include "linalg/tridiagonal_values.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace tailcraft {

namespace {

/// The iteration on d (diagonal) and e2 (squares of the off-diagonal).
class RootFreeQl {
 public:
  RootFreeQl(Vector<double> d, Vector<double> e2)
      : d_(std::move(d)), e2_(std::move(e2)), sweepsLeft_(30 * d_.size()) {}

  /// False when it did not settle.
  bool run() {
    const Index n = d_.size();
    for (Index begin = 0; begin < n;) {
      const Index end = blockEnd(begin, n - 1);
      // A graded block keeps the digits of its small eigenvalues when the large entries come last.
      if (std::abs(d_[begin]) > std::abs(d_[end])) {
        std::reverse(d_.begin() + begin, d_.begin() + end + 1);
        std::reverse(e2_.begin() + begin, e2_.begin() + end);
      }
      if (!solveBlock(begin, end)) return false;
      begin = end + 1;
    }
    return true;
  }

  /// The eigenvalues, in no order.
  Vector<double>& values() { return d_; }

 private:
  /// Where the unreduced block that starts at `begin` ends. An off-diagonal entry counts as zero
  /// when it is small against its two neighbours, not against the norm: small eigenvalues keep
  /// their digits.
  Index blockEnd(Index begin, Index last) {
    constexpr double kEpsilon = std::numeric_limits<double>::epsilon() / 2;
    constexpr double kUnderflow = std::numeric_limits<double>::min() / (kEpsilon * kEpsilon);
    for (Index m = begin; m < last; ++m) {
      if (e2_[m] <= kEpsilon * kEpsilon * std::abs(d_[m] * d_[m + 1]) || e2_[m] < kUnderflow) {
        e2_[m] = 0;
        return m;
      }
    }
    return last;
  }

  bool solveBlock(Index begin, Index end) {
    for (Index l = begin; l <= end;) {
      const Index m = blockEnd(l, end);
      if (m == l) {
        ++l;
      } else if (m == l + 1) {
        solvePair(l);
        l += 2;
      } else {
        if (sweepsLeft_-- == 0) return false;
        sweep(l, m);
      }
    }
    return true;
  }

  /// The eigenvalues of the 2 x 2 block at l, the smaller one without cancellation.
  void solvePair(Index l) {
    const double a = d_[l];
    const double c = d_[l + 1];
    const double b = std::sqrt(e2_[l]);
    const double sum = a + c;
    const double root = std::hypot(a - c, 2 * b);
    const double large = 0.5 * (sum + std::copysign(root, sum));
    const double outer = std::max(std::abs(a), std::abs(c)) == std::abs(a) ? a : c;
    const double inner = outer == a ? c : a;
    d_[l] = large;
    d_[l + 1] = large != 0 ? outer / large * inner - b / large * b : 0;
    e2_[l] = 0;
  }

  /// One QL sweep over [l, m] with Wilkinson's shift. In Parlett's letters: gamma, p = pi^2, and
  /// the rotation's c = p / r and s = e2 / r, all squares. Each step waits for the one before, so
  /// what the next one needs is written without c and s: with q = p (d - shift) - e2 gamma,
  ///   gamma' = c (d - shift) - s gamma = q / r,   p' = gamma'^2 / c = gamma' q / p,
  /// and the two divisions run side by side.
  __attribute__((noinline)) void sweep(Index l, Index m) {
    const double root = std::sqrt(e2_[l]);
    const double half = (d_[l + 1] - d_[l]) / (2 * root);
    const double shift = d_[l] - root / (half + std::copysign(std::hypot(half, 1.0), half));
    double* d = d_.data();
    double* e2 = e2_.data();
    double s = 0;
    double gamma = d[m] - shift;
    double p = gamma * gamma;
    double oldP = 1;
    double oldR = 1;
    for (Index i = m - 1; i >= l; --i) {
      const double r = p + e2[i];
      if (i + 1 < m) e2[i + 1] = s * r;
      s = e2[i] / r;
      const double q = p * (d[i] - shift) - e2[i] * gamma;
      const double oldGamma = gamma;
      gamma = q / r;
      d[i + 1] = oldGamma + (d[i] - gamma);
      const double newP = p != 0 ? gamma * (q / p) : oldP / oldR * e2[i];
      oldP = p;
      oldR = r;
      p = newP;
    }
    e2[l] = s * p;
    d[l] = shift + gamma;
  }

  Vector<double> d_;
  Vector<double> e2_;
  Index sweepsLeft_;
};

}  // namespace

double rowSumNorm(const Tridiagonal& t) {
  const Index n = t.diagonal.size();
  double result = 0;
  for (Index i = 0; i < n; ++i) {
    const double left = i > 0 ? std::abs(t.offDiagonal[i - 1]) : 0;
    const double right = i + 1 < n ? std::abs(t.offDiagonal[i]) : 0;
    result = std::max(result, left + std::abs(t.diagonal[i]) + right);
  }
  return result;
}

Vector<double> tridiagonalEigenvalues(const Tridiagonal& t) {
  RootFreeQl iteration(t.diagonal, t.offDiagonal.array().square());
  Vector<double>& values = iteration.values();
  if (iteration.run()) {
    std::sort(values.data(), values.data() + values.size());
  } else {
    values.setConstant(std::numeric_limits<double>::quiet_NaN());
  }
  return std::move(values);
}

}  // namespace tailcraft
