#include "linalg/cholesky.h"

#include <gtest/gtest.h>

#include <limits>

#include "linalg/gram.h"
#include "linalg/test_matrices.h"

namespace tailcraft {
namespace {

template <typename Scalar>
class Cholesky : public testing::Test {};
using Scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(Cholesky, Scalars);

constexpr Index kSizes[] = {1, 2, 15, 16, 17, 32, 33, 47, 100, 261};

template <typename Scalar>
Matrix<Scalar> positiveDefinite(Index n) {
  const auto a = randomMatrix<Scalar>(n, n + 5);
  Matrix<Scalar> c;
  gram(view(a), c);
  c.diagonal().array() += Scalar(0.1);
  return c;
}

TYPED_TEST(Cholesky, FactorReproducesTheMatrix) {
  for (Index n : kSizes) {
    const auto a = positiveDefinite<TypeParam>(n);
    Matrix<TypeParam> u = a;
    ASSERT_TRUE(choleskyFactor(u)) << n;
    u.template triangularView<Eigen::StrictlyLower>().setZero();
    const double error = (u.transpose() * u - a).norm() / a.norm();
    EXPECT_LE(error, 10 * std::numeric_limits<TypeParam>::epsilon()) << n;
  }
}

TYPED_TEST(Cholesky, SolvesForOneAndForManyRightHandSides) {
  for (Index n : kSizes) {
    const auto a = positiveDefinite<TypeParam>(n);
    for (Index columns : {1, 3, 150}) {
      const auto b = randomMatrix<TypeParam>(n, columns, 5);
      Matrix<TypeParam> work = a;
      Matrix<TypeParam> x = b;
      ASSERT_TRUE(choleskySolve(work, x));
      // Backward stable: the residual is small against |A| |x|, whatever the condition.
      const double bound = 20 * std::numeric_limits<TypeParam>::epsilon() * a.norm() * x.norm();
      EXPECT_LE((a * x - b).norm(), bound) << n << ", " << columns;

      work = a;
      Vector<TypeParam> single = b.col(0);
      ASSERT_TRUE(choleskySolve(work, single));
      EXPECT_LE((a * single - b.col(0)).norm(), bound) << n;
    }
  }
}

TYPED_TEST(Cholesky, ReadsTheUpperTriangleOnly) {
  auto a = positiveDefinite<TypeParam>(70);
  Matrix<TypeParam> full = a;
  a.template triangularView<Eigen::StrictlyLower>().setConstant(
      std::numeric_limits<TypeParam>::quiet_NaN());
  ASSERT_TRUE(choleskyFactor(a));
  ASSERT_TRUE(choleskyFactor(full));
  for (Index i = 0; i < 70; ++i) EXPECT_EQ(a.row(i).tail(70 - i), full.row(i).tail(70 - i));
}

TYPED_TEST(Cholesky, SaysWhenTheMatrixIsNotPositiveDefinite) {
  const TypeParam nan = std::numeric_limits<TypeParam>::quiet_NaN();
  const TypeParam inf = std::numeric_limits<TypeParam>::infinity();
  for (Index place : {0, 20, 59}) {
    for (TypeParam bad : {TypeParam(-1), TypeParam(0), nan, inf}) {
      auto a = positiveDefinite<TypeParam>(60);
      a(place, place) = bad;
      EXPECT_FALSE(choleskyFactor(a)) << bad << " at " << place;
    }
  }
  auto a = positiveDefinite<TypeParam>(60);
  a(10, 40) = nan;
  EXPECT_FALSE(choleskyFactor(a));
}

TYPED_TEST(Cholesky, AnEmptySystemHasAnEmptySolution) {
  Matrix<TypeParam> a(0, 0);
  Vector<TypeParam> b(0);
  EXPECT_TRUE(choleskySolve(a, b));
}

}  // namespace
}  // namespace tailcraft
