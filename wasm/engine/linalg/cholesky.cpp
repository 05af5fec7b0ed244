#include "linalg/cholesky.h"

#include <algorithm>
#include <cmath>

#include "linalg/blocked_product.h"
#include "linalg/vector_ops.h"

namespace tailcraft {

namespace {

constexpr Index kBlock = 64;

/// Rows [k, k + size) of U, given that the rows above have been subtracted already: row i of U is
/// row i of A less the rows of U above it in the block, divided by its pivot.
template <typename Scalar>
bool factorRows(Matrix<Scalar>& a, Index k, Index size) {
  const Index n = a.cols();
  for (Index i = k; i < k + size; ++i) {
    Scalar* row = a.data() + i * n;
    for (Index l = k; l < i; ++l) {
      const Scalar* above = a.data() + l * n;
      addScaled(n - i, -above[i], above + i, row + i);
    }
    const Scalar pivot = row[i];
    if (!(pivot > 0) || !std::isfinite(pivot)) return false;
    const Scalar inverse = 1 / std::sqrt(pivot);
    for (Index j = i; j < n; ++j) row[j] *= inverse;
  }
  return true;
}

}  // namespace

template <typename Scalar>
bool choleskyFactor(Matrix<Scalar>& a) {
  const Index n = a.rows();
  for (Index k = 0; k < n; k += kBlock) {
    const Index size = std::min(kBlock, n - k);
    if (!factorRows(a, k, size)) return false;
    const Index rest = n - k - size;
    if (rest == 0) break;
    // A_22 -= P^T P, with P the rows just made, right of the diagonal block.
    const MatrixView<Scalar> p{a.data() + k * n + k + size, size, rest, n, 1};
    blockedProduct(p.transposed(), p, a.data() + (k + size) * n + k + size, n, Scalar(-1), true,
                   Part::upper);
  }
  return true;
}

template <typename Scalar>
void choleskyBackSubstitute(const Matrix<Scalar>& u, Vector<Scalar>& b) {
  const Index n = u.rows();
  for (Index i = 0; i < n; ++i) {
    const Scalar* row = u.data() + i * n;
    b[i] /= row[i];
    addScaled(n - i - 1, -b[i], row + i + 1, b.data() + i + 1);
  }
  for (Index i = n; i-- > 0;) {
    const Scalar* row = u.data() + i * n;
    b[i] = (b[i] - dot(n - i - 1, row + i + 1, b.data() + i + 1)) / row[i];
  }
}

template bool choleskyFactor(Matrix<float>&);
template bool choleskyFactor(Matrix<double>&);
template void choleskyBackSubstitute(const Matrix<float>&, Vector<float>&);
template void choleskyBackSubstitute(const Matrix<double>&, Vector<double>&);

}  // namespace tailcraft
