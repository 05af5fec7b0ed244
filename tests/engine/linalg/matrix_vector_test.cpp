#include "linalg/matrix_vector.h"

#include <gtest/gtest.h>

#include "linalg/test_matrices.h"

namespace tailcraft {
namespace {

template <typename Scalar>
class MatrixVector : public testing::Test {};
using Scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(MatrixVector, Scalars);

TYPED_TEST(MatrixVector, AreTheProductsInDouble) {
  for (Index rows : {0, 1, 3, 4, 9}) {
    for (Index cols : {0, 1, 2, 3, 8, 101}) {
      const auto m = randomMatrix<TypeParam>(rows, cols);
      const Matrix<double> wide = m.template cast<double>();
      const Vector<double> x = randomMatrix<double>(cols, 1, 2).col(0);
      const Vector<double> y = randomMatrix<double>(rows, 1, 3).col(0);
      EXPECT_LE((timesVector(m, x) - wide * x).norm(), 1e-14 * (1 + x.norm()))
          << rows << " x " << cols;
      EXPECT_LE((transposedTimesVector(m, y) - wide.transpose() * y).norm(), 1e-14 * (1 + y.norm()))
          << rows << " x " << cols;
    }
  }
}

// Rows are taken four at a time; which ones share a turn must not show.
TYPED_TEST(MatrixVector, RowsDoNotDependOnTheirCompany) {
  const auto m = randomMatrix<TypeParam>(11, 37);
  const Vector<double> x = randomMatrix<double>(37, 1, 2).col(0);
  const Vector<double> all = timesVector(m, x);
  for (Index begin : {1, 2, 3, 10}) {
    const Matrix<TypeParam> rest = m.bottomRows(11 - begin);
    EXPECT_EQ(timesVector(rest, x), all.tail(11 - begin)) << begin;
  }
}

}  // namespace
}  // namespace tailcraft
