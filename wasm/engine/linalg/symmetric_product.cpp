#include "linalg/symmetric_product.h"

#include <algorithm>

#include "linalg/simd.h"

namespace tailcraft {

namespace {

using Vec = simd::Vec<double>;
constexpr Index kWidth = simd::kWidth<double>;

// Rows taken together, so that y is loaded and stored once for all of them: four rows need four
// sums, four broadcast numbers of x and a few more of the 16 registers.
constexpr Index kRows = 4;

/// What kRows rows, from the column after their diagonal block on, add to y (below) and to the sums
/// of the rows themselves.
__attribute__((noinline)) void addRows(Index size, const double* a, Index stride,
                                       const double* xOfRows, const double* x, double* y,
                                       double* sums) {
  Vec factor[kRows];
  Vec sum[kRows] = {};
  for (Index r = 0; r < kRows; ++r) factor[r] = simd::broadcast(xOfRows[r]);
  Index i = 0;
  for (; i + kWidth <= size; i += kWidth) {
    const Vec xi = simd::load(x + i);
    Vec yi = simd::load(y + i);
#pragma GCC unroll 4
    for (Index r = 0; r < kRows; ++r) {
      const Vec ai = simd::load(a + r * stride + i);
      yi += ai * factor[r];
      sum[r] += ai * xi;
    }
    simd::store(y + i, yi);
  }
  for (Index r = 0; r < kRows; ++r) sums[r] += simd::sum(sum[r]);
  for (; i < size; ++i) {
    for (Index r = 0; r < kRows; ++r) {
      y[i] += a[r * stride + i] * xOfRows[r];
      sums[r] += a[r * stride + i] * x[i];
    }
  }
}

}  // namespace

void symmetricProduct(Index size, const double* a, Index stride, const double* x, double* y) {
  std::fill_n(y, size, 0.0);
  Index j = 0;
  for (; j + kRows <= size; j += kRows) {
    const double* diagonal = a + j * stride + j;
    double sums[kRows] = {};
    for (Index r = 0; r < kRows; ++r) {
      const double* row = diagonal + r * stride;
      sums[r] += row[r] * x[j + r];
      for (Index s = r + 1; s < kRows; ++s) {
        sums[r] += row[s] * x[j + s];
        sums[s] += row[s] * x[j + r];
      }
    }
    addRows(size - j - kRows, diagonal + kRows, stride, x + j, x + j + kRows, y + j + kRows, sums);
    for (Index r = 0; r < kRows; ++r) y[j + r] += sums[r];
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

}  // namespace tailcraft
