#pragma once

// Matrices for the tests of linalg/: random ones with a fixed seed, and symmetric ones with
// eigenvalues that are known because they were put in.

#include <random>

#include "linalg/matrix.h"

namespace tailcraft {

/// Entries uniform in (-1, 1).
template <typename Scalar>
Matrix<Scalar> randomMatrix(Index rows, Index cols, unsigned seed = 1) {
  std::mt19937 generator(seed);
  Matrix<Scalar> m(rows, cols);
  for (Index i = 0; i < m.size(); ++i) {
    m.data()[i] = static_cast<Scalar>((static_cast<double>(generator()) + 0.5) * 0x1p-31 - 1);
  }
  return m;
}

/// A random orthogonal matrix (n x n): a product of n random reflections.
inline Matrix<double> randomOrthogonal(Index n, unsigned seed = 7) {
  const Matrix<double> directions = randomMatrix<double>(n, n, seed);
  Matrix<double> q = Matrix<double>::Identity(n, n);
  for (Index k = 0; k < n; ++k) {
    const Vector<double> v = directions.row(k).normalized();
    q -= 2 * v * (v.transpose() * q);
  }
  return q;
}

/// Q diag(eigenvalues) Q^T with a random orthogonal Q.
inline Matrix<double> symmetricWith(const Vector<double>& eigenvalues, unsigned seed = 7) {
  const Matrix<double> q = randomOrthogonal(eigenvalues.size(), seed);
  const Matrix<double> a = q * eigenvalues.asDiagonal() * q.transpose();
  return (a + a.transpose()) / 2;
}

}  // namespace tailcraft
