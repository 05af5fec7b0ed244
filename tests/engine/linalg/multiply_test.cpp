#include "linalg/multiply.h"

#include <gtest/gtest.h>

#include <limits>

#include "linalg/test_matrices.h"

namespace tailcraft {
namespace {

/// sum_k |a_ik b_kj|: what the rounding error of an entry of the product is measured against.
template <typename Scalar>
void expectIsProduct(MatrixView<Scalar> a, MatrixView<Scalar> b, const Matrix<Scalar>& c) {
  ASSERT_EQ(c.rows(), a.rows);
  ASSERT_EQ(c.cols(), b.cols);
  for (Index i = 0; i < a.rows; ++i) {
    for (Index j = 0; j < b.cols; ++j) {
      long double sum = 0;
      long double magnitude = 0;
      for (Index k = 0; k < a.cols; ++k) {
        const long double term =
            static_cast<long double>(a.data[i * a.rowStride + k * a.colStride]) *
            static_cast<long double>(b.data[k * b.rowStride + j * b.colStride]);
        sum += term;
        magnitude += std::abs(term);
      }
      const double bound = static_cast<double>(a.cols + 1) *
                           std::numeric_limits<Scalar>::epsilon() * static_cast<double>(magnitude);
      ASSERT_NEAR(static_cast<double>(c(i, j)), static_cast<double>(sum), bound)
          << a.rows << " x " << a.cols << " x " << b.cols << " at " << i << ", " << j;
    }
  }
}

template <typename Scalar>
class Multiply : public testing::Test {};
using Scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(Multiply, Scalars);

// Around the sizes of the register tile and of the blocks, and everything small.
TYPED_TEST(Multiply, IsTheProductAtEverySize) {
  for (Index m : {0, 1, 4, 5, 6, 11, 121}) {
    for (Index n : {0, 1, 3, 4, 7, 8, 9, 65}) {
      for (Index k : {0, 1, 2, 63, 385}) {
        const auto a = randomMatrix<TypeParam>(m, k, 1);
        const auto b = randomMatrix<TypeParam>(k, n, 2);
        Matrix<TypeParam> c;
        multiply(view(a), view(b), c);
        expectIsProduct(view(a), view(b), c);
      }
    }
  }
}

TYPED_TEST(Multiply, SpansSeveralBlocksInEveryDirection) {
  const auto a = randomMatrix<TypeParam>(247, 800, 1);
  const auto b = randomMatrix<TypeParam>(800, 3, 2);
  Matrix<TypeParam> c;
  multiply(view(a), view(b), c);
  expectIsProduct(view(a), view(b), c);

  const auto wide = randomMatrix<TypeParam>(5, 1547, 3);
  const auto tall = randomMatrix<TypeParam>(7, 5, 4);
  multiply(view(tall), view(wide), c);
  expectIsProduct(view(tall), view(wide), c);
}

TYPED_TEST(Multiply, TakesTransposesAndSubmatrices) {
  const auto a = randomMatrix<TypeParam>(37, 23, 1);
  const auto b = randomMatrix<TypeParam>(29, 37, 2);
  Matrix<TypeParam> c;
  multiply(view(a).transposed(), view(b).transposed(), c);
  expectIsProduct(view(a).transposed(), view(b).transposed(), c);

  // Every second row and third column of a, times a block of b.
  const MatrixView<TypeParam> sparse{a.data(), 18, 8, 2 * a.cols(), 3};
  const MatrixView<TypeParam> block{b.data() + 2 * b.cols() + 5, 8, 11, b.cols(), 1};
  multiply(sparse, block, c);
  expectIsProduct(sparse, block, c);
}

TYPED_TEST(Multiply, ScalesAndAccumulates) {
  const auto a = randomMatrix<TypeParam>(13, 500, 1);
  const auto b = randomMatrix<TypeParam>(500, 10, 2);
  Matrix<TypeParam> plain, c;
  multiply(view(a), view(b), plain);
  c.setConstant(13, 10, 3);
  multiply(view(a), view(b), c, TypeParam(-2), true);
  const Matrix<TypeParam> expected = (TypeParam(-2) * plain).array() + TypeParam(3);
  EXPECT_LE((c - expected).cwiseAbs().maxCoeff(),
            200 * std::numeric_limits<TypeParam>::epsilon() * plain.cwiseAbs().maxCoeff());
}

TYPED_TEST(Multiply, AnEmptySumIsZeroOrNothing) {
  const Matrix<TypeParam> a(3, 0), b(0, 2);
  Matrix<TypeParam> c = Matrix<TypeParam>::Constant(3, 2, 7);
  multiply(view(a), view(b), c, TypeParam(1), true);
  EXPECT_EQ(c, (Matrix<TypeParam>::Constant(3, 2, 7)));
  multiply(view(a), view(b), c);
  EXPECT_EQ(c, (Matrix<TypeParam>::Zero(3, 2)));
}

// Workers each take some of the rows: the bits must not tell.
TYPED_TEST(Multiply, RowsDoNotDependOnTheirCompany) {
  const auto a = randomMatrix<TypeParam>(143, 777, 1);
  const auto b = randomMatrix<TypeParam>(777, 61, 2);
  Matrix<TypeParam> all, part;
  multiply(view(a), view(b), all);
  for (Index begin : {0, 1, 7, 142}) {
    const Matrix<TypeParam> rows = a.bottomRows(143 - begin);
    multiply(view(rows), view(b), part);
    EXPECT_EQ(part, all.bottomRows(143 - begin)) << begin;
  }
  const Matrix<TypeParam> cols = b.middleCols(3, 50);
  multiply(view(a), view(cols), part);
  EXPECT_EQ(part, all.middleCols(3, 50));
}

TYPED_TEST(Multiply, WritesOnlyItsBlockOfALargerMatrix) {
  const auto a = randomMatrix<TypeParam>(9, 21, 1);
  const auto b = randomMatrix<TypeParam>(21, 6, 2);
  Matrix<TypeParam> plain;
  multiply(view(a), view(b), plain);
  Matrix<TypeParam> large = Matrix<TypeParam>::Constant(20, 17, 5);
  blockedProduct(view(a), view(b), large.data() + 4 * 17 + 3, 17, TypeParam(1), false, Part::full);
  EXPECT_EQ((large.block(4, 3, 9, 6)), plain);
  large.block(4, 3, 9, 6).setConstant(5);
  EXPECT_EQ(large, (Matrix<TypeParam>::Constant(20, 17, 5)));
}

TYPED_TEST(Multiply, RefusesShapesThatDoNotFit) {
  const auto a = randomMatrix<TypeParam>(2, 3);
  const auto b = randomMatrix<TypeParam>(4, 2);
  Matrix<TypeParam> c(2, 3);
  EXPECT_THROW(multiply(view(a), view(b), c), std::invalid_argument);
  EXPECT_THROW(multiply(view(a), view(a).transposed(), c, TypeParam(1), true),
               std::invalid_argument);
}

TYPED_TEST(Multiply, NotANumberReachesItsRowAndColumnOnly) {
  auto a = randomMatrix<TypeParam>(7, 5, 1);
  const auto b = randomMatrix<TypeParam>(5, 9, 2);
  a(3, 2) = std::numeric_limits<TypeParam>::quiet_NaN();
  Matrix<TypeParam> c;
  multiply(view(a), view(b), c);
  for (Index i = 0; i < 7; ++i) EXPECT_EQ(c.row(i).array().isNaN().any(), i == 3) << i;
}

}  // namespace
}  // namespace tailcraft
