#include "linalg/singular_values.h"

#include <cmath>

#include "linalg/tridiagonal_values.h"
#include "linalg/vector_ops.h"

namespace tailcraft {

namespace {

/// Turns x (size) into the vector v of H = 1 - tau v v^T with H x = beta e_1, v_1 = 1.
struct Reflector {
  double beta;
  double tau;

  Reflector(Index size, double* x) : beta(x[0]), tau(0) {
    const double rest = std::sqrt(dot(size - 1, x + 1, x + 1));
    if (rest > 0) {
      const double alpha = x[0];
      beta = -std::copysign(std::hypot(alpha, rest), alpha);
      tau = (beta - alpha) / beta;
      scale(size - 1, 1 / (alpha - beta), x + 1);
    }
    x[0] = 1;
  }
};

}  // namespace

Vector<double> singularValues(Matrix<double> a) {
  const Index m = a.rows();
  const Index n = a.cols();
  if (n == 0) return {};
  // d_0, e_0, d_1, e_1, ...: the diagonal of B and what stands right of it.
  Tridiagonal golubKahan{Vector<double>::Zero(2 * n), Vector<double>::Zero(2 * n - 1)};
  Vector<double> v(m);
  Vector<double> w(std::max(m, n));
  for (Index k = 0; k < n; ++k) {
    // From the left: column k becomes d_k e_1.
    v.head(m - k) = a.col(k).tail(m - k);
    const Reflector left(m - k, v.data());
    golubKahan.offDiagonal[2 * k] = left.beta;
    const Index rest = n - k - 1;
    if (rest == 0) break;
    double* corner = a.data() + k * n + k + 1;
    w.head(rest).setZero();
    addScaledRows(rest, m - k, v.data(), corner, n, w.data());
    for (Index i = 0; i < m - k; ++i) {
      addScaled(rest, -left.tau * v[i], w.data(), corner + i * n);
    }
    // From the right: the rest of row k becomes e_k e_1^T.
    const Reflector right(rest, corner);
    golubKahan.offDiagonal[2 * k + 1] = right.beta;
    const Index below = m - k - 1;
    dotRows(rest, below, corner + n, n, corner, w.data());
    for (Index i = 0; i < below; ++i) {
      addScaled(rest, -right.tau * w[i], corner, corner + (i + 1) * n);
    }
  }
  return tridiagonalEigenvalues(golubKahan).tail(n).cwiseMax(0.0);
}

}  // namespace tailcraft
