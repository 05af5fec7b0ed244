#include "linalg/tridiagonal.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "linalg/blocked_product.h"
#include "linalg/multiply.h"
#include "linalg/symmetric_product.h"
#include "linalg/vector_ops.h"

namespace tailcraft {

namespace {

// Reflectors gathered before they are applied to the rest by a product: the more, the better the
// product, and the more work to keep the panel up to date. Measured; the optimum is flat.
constexpr Index kPanel = 32;
constexpr Index kSmallPanel = 16;
constexpr Index kSmallRest = 600;
// Up to this size the product's packing costs more than it saves.
constexpr Index kUnblocked = 48;
// Fewer vectors than this are transformed back one reflector at a time.
constexpr Index kManyVectors = 12;

}  // namespace

HouseholderTridiagonal::HouseholderTridiagonal(Matrix<double> a) : a_(std::move(a)) {
  const Index n = a_.rows();
  t_.diagonal.resize(n);
  t_.offDiagonal.resize(std::max<Index>(n - 1, 0));
  tau_.setZero(t_.offDiagonal.size());
  Matrix<double> panel;
  for (Index begin = 0; begin + 1 < n;) {
    const Index rest = n - begin;
    const Index size = rest <= kUnblocked ? rest - 1 : rest <= kSmallRest ? kSmallPanel : kPanel;
    panel.resize(2 * size, n);
    reducePanel(begin, size, panel);
    updateRest(begin, size, panel);
    begin += size;
  }
  if (n > 0) t_.diagonal[n - 1] = a_(n - 1, n - 1);
}

/// Reflector c, from row c of the matrix as reduced so far: H x = beta e_1, H = 1 - tau v v^T, v_1
/// = 1.
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
    scale(size - 1, 1 / (alpha - beta), v + 1);
  }
  v[0] = 1;
}

/// Rows [begin, begin + size): their reflectors v_k, and w_k such that the rest of the matrix
/// becomes A - sum_k (v_k w_k^T + w_k v_k^T). `panel` (2 size x n) holds v_0, w_0, v_1, w_1, ...
/// Row k needs that of the rows above it only for itself and for its product with A.
void HouseholderTridiagonal::reducePanel(Index begin, Index size, Matrix<double>& panel) {
  const Index n = a_.cols();
  Vector<double> factors(2 * size);
  for (Index k = 0; k < size; ++k) {
    const Index c = begin + k;
    double* row = a_.data() + c * n;
    for (Index l = 0; l < 2 * k; ++l) factors[l] = -panel(l ^ 1, c);
    addScaledRows(n - c, 2 * k, factors.data(), panel.data() + c, n, row + c);
    t_.diagonal[c] = row[c];
    makeReflector(c);

    const Index left = n - c - 1;
    const double* v = row + c + 1;
    double* w = panel.data() + (2 * k + 1) * n + c + 1;
    std::copy_n(v, left, panel.data() + 2 * k * n + c + 1);
    symmetricProduct(left, a_.data() + (c + 1) * n + c + 1, n, v, w);
    dotRows(left, 2 * k, panel.data() + c + 1, n, v, factors.data());
    for (Index l = 0; l < 2 * k; l += 2) {
      const double onV = factors[l];
      factors[l] = -factors[l + 1];
      factors[l + 1] = -onV;
    }
    addScaledRows(left, 2 * k, factors.data(), panel.data() + c + 1, n, w);
    scale(left, tau_[c], w);
    addScaled(left, -0.5 * tau_[c] * dot(left, w, v), v, w);
  }
}

/// A_22 -= sum_k (v_k w_k^T + w_k v_k^T), written as one product of depth 2 size.
void HouseholderTridiagonal::updateRest(Index begin, Index size, const Matrix<double>& panel) {
  const Index n = a_.cols();
  const Index end = begin + size;
  const Index left = n - end;
  Matrix<double> swapped(2 * size, left);
  for (Index l = 0; l < 2 * size; ++l) swapped.row(l) = panel.row(l ^ 1).tail(left);
  const MatrixView<double> vw{panel.data() + end, 2 * size, left, n, 1};
  blockedProduct(vw.transposed(), view(swapped), a_.data() + end * n + end, n, -1.0, true,
                 Part::upper);
}

void HouseholderTridiagonal::applyReflector(Index c, double* x) const {
  const Index size = a_.cols() - c - 1;
  const double* v = a_.data() + c * a_.cols() + c + 1;
  addScaled(size, -tau_[c] * dot(size, v, x + c + 1), v, x + c + 1);
}

/// H_begin ... H_{begin+size-1} = 1 - V^T S V with S upper triangular (size x size): the compact WY
/// form of Schreiber and Van Loan, SIAM J. Sci. Stat. Comput. 10 (1989).
void HouseholderTridiagonal::applyPanel(Index begin, Index size, Matrix<double>& rows) const {
  const Index n = a_.cols();
  const Index left = n - begin - 1;
  Matrix<double> v = a_.block(begin, begin + 1, size, left);
  v.leftCols(size).triangularView<Eigen::StrictlyLower>().setZero();
  Matrix<double> s = Matrix<double>::Zero(size, size);
  Vector<double> overlap(size);
  for (Index k = 0; k < size; ++k) {
    const double tau = tau_[begin + k];
    dotRows(left - k, k, v.data() + k, left, v.data() + k * left + k, overlap.data());
    s.col(k).head(k).noalias() = s.topLeftCorner(k, k) * (-tau * overlap.head(k));
    s(k, k) = tau;
  }
  const MatrixView<double> x{rows.data() + begin + 1, rows.rows(), left, n, 1};
  Matrix<double> onV;
  multiply(x, view(v).transposed(), onV);
  Matrix<double> scaled;
  multiply(view(onV), view(s).transposed(), scaled);
  blockedProduct(view(scaled), view(v), rows.data() + begin + 1, n, -1.0, true, Part::full);
}

void HouseholderTridiagonal::applyQ(Matrix<double>& rows) const {
  const Index count = tau_.size();
  if (rows.rows() < kManyVectors) {
    for (Index c = count; c-- > 0;) {
      for (Index i = 0; i < rows.rows(); ++i) applyReflector(c, rows.data() + i * rows.cols());
    }
    return;
  }
  for (Index end = count; end > 0;) {
    const Index begin = std::max<Index>(0, end - kPanel);
    applyPanel(begin, end - begin, rows);
    end = begin;
  }
}

void HouseholderTridiagonal::applyQTransposed(Vector<double>& x) const {
  for (Index c = 0; c < tau_.size(); ++c) applyReflector(c, x.data());
}

}  // namespace tailcraft
