#include "linalg/tridiagonal.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "linalg/blocked_product.h"
#include "linalg/vector_ops.h"

namespace tailcraft {

namespace {

// Reflectors gathered before the rest of the matrix is updated by a product.
constexpr Index kPanel = 32;
// Below this size the product's packing costs more than it saves.
constexpr Index kUnblocked = 48;

/// y = A x for symmetric A (size x size) of which the upper triangle is stored, rows `stride` apart.
/// Four rows at a time, so that y is loaded and stored once for all of them.
__attribute__((noinline)) void symmetricProduct(Index size, const double* a, Index stride,
                                                const double* x, double* y) {
  constexpr Index kWidth = simd::kWidth<double>;
  using Vec = simd::Vec<double>;
  std::fill_n(y, size, 0.0);
  Index j = 0;
  for (; j + 4 <= size; j += 4) {
    const double* rows[4];
    for (Index r = 0; r < 4; ++r) rows[r] = a + (j + r) * stride;
    double sums[4] = {};
    for (Index r = 0; r < 4; ++r) {  // the 4 x 4 block on the diagonal
      sums[r] += rows[r][j + r] * x[j + r];
      for (Index s = r + 1; s < 4; ++s) {
        sums[r] += rows[r][j + s] * x[j + s];
        sums[s] += rows[r][j + s] * x[j + r];
      }
    }
    const Vec x0 = simd::broadcast(x[j]);
    const Vec x1 = simd::broadcast(x[j + 1]);
    const Vec x2 = simd::broadcast(x[j + 2]);
    const Vec x3 = simd::broadcast(x[j + 3]);
    Vec s0{};
    Vec s1{};
    Vec s2{};
    Vec s3{};
    Index i = j + 4;
    for (; i + kWidth <= size; i += kWidth) {
      const Vec xi = simd::load(x + i);
      const Vec a0 = simd::load(rows[0] + i);
      const Vec a1 = simd::load(rows[1] + i);
      const Vec a2 = simd::load(rows[2] + i);
      const Vec a3 = simd::load(rows[3] + i);
      simd::store(y + i, simd::load(y + i) + a0 * x0 + a1 * x1 + a2 * x2 + a3 * x3);
      s0 += a0 * xi;
      s1 += a1 * xi;
      s2 += a2 * xi;
      s3 += a3 * xi;
    }
    sums[0] += simd::sum(s0);
    sums[1] += simd::sum(s1);
    sums[2] += simd::sum(s2);
    sums[3] += simd::sum(s3);
    for (; i < size; ++i) {
      for (Index r = 0; r < 4; ++r) {
        y[i] += rows[r][i] * x[j + r];
        sums[r] += rows[r][i] * x[i];
      }
    }
    for (Index r = 0; r < 4; ++r) y[j + r] += sums[r];
  }
  for (; j < size; ++j) {
    const double* row = a + j * stride;
    double sum = row[j] * x[j];
    for (Index i = j + 1; i < size; ++i) {
      y[i] += row[i] * x[j];
      sum += row[i] * x[i];
    }
    y[j] += sum;
  }
}

}  // namespace

HouseholderTridiagonal::HouseholderTridiagonal(Matrix<double> a) : a_(std::move(a)) {
  const Index n = a_.rows();
  t_.diagonal.resize(n);
  t_.offDiagonal.resize(std::max<Index>(n - 1, 0));
  tau_.setZero(t_.offDiagonal.size());
  Matrix<double> w;
  for (Index begin = 0; begin + 1 < n;) {
    const Index rest = n - begin;
    // The last rows in one panel, without an update by products.
    const Index size = rest <= kUnblocked ? rest - 1 : kPanel;
    w.resize(size, n);
    reducePanel(begin, size, w);
    begin += size;
    const Index left = n - begin;
    if (left > 1) {
      // A_22 -= V W^T + W V^T, written as one product of depth 2 size.
      Matrix<double> vw(2 * size, left);
      Matrix<double> wv(2 * size, left);
      for (Index k = 0; k < size; ++k) {
        const Index c = begin - size + k;
        vw.row(k) = wv.row(size + k) = a_.row(c).tail(left);
        vw.row(size + k) = wv.row(k) = w.row(k).tail(left);
      }
      blockedProduct(view(vw).transposed(), view(wv), a_.data() + begin * n + begin, n, -1.0, true,
                     Part::upper);
    } else if (left == 1) {
      for (Index k = 0; k < size; ++k) {
        a_(n - 1, n - 1) -= 2 * a_(begin - size + k, n - 1) * w(k, n - 1);
      }
    }
  }
  if (n > 0) t_.diagonal[n - 1] = a_(n - 1, n - 1);
}

void HouseholderTridiagonal::makeReflector(Index c) {
  const Index size = a_.cols() - c - 1;
  double* v = a_.data() + c * a_.cols() + c + 1;
  const double alpha = v[0];
  const double rest = std::sqrt(dot(size - 1, v + 1, v + 1));
  if (rest == 0) {
    t_.offDiagonal[c] = alpha;
    tau_[c] = 0;
  } else {
    const double beta = -std::copysign(std::hypot(alpha, rest), alpha);
    t_.offDiagonal[c] = beta;
    tau_[c] = (beta - alpha) / beta;
    const double scale = 1 / (alpha - beta);
    for (Index i = 1; i < size; ++i) v[i] *= scale;
  }
  v[0] = 1;
}

void HouseholderTridiagonal::reducePanel(Index begin, Index size, Matrix<double>& w) {
  const Index n = a_.cols();
  for (Index k = 0; k < size; ++k) {
    const Index c = begin + k;
    double* row = a_.data() + c * n;
    // What the reflectors of this panel have done to row c so far.
    for (Index l = 0; l < k; ++l) {
      const double* v = a_.data() + (begin + l) * n;
      addScaled(n - c, -w(l, c), v + c, row + c);
      addScaled(n - c, -v[c], w.data() + l * n + c, row + c);
    }
    t_.diagonal[c] = row[c];
    makeReflector(c);

    const Index left = n - c - 1;
    const double* v = row + c + 1;
    double* wk = w.data() + k * n + c + 1;
    symmetricProduct(left, a_.data() + (c + 1) * n + c + 1, n, v, wk);
    for (Index l = 0; l < k; ++l) {
      const double* vl = a_.data() + (begin + l) * n + c + 1;
      const double* wl = w.data() + l * n + c + 1;
      const double wv = dot(left, wl, v);
      const double vv = dot(left, vl, v);
      addScaled(left, -wv, vl, wk);
      addScaled(left, -vv, wl, wk);
    }
    for (Index i = 0; i < left; ++i) wk[i] *= tau_[c];
    addScaled(left, -0.5 * tau_[c] * dot(left, wk, v), v, wk);
  }
}

void HouseholderTridiagonal::applyReflector(Index c, double* x) const {
  const Index size = a_.cols() - c - 1;
  const double* v = a_.data() + c * a_.cols() + c + 1;
  addScaled(size, -tau_[c] * dot(size, v, x + c + 1), v, x + c + 1);
}

void HouseholderTridiagonal::applyQ(Matrix<double>& rows) const {
  for (Index c = tau_.size(); c-- > 0;) {
    for (Index i = 0; i < rows.rows(); ++i) applyReflector(c, rows.data() + i * rows.cols());
  }
}

void HouseholderTridiagonal::applyQTransposed(Vector<double>& x) const {
  for (Index c = 0; c < tau_.size(); ++c) applyReflector(c, x.data());
}

}  // namespace tailcraft
