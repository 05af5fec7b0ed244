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
  Matrix<double> w;
  for (Index begin = 0; begin + 1 < n;) {
    const Index rest = n - begin;
    const Index size = rest <= kUnblocked ? rest - 1 : rest <= kSmallRest ? kSmallPanel : kPanel;
    w.resize(size, n);
    reducePanel(begin, size, w);
    updateRest(begin, size, w);
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
    const double scale = 1 / (alpha - beta);
    for (Index i = 1; i < size; ++i) v[i] *= scale;
  }
  v[0] = 1;
}

/// Rows [begin, begin + size): their reflectors v_k, and w (size x n) such that the rest of the
/// matrix becomes A - sum_k (v_k w_k^T + w_k v_k^T). Row k needs that of the rows above it only for
/// itself and for its product with A.
void HouseholderTridiagonal::reducePanel(Index begin, Index size, Matrix<double>& w) {
  const Index n = a_.cols();
  Vector<double> onV(size);
  Vector<double> onW(size);
  for (Index k = 0; k < size; ++k) {
    const Index c = begin + k;
    double* row = a_.data() + c * n;
    const double* panelV = a_.data() + begin * n;  // rows v_0 ... v_{k-1}
    const double* panelW = w.data();               // rows w_0 ... w_{k-1}
    for (Index l = 0; l < k; ++l) {
      onV[l] = -panelW[l * n + c];
      onW[l] = -panelV[l * n + c];
    }
    addScaledRows(n - c, k, onV.data(), panelV + c, n, row + c);
    addScaledRows(n - c, k, onW.data(), panelW + c, n, row + c);
    t_.diagonal[c] = row[c];
    makeReflector(c);

    const Index left = n - c - 1;
    const double* v = row + c + 1;
    double* wk = w.data() + k * n + c + 1;
    symmetricProduct(left, a_.data() + (c + 1) * n + c + 1, n, v, wk);
    dotRows(left, k, panelW + c + 1, n, v, onV.data());
    dotRows(left, k, panelV + c + 1, n, v, onW.data());
    onV.head(k) *= -1;
    onW.head(k) *= -1;
    addScaledRows(left, k, onV.data(), panelV + c + 1, n, wk);
    addScaledRows(left, k, onW.data(), panelW + c + 1, n, wk);
    for (Index i = 0; i < left; ++i) wk[i] *= tau_[c];
    addScaled(left, -0.5 * tau_[c] * dot(left, wk, v), v, wk);
  }
}

/// A_22 -= V^T W + W^T V (V, W: size x rest), written as one product of depth 2 size.
void HouseholderTridiagonal::updateRest(Index begin, Index size, const Matrix<double>& w) {
  const Index n = a_.cols();
  const Index end = begin + size;
  const Index left = n - end;
  Matrix<double> vw(2 * size, left);
  vw.topRows(size) = a_.block(begin, end, size, left);
  vw.bottomRows(size) = w.rightCols(left);
  Matrix<double> wv(2 * size, left);
  wv.topRows(size) = vw.bottomRows(size);
  wv.bottomRows(size) = vw.topRows(size);
  blockedProduct(view(vw).transposed(), view(wv), a_.data() + end * n + end, n, -1.0, true,
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
