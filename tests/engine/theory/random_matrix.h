#pragma once

// Random matrices and their spectra for the statistical tests, independent of the engine's own
// generators and eigen-solvers.

#include <Eigen/Dense>
#include <random>
#include <vector>

namespace tailcraft::testing {

inline Eigen::MatrixXd gaussian(int rows, int cols, std::mt19937_64& generator) {
  std::normal_distribution<double> normal;
  Eigen::MatrixXd matrix(rows, cols);
  for (double& x : matrix.reshaped()) x = normal(generator);
  return matrix;
}

/// A random direction, uniform on the unit sphere.
inline Eigen::VectorXd direction(int size, std::mt19937_64& generator) {
  return gaussian(size, 1, generator).col(0).normalized();
}

/// The min(rows, cols) eigenvalues of W^T W, ascending.
inline std::vector<double> spectrumOf(const Eigen::MatrixXd& w) {
  const Eigen::MatrixXd gram = w.rows() >= w.cols() ? Eigen::MatrixXd(w.transpose() * w)
                                                    : Eigen::MatrixXd(w * w.transpose());
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(gram, Eigen::EigenvaluesOnly);
  const Eigen::VectorXd& values = solver.eigenvalues();
  return {values.begin(), values.end()};
}

struct SingularTriple {
  double value;
  Eigen::VectorXd left;
  Eigen::VectorXd right;
};

/// The leading singular value and vectors, from the eigenvectors of W^T W.
inline SingularTriple leadingTriple(const Eigen::MatrixXd& w) {
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(w.transpose() * w);
  SingularTriple top;
  top.right = solver.eigenvectors().col(w.cols() - 1);
  top.left = w * top.right;
  top.value = top.left.norm();
  top.left /= top.value;
  return top;
}

}  // namespace tailcraft::testing
