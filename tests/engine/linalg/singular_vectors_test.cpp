#include "linalg/singular_vectors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "linalg/test_matrices.h"

namespace tailcraft {
namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

/// U diag(sigma) V^T (rows x cols) with random orthonormal columns.
struct Known {
  Matrix<double> u, v, m;
};

Known withSingularValues(Index rows, Index cols, const Vector<double>& sigma) {
  Known known;
  known.u = randomOrthogonal(rows, 3).leftCols(sigma.size());
  known.v = randomOrthogonal(cols, 4).leftCols(sigma.size());
  known.m = known.u * sigma.asDiagonal() * known.v.transpose();
  return known;
}

/// Squared overlaps of two sets of vectors (columns): the identity when they agree up to signs.
double worstOverlap(const Matrix<double>& a, const Matrix<double>& b) {
  const Matrix<double> squared = (a.transpose() * b).array().square();
  return (squared - Matrix<double>::Identity(squared.rows(), squared.cols())).cwiseAbs().maxCoeff();
}

/// sigma_i = ratio^i (count).
Vector<double> falling(Index count, double ratio) {
  Vector<double> sigma(count);
  for (Index i = 0; i < count; ++i) sigma[i] = std::pow(ratio, static_cast<double>(i));
  return sigma;
}

TEST(SingularVectors, OfAMatrixOfEitherShape) {
  for (const auto& [rows, cols] : {std::pair<Index, Index>{60, 40}, {40, 60}, {50, 50}}) {
    const Index p = std::min(rows, cols);
    const Vector<double> sigma = Vector<double>::LinSpaced(p, 3, 1);
    const Known known = withSingularValues(rows, cols, sigma);
    const SingularVectors actual = singularVectors(known.m, 7);
    ASSERT_EQ(actual.values.size(), static_cast<std::size_t>(p));
    for (Index i = 0; i < p; ++i) {
      EXPECT_NEAR(actual.values[static_cast<std::size_t>(i)], sigma[i], 20 * kEpsilon * sigma[0]);
    }
    ASSERT_EQ(actual.u.rows(), rows);
    ASSERT_EQ(actual.v.rows(), cols);
    EXPECT_LE(worstOverlap(actual.u, known.u.leftCols(7)), 1e-12);
    EXPECT_LE(worstOverlap(actual.v, known.v.leftCols(7)), 1e-12);
    // Left and right vectors belong together, sign and all.
    for (Index i = 0; i < 7; ++i) {
      EXPECT_LE((known.m * actual.v.col(i) - sigma[i] * actual.u.col(i)).norm(), 1e-13);
    }
  }
}

// What one gradient step does to the weights: one direction, and little else. The squares of these
// values span more digits than a double has.
TEST(SingularVectors, SmallOnesNextToALargeOne) {
  for (double ratio : {1e-1, 1e-2, 1e-3}) {
    const Vector<double> sigma = falling(5, ratio);
    const Known known = withSingularValues(150, 100, sigma);
    const SingularVectors actual = singularVectors(known.m, 5);
    for (Index i = 0; i < 5; ++i) {
      // As good as a backward stable method: an error of a few roundings of the largest.
      EXPECT_NEAR(actual.values[static_cast<std::size_t>(i)], sigma[i], 20 * kEpsilon)
          << ratio << ", " << i;
      const double angle = 30 * kEpsilon / sigma[i];
      EXPECT_NEAR(std::abs(actual.u.col(i).dot(known.u.col(i))), 1, angle) << ratio << ", " << i;
      EXPECT_NEAR(std::abs(actual.v.col(i).dot(known.v.col(i))), 1, angle) << ratio << ", " << i;
    }
    EXPECT_LE(worstOverlap(actual.u, actual.u), 1e-14) << ratio;
    EXPECT_LE(worstOverlap(actual.v, actual.v), 1e-14) << ratio;
  }
}

TEST(SingularVectors, ABulkBelowASpike) {
  for (double spike : {1e3, 1e6, 1e9}) {
    const Matrix<double> bulk = randomMatrix<double>(150, 100);
    const Known known = withSingularValues(150, 100, Vector<double>::Constant(1, spike));
    const SingularVectors ofBoth = singularVectors<double>(bulk + known.m, 6);
    // Without the spike's directions the bulk is what is left of it.
    const Matrix<double> onU = known.u * (known.u.transpose() * bulk);
    const Matrix<double> projected = bulk - onU - (bulk - onU) * known.v * known.v.transpose();
    const SingularVectors ofBulk = singularVectors(projected, 5);
    EXPECT_NEAR(ofBoth.values[0] / spike, 1, 20 / spike);
    for (std::size_t i = 0; i < 5; ++i) {
      EXPECT_NEAR(ofBoth.values[i + 1], ofBulk.values[i], 200 / spike + 1e-13 * spike)
          << spike << ", " << i;
    }
    EXPECT_LE(worstOverlap(ofBoth.v, ofBoth.v), 1e-14) << spike;
    EXPECT_LE(worstOverlap(ofBoth.u, ofBoth.u), 1e-12) << spike;
  }
}

TEST(SingularVectors, AllOfThem) {
  for (const auto& [rows, cols] : {std::pair<Index, Index>{70, 40}, {40, 70}, {55, 55}}) {
    const auto m = randomMatrix<double>(rows, cols);
    const Index p = std::min(rows, cols);
    const SingularVectors all = singularVectors(m, p);
    const auto sigma = Eigen::Map<const Vector<double>>(all.values.data(), p);
    EXPECT_LE((m - all.u * sigma.asDiagonal() * all.v.transpose()).norm(), 1e-13 * m.norm());
    EXPECT_LE((all.u.transpose() * all.u - Matrix<double>::Identity(p, p)).norm(), 1e-12);
    EXPECT_LE((all.v.transpose() * all.v - Matrix<double>::Identity(p, p)).norm(), 1e-12);
    EXPECT_TRUE(std::is_sorted(all.values.rbegin(), all.values.rend()));
  }
}

TEST(SingularVectors, OfAFloatMatrixInDouble) {
  const auto m = randomMatrix<float>(50, 30);
  const Matrix<double> wide = m.cast<double>();
  const SingularVectors a = singularVectors(m, 4);
  const SingularVectors b = singularVectors(wide, 4);
  EXPECT_EQ(a.values, b.values);
  EXPECT_EQ(a.u, b.u);
  EXPECT_EQ(a.v, b.v);
}

TEST(SingularVectors, OfADeficientMatrixAreZeroBeyondItsRank) {
  const Known known = withSingularValues(30, 20, Vector<double>{{2, 1}});
  const SingularVectors actual = singularVectors(known.m, 4);
  EXPECT_NEAR(actual.values[0], 2, 1e-14);
  EXPECT_NEAR(actual.values[1], 1, 1e-14);
  for (std::size_t i = 2; i < 20; ++i) EXPECT_LE(actual.values[i], 1e-14) << i;
  EXPECT_TRUE(actual.u.rightCols(2).isZero(0));
  EXPECT_TRUE(actual.v.rightCols(2).isZero(0));

  const SingularVectors ofZero = singularVectors<double>(Matrix<double>::Zero(6, 9), 3);
  EXPECT_EQ(ofZero.values, std::vector<double>(6, 0.0));
  EXPECT_TRUE(ofZero.u.isZero(0) && ofZero.v.isZero(0));
}

TEST(SingularVectors, SmallestShapes) {
  const SingularVectors none = singularVectors<double>(Matrix<double>(0, 5), 0);
  EXPECT_TRUE(none.values.empty());
  const SingularVectors one = singularVectors<double>(Matrix<double>::Constant(1, 1, -2), 1);
  EXPECT_EQ(one.values[0], 2);
  EXPECT_EQ(one.u(0, 0) * one.v(0, 0), -1);
}

TEST(SingularVectors, WhatIsNotFiniteComesOutAsNotANumber) {
  Matrix<double> m = Matrix<double>::Ones(5, 4);
  m(2, 1) = std::numeric_limits<double>::quiet_NaN();
  const SingularVectors actual = singularVectors(m, 2);
  ASSERT_EQ(actual.values.size(), 4U);
  for (double value : actual.values) EXPECT_TRUE(std::isnan(value));
  EXPECT_TRUE(actual.u.array().isNaN().all());
  EXPECT_TRUE(actual.v.array().isNaN().all());
}

TEST(RightAlignments, AreSquaredProjectionsOnTheRightVectors) {
  for (const auto& [rows, cols] : {std::pair<Index, Index>{60, 40}, {40, 60}}) {
    const auto m = randomMatrix<double>(rows, cols);
    const Vector<double> x = randomMatrix<double>(cols, 1, 5).col(0).normalized();
    const SingularVectors all = singularVectors(m, 40);
    const std::vector<double> actual = rightAlignments(m, x);
    ASSERT_EQ(actual.size(), 40U);
    for (Index i = 0; i < 40; ++i) {
      const double expected = std::pow(all.v.col(i).dot(x), 2);
      EXPECT_NEAR(actual[static_cast<std::size_t>(i)], expected, 1e-11) << i;
    }
  }
}

TEST(RightAlignments, OfADeficientWideMatrixAddUpToTheShareInItsRows) {
  const Known known = withSingularValues(20, 50, Vector<double>{{3, 2, 1}});
  const Vector<double> x = randomMatrix<double>(50, 1, 5).col(0);
  double sum = 0;
  for (double alignment : rightAlignments(known.m, x)) sum += alignment;
  EXPECT_NEAR(sum, (known.v.transpose() * x).squaredNorm(), 1e-12);
}

}  // namespace
}  // namespace tailcraft
