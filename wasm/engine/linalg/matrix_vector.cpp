#include "linalg/matrix_vector.h"

#include "linalg/simd.h"

namespace tailcraft {

namespace {

using Vec = simd::Vec<double>;
constexpr Index kWidth = simd::kWidth<double>;

// Rows that share the loads of a vector.
constexpr Index kRows = 4;

/// results_r = row_r . x for `rows` rows that lie `cols` apart.
template <Index rows, typename Scalar>
__attribute__((noinline)) void dotRowsInDouble(Index cols, const Scalar* m, const double* x,
                                               double* results) {
  Vec sums[rows] = {};
  Index j = 0;
  for (; j + kWidth <= cols; j += kWidth) {
    const Vec xj = simd::load(x + j);
#pragma GCC unroll 4
    for (Index r = 0; r < rows; ++r) sums[r] += simd::loadAsDouble(m + r * cols + j) * xj;
  }
  for (Index r = 0; r < rows; ++r) {
    double total = simd::sum(sums[r]);
    for (Index k = j; k < cols; ++k) total += static_cast<double>(m[r * cols + k]) * x[k];
    results[r] = total;
  }
}

/// y += sum_r factor_r row_r, row after row.
template <Index rows, typename Scalar>
__attribute__((noinline)) void addRowsInDouble(Index cols, const Scalar* m, const double* factors,
                                               double* y) {
  Vec factor[rows];
  for (Index r = 0; r < rows; ++r) factor[r] = simd::broadcast(factors[r]);
  Index j = 0;
  for (; j + kWidth <= cols; j += kWidth) {
    Vec sum = simd::load(y + j);
#pragma GCC unroll 4
    for (Index r = 0; r < rows; ++r) sum += factor[r] * simd::loadAsDouble(m + r * cols + j);
    simd::store(y + j, sum);
  }
  for (; j < cols; ++j) {
    for (Index r = 0; r < rows; ++r) y[j] += factors[r] * static_cast<double>(m[r * cols + j]);
  }
}

}  // namespace

template <typename Scalar>
Vector<double> timesVector(const Matrix<Scalar>& m, const Vector<double>& x) {
  const Index cols = m.cols();
  Vector<double> result(m.rows());
  Index i = 0;
  for (; i + kRows <= m.rows(); i += kRows) {
    dotRowsInDouble<kRows>(cols, m.data() + i * cols, x.data(), result.data() + i);
  }
  for (; i < m.rows(); ++i) {
    dotRowsInDouble<1>(cols, m.data() + i * cols, x.data(), result.data() + i);
  }
  return result;
}

template <typename Scalar>
Vector<double> transposedTimesVector(const Matrix<Scalar>& m, const Vector<double>& x) {
  const Index cols = m.cols();
  Vector<double> result = Vector<double>::Zero(cols);
  Index i = 0;
  for (; i + kRows <= m.rows(); i += kRows) {
    addRowsInDouble<kRows>(cols, m.data() + i * cols, x.data() + i, result.data());
  }
  for (; i < m.rows(); ++i) {
    addRowsInDouble<1>(cols, m.data() + i * cols, x.data() + i, result.data());
  }
  return result;
}

template Vector<double> timesVector(const Matrix<float>&, const Vector<double>&);
template Vector<double> timesVector(const Matrix<double>&, const Vector<double>&);
template Vector<double> transposedTimesVector(const Matrix<float>&, const Vector<double>&);
template Vector<double> transposedTimesVector(const Matrix<double>&, const Vector<double>&);

}  // namespace tailcraft
