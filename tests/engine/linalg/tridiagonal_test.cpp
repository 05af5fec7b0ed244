#include "linalg/tridiagonal.h"

#include <gtest/gtest.h>

#include "linalg/test_matrices.h"
#include "linalg/tridiagonal_rotations.h"
#include "linalg/tridiagonal_values.h"

namespace tailcraft {
namespace {

Matrix<double> dense(const Tridiagonal& t) {
  Matrix<double> a = t.diagonal.asDiagonal();
  for (Index i = 0; i < t.offDiagonal.size(); ++i) a(i, i + 1) = a(i + 1, i) = t.offDiagonal[i];
  return a;
}

Tridiagonal randomTridiagonal(Index n) {
  return {randomMatrix<double>(n, 1, 1).col(0), randomMatrix<double>(n - 1, 1, 2).col(0)};
}

TEST(HouseholderTridiagonal, ReproducesTheMatrix) {
  for (Index n : {1, 2, 3, 32, 33, 48, 49, 50, 80, 81, 130}) {
    const auto random = randomMatrix<double>(n, n);
    const Matrix<double> a = random + random.transpose();
    const HouseholderTridiagonal reduction(a);
    Matrix<double> q = Matrix<double>::Identity(n, n);
    reduction.applyQ(q);  // rows are the columns of Q
    EXPECT_LE((q * q.transpose() - Matrix<double>::Identity(n, n)).norm(), 1e-13) << n;
    const Matrix<double> back = q.transpose() * dense(reduction.tridiagonal()) * q;
    EXPECT_LE((back - a).norm(), 1e-14 * static_cast<double>(n) * a.norm()) << n;
  }
}

// Few vectors go through one reflector after another, many through products.
TEST(HouseholderTridiagonal, OneVectorOrManyIsTheSameTransformation) {
  const Index n = 140;
  const auto random = randomMatrix<double>(n, n);
  const HouseholderTridiagonal reduction(random + random.transpose());
  const auto x = randomMatrix<double>(40, n, 9);
  Matrix<double> many = x;
  reduction.applyQ(many);
  for (Index i : {0, 17, 39}) {
    Matrix<double> one = x.row(i);
    reduction.applyQ(one);
    EXPECT_LE((one - many.row(i)).norm(), 1e-13) << i;
    Vector<double> back = many.row(i);
    reduction.applyQTransposed(back);
    EXPECT_LE((back.transpose() - x.row(i)).norm(), 1e-13) << i;
  }
}

TEST(TridiagonalEigen, RotationsDiagonalise) {
  for (Index n : {1, 2, 3, 17, 100}) {
    const Tridiagonal t = randomTridiagonal(n);
    Matrix<double> z = Matrix<double>::Identity(n, n);
    const Vector<double> lambda = rotateToEigenbasis(t, z);  // rows of z are the eigenvectors
    EXPECT_LE((z * z.transpose() - Matrix<double>::Identity(n, n)).norm(), 1e-13) << n;
    EXPECT_LE((dense(t) * z.transpose() - z.transpose() * lambda.asDiagonal()).norm(), 1e-13) << n;
    EXPECT_LE((lambda - tridiagonalEigenvalues(t)).cwiseAbs().maxCoeff(), 1e-14) << n;
  }
}

// A vector alone takes another path through memory than the columns of a matrix.
TEST(TridiagonalEigen, RotationsActOnEachColumnAlike) {
  const Tridiagonal t = randomTridiagonal(60);
  const auto x = randomMatrix<double>(60, 21, 5);
  Matrix<double> all = x;
  rotateToEigenbasis(t, all);
  for (Index j : {0, 16, 20}) {
    Matrix<double> one = x.col(j);
    rotateToEigenbasis(t, one);
    EXPECT_EQ(one.col(0), all.col(j)) << j;
  }
}

}  // namespace
}  // namespace tailcraft
