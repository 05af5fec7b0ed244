#include "linalg/cholesky.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#include "linalg/blocked_product.h"
#include "linalg/vector_ops.h"

namespace tailcraft {

namespace {

// Below this size the recursion ends in plain loops.
constexpr Index kSmall = 16;

/// A block inside a row-major matrix whose rows are `stride` apart; Entry is const for one that is
/// only read.
template <typename Entry>
struct Block {
  using Scalar = std::remove_const_t<Entry>;

  Entry* data;
  Index stride;

  Entry* row(Index i) const { return data + i * stride; }
  Block at(Index i, Index j) const { return {data + i * stride + j, stride}; }
  MatrixView<Scalar> view(Index rows, Index cols) const { return {data, rows, cols, stride, 1}; }
  Block<const Scalar> readOnly() const { return {data, stride}; }
};

/// C -= A B.
template <typename Scalar>
void subtractProduct(MatrixView<Scalar> a, MatrixView<Scalar> b, Block<Scalar> c, Part part) {
  blockedProduct(a, b, c.data, c.stride, Scalar(-1), true, part);
}

/// Half of n, a multiple of kSmall, for n > kSmall.
Index firstPart(Index n) { return (n / 2 + kSmall - 1) / kSmall * kSmall; }

/// B (n x cols) <- U^-T B.
template <typename Scalar>
void solveTransposed(Block<const Scalar> u, Index n, Block<Scalar> b, Index cols) {
  if (n <= kSmall) {
    // A strip at a time: it stays in the first cache while its rows are subtracted from each other.
    constexpr Index kStrip = 128;
    for (Index j = 0; j < cols; j += kStrip) {
      const Index width = std::min(kStrip, cols - j);
      for (Index i = 0; i < n; ++i) {
        Scalar factors[kSmall];
        for (Index l = 0; l < i; ++l) factors[l] = -u.row(l)[i];
        Scalar* row = b.row(i) + j;
        addScaledRows(width, i, factors, b.data + j, b.stride, row);
        scale(width, 1 / u.row(i)[i], row);
      }
    }
    return;
  }
  const Index n1 = firstPart(n);
  solveTransposed(u, n1, b, cols);
  subtractProduct(u.at(0, n1).view(n1, n - n1).transposed(), b.view(n1, cols), b.at(n1, 0),
                  Part::full);
  solveTransposed(u.at(n1, n1), n - n1, b.at(n1, 0), cols);
}

/// B (n x cols) <- U^-1 B.
template <typename Scalar>
void solve(Block<const Scalar> u, Index n, Block<Scalar> b, Index cols) {
  if (n <= kSmall) {
    for (Index i = n; i-- > 0;) {
      for (Index l = i + 1; l < n; ++l) addScaled(cols, -u.row(i)[l], b.row(l), b.row(i));
      scale(cols, 1 / u.row(i)[i], b.row(i));
    }
    return;
  }
  const Index n1 = firstPart(n);
  solve(u.at(n1, n1), n - n1, b.at(n1, 0), cols);
  subtractProduct(u.at(0, n1).view(n1, n - n1), b.at(n1, 0).view(n - n1, cols), b, Part::full);
  solve(u, n1, b, cols);
}

template <typename Scalar>
bool factor(Block<Scalar> a, Index n) {
  if (n <= kSmall) {
    for (Index i = 0; i < n; ++i) {
      Scalar* row = a.row(i);
      for (Index l = 0; l < i; ++l) addScaled(n - i, -a.row(l)[i], a.row(l) + i, row + i);
      const Scalar pivot = row[i];
      if (!(pivot > 0) || !std::isfinite(pivot)) return false;
      scale(n - i, 1 / std::sqrt(pivot), row + i);
    }
    return true;
  }
  const Index n1 = firstPart(n);
  const Index n2 = n - n1;
  if (!factor(a, n1)) return false;
  solveTransposed(a.readOnly(), n1, a.at(0, n1), n2);
  const MatrixView<Scalar> right = a.at(0, n1).view(n1, n2);
  subtractProduct(right.transposed(), right, a.at(n1, n1), Part::upper);
  return factor(a.at(n1, n1), n2);
}

}  // namespace

template <typename Scalar>
bool choleskyFactor(Matrix<Scalar>& a) {
  return factor(Block<Scalar>{a.data(), a.cols()}, a.rows());
}

template <typename Scalar>
void choleskyBackSubstitute(const Matrix<Scalar>& u, Matrix<Scalar>& b) {
  const Block<const Scalar> from{u.data(), u.cols()};
  const Block<Scalar> to{b.data(), b.cols()};
  solveTransposed(from, u.rows(), to, b.cols());
  solve(from, u.rows(), to, b.cols());
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
template void choleskyBackSubstitute(const Matrix<float>&, Matrix<float>&);
template void choleskyBackSubstitute(const Matrix<double>&, Matrix<double>&);
template void choleskyBackSubstitute(const Matrix<float>&, Vector<float>&);
template void choleskyBackSubstitute(const Matrix<double>&, Vector<double>&);

}  // namespace tailcraft
