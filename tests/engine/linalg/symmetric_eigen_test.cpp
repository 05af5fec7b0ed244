#include "linalg/symmetric_eigen.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "linalg/test_matrices.h"

namespace tailcraft {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

double largest(const Vector<double>& values) {
  return values.size() == 0 ? 0 : values.cwiseAbs().maxCoeff();
}

/// Every eigenvector at once: A V = V Lambda and V^T V = 1 to rounding.
void expectDecomposes(const Matrix<double>& a, const char* what) {
  const Index n = a.rows();
  const SymmetricEigen eigen(a);
  const Vector<double>& lambda = eigen.eigenvalues();
  ASSERT_EQ(lambda.size(), n) << what;
  for (Index i = 1; i < n; ++i) ASSERT_LE(lambda[i - 1], lambda[i]) << what;
  const Matrix<double> v = eigen.eigenvectors(0, n);
  const double residual = (a * v - v * lambda.asDiagonal()).colwise().norm().maxCoeff();
  EXPECT_LE(residual, 20 * std::sqrt(static_cast<double>(n)) * kEpsilon * largest(lambda))
      << what << ", n = " << n;
  EXPECT_LE((v.transpose() * v - Matrix<double>::Identity(n, n)).cwiseAbs().maxCoeff(), 2e-12)
      << what << ", n = " << n;
}

void expectEigenvalues(const Matrix<double>& a, const Vector<double>& expected, const char* what,
                       double tolerance) {
  const Vector<double> actual = SymmetricEigen(a).eigenvalues();
  ASSERT_EQ(actual.size(), expected.size()) << what;
  for (Index i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(actual[i], expected[i], tolerance) << what << ", eigenvalue " << i;
  }
}

/// diagonal and off-diagonal as functions of the index.
template <typename Diagonal, typename OffDiagonal>
Matrix<double> tridiagonalMatrix(Index n, Diagonal d, OffDiagonal e) {
  Matrix<double> a = Matrix<double>::Zero(n, n);
  for (Index i = 0; i < n; ++i) a(i, i) = d(i);
  for (Index i = 0; i + 1 < n; ++i) a(i, i + 1) = a(i + 1, i) = e(i);
  return a;
}

TEST(SymmetricEigen, RandomMatricesOfEverySize) {
  for (Index n : {1, 2, 3, 4, 5, 12, 31, 32, 33, 48, 49, 50, 81, 113, 200}) {
    const auto a = randomMatrix<double>(n, n);
    expectDecomposes((a + a.transpose()) / 2, "random");
    expectDecomposes(a * a.transpose(), "random Gram matrix");
  }
}

TEST(SymmetricEigen, SecondDifferences) {
  const Index n = 150;
  const auto a = tridiagonalMatrix(
      n, [](Index) { return 2; }, [](Index) { return -1; });
  Vector<double> expected(n);
  for (Index k = 0; k < n; ++k) {
    const double half = std::sin(std::numbers::pi * static_cast<double>(k + 1) / (2.0 * (n + 1)));
    expected[k] = 4 * half * half;
  }
  expectEigenvalues(a, expected, "second differences", 20 * kEpsilon);
  expectDecomposes(a, "second differences");
}

// Kac and Clement: a matrix with a zero diagonal and eigenvalues -n+1, -n+3, ..., n-1.
TEST(SymmetricEigen, ClementMatrix) {
  for (Index n : {7, 100}) {
    const auto a = tridiagonalMatrix(
        n, [](Index) { return 0; },
        [n](Index i) { return std::sqrt(static_cast<double>((i + 1) * (n - 1 - i))); });
    Vector<double> expected(n);
    for (Index k = 0; k < n; ++k) expected[k] = static_cast<double>(2 * k - n + 1);
    expectEigenvalues(a, expected, "Clement", 100 * kEpsilon * static_cast<double>(n));
    expectDecomposes(a, "Clement");
  }
}

// Pairs that agree to the last digit without being equal; inverse iteration alone would find the
// same vector twice.
TEST(SymmetricEigen, WilkinsonMatrix) {
  for (Index n : {21, 101}) {
    const auto a = tridiagonalMatrix(
        n, [n](Index i) { return std::abs(static_cast<double>(i - n / 2)); },
        [](Index) { return 1; });
    expectDecomposes(a, "Wilkinson");
  }
  const auto a = tridiagonalMatrix(
      21, [](Index i) { return std::abs(static_cast<double>(i - 10)); }, [](Index) { return 1; });
  const Vector<double> lambda = SymmetricEigen(a).eigenvalues();
  EXPECT_NEAR(lambda[20], 10.746194182903393, 1e-14);  // Wilkinson 1965, p. 309
  EXPECT_NEAR(lambda[19], 10.746194182903322, 1e-14);
}

// Many Wilkinson matrices with weak links between them: clusters of many.
TEST(SymmetricEigen, GluedWilkinsonMatrices) {
  const auto a = tridiagonalMatrix(
      210, [](Index i) { return std::abs(static_cast<double>(i % 21 - 10)); },
      [](Index i) { return i % 21 == 20 ? 1e-8 : 1; });
  expectDecomposes(a, "glued Wilkinson");
}

TEST(SymmetricEigen, EqualEigenvalues) {
  const Index n = 90;
  expectDecomposes(Matrix<double>::Zero(n, n), "zero");
  expectDecomposes(Matrix<double>::Identity(n, n), "identity");
  expectDecomposes(3 * Matrix<double>::Identity(n, n) + Matrix<double>::Ones(n, n), "1 + ones");
  Vector<double> lambda(n);
  for (Index i = 0; i < n; ++i)
    lambda[i] = static_cast<double>(i / 30);  // 0, 1, 2, thirty times each
  const auto a = symmetricWith(lambda);
  expectEigenvalues(a, lambda, "three values", 100 * kEpsilon);
  expectDecomposes(a, "three values");
}

TEST(SymmetricEigen, RankOneAndNearlyRankOne) {
  const Index n = 120;
  const Vector<double> v = randomMatrix<double>(n, 1).col(0).normalized();
  expectDecomposes(5 * v * v.transpose(), "rank one");
  const Vector<double> lambda = SymmetricEigen(5 * v * v.transpose()).eigenvalues();
  EXPECT_NEAR(lambda[n - 1], 5, 20 * kEpsilon);
  EXPECT_LE(largest(lambda.head(n - 1)), 20 * kEpsilon);

  // A spike over a bulk: all of the bulk is one cluster when measured against the spike.
  const auto noise = randomMatrix<double>(n, n, 3);
  for (double spike : {1e2, 1e6, 1e10, 1e14}) {
    expectDecomposes(noise * noise.transpose() + spike * v * v.transpose(), "spike");
  }
}

TEST(SymmetricEigen, GradedMatricesKeepSmallEigenvalues) {
  // 1, 1e-2, ..., 1e-38 on the diagonal, weakly coupled: each eigenvalue is its diagonal entry to
  // 1e-5.
  const auto graded = tridiagonalMatrix(
      20, [](Index i) { return std::pow(10.0, -2.0 * static_cast<double>(i)); },
      [](Index i) { return 1e-3 * std::pow(10.0, -2.0 * static_cast<double>(i) - 1); });
  for (bool reversed : {false, true}) {
    const Matrix<double> a = reversed ? Matrix<double>(graded.reverse()) : graded;
    const Vector<double> lambda = SymmetricEigen(a).eigenvalues();
    for (Index i = 0; i < 20; ++i) {
      EXPECT_NEAR(lambda[19 - i] / graded(i, i), 1, 1e-5) << i << (reversed ? ", reversed" : "");
    }
  }
}

// Squares of what couples the small entries underflow here, and rotations made of them would not
// keep lengths.
TEST(SymmetricEigen, VectorsKeepTheirLengthWhereSquaresUnderflow) {
  Matrix<double> a(4, 4);
  a << 0, 1e-19, 0, 0,      //
      1e-19, 1e12, 0.1, 0,  //
      0, 0.1, 0, 0,         //
      0, 0, 0, 0;
  expectDecomposes(a, "graded");
}

TEST(SymmetricEigen, SizesFromTinyToHuge) {
  const auto random = randomMatrix<double>(40, 40);
  const Matrix<double> a = random * random.transpose();
  const Vector<double> lambda = SymmetricEigen(a).eigenvalues();
  const Matrix<double> v = SymmetricEigen(a).eigenvectors(38, 2);
  for (int exponent : {-1000, -500, 500, 1000}) {
    const double scale = std::ldexp(1.0, exponent);
    const SymmetricEigen eigen(scale * a);
    EXPECT_EQ(eigen.eigenvalues(), Vector<double>(scale * lambda)) << exponent;
    EXPECT_EQ(eigen.eigenvectors(38, 2), v) << exponent;
  }
  // Where even the sums lie below the normal numbers.
  const Matrix<double> tiny = a * 0x1p-1060;
  EXPECT_NEAR(SymmetricEigen(tiny).eigenvalues()[39] / 0x1p-1060, lambda[39], 1e-2 * lambda[39]);
}

TEST(SymmetricEigen, SmallestSizes) {
  const SymmetricEigen none(Matrix<double>(0, 0));
  EXPECT_EQ(none.eigenvalues().size(), 0);
  EXPECT_EQ(none.eigenvectors(0, 0).size(), 0);
  EXPECT_EQ(none.project(Vector<double>(0)).size(), 0);

  const SymmetricEigen one(Matrix<double>::Constant(1, 1, -3));
  EXPECT_EQ(one.eigenvalues()[0], -3);
  EXPECT_EQ(std::abs(one.eigenvectors(0, 1)(0, 0)), 1);

  expectDecomposes(Matrix<double>::Zero(1, 1), "zero");

  Matrix<double> two(2, 2);
  two << 1, 2, 2, -2;
  expectEigenvalues(two, Vector<double>{{-3, 2}}, "2 x 2", 4 * kEpsilon);
  expectDecomposes(two, "2 x 2");
}

TEST(SymmetricEigen, LeadingVectorsAreThoseOfTheWholeDecomposition) {
  const auto random = randomMatrix<double>(130, 130);
  const Matrix<double> a = random * random.transpose();
  const SymmetricEigen eigen(a);
  const Matrix<double> all = eigen.eigenvectors(0, 130);
  const Matrix<double> leading = eigen.eigenvectors(125, 5);
  for (Index k = 0; k < 5; ++k) {
    EXPECT_NEAR(std::abs(all.col(125 + k).dot(leading.col(k))), 1, 1e-12) << k;
  }
}

TEST(SymmetricEigen, ProjectsWithoutForming) {
  const auto random = randomMatrix<double>(130, 160);
  const Matrix<double> a = random * random.transpose();
  const Vector<double> x = randomMatrix<double>(130, 1, 4).col(0);
  const SymmetricEigen eigen(a);
  const Vector<double> expected = eigen.eigenvectors(0, 130).transpose() * x;
  const Vector<double> actual = eigen.project(x);
  for (Index i = 0; i < 130; ++i) {
    EXPECT_NEAR(std::abs(actual[i]), std::abs(expected[i]), 1e-11) << i;
  }
  EXPECT_NEAR(actual.norm(), x.norm(), 1e-13 * x.norm());
}

TEST(SymmetricEigen, ReadsTheUpperTriangleOnly) {
  const auto random = randomMatrix<double>(70, 70);
  Matrix<double> a = random * random.transpose();
  const SymmetricEigen expected(a);
  a.triangularView<Eigen::StrictlyLower>().setConstant(std::numeric_limits<double>::quiet_NaN());
  const SymmetricEigen actual(a);
  EXPECT_EQ(actual.eigenvalues(), expected.eigenvalues());
  EXPECT_EQ(actual.eigenvectors(0, 70), expected.eigenvectors(0, 70));
}

TEST(SymmetricEigen, WhatIsNotFiniteComesOutAsNotANumber) {
  for (double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    for (Index place : {0, 30, 59}) {
      Matrix<double> a = Matrix<double>::Identity(60, 60);
      a(place, 59) = bad;
      const SymmetricEigen eigen(a);
      EXPECT_TRUE(eigen.eigenvalues().array().isNaN().all());
      EXPECT_TRUE(eigen.eigenvectors(10, 3).array().isNaN().all());
      EXPECT_TRUE(eigen.project(Vector<double>::Ones(60)).array().isNaN().all());
    }
  }
}

TEST(SymmetricEigen, SameInputSameBits) {
  const auto random = randomMatrix<double>(100, 100);
  const Matrix<double> a = random * random.transpose();
  const SymmetricEigen first(a);
  const SymmetricEigen second(a);
  const Matrix<double> some = first.eigenvectors(90, 10);
  first.eigenvectors(0, 100);
  EXPECT_EQ(first.eigenvalues(), second.eigenvalues());
  EXPECT_EQ(second.eigenvectors(90, 10), some);
}

}  // namespace
}  // namespace tailcraft
