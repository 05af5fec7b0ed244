#pragma once

// The problem a run starts from: three data sets of one teacher and the student at step 0.

#include "config.h"
#include "linalg/matrix.h"
#include "linalg/packed_rows.h"

namespace tailcraft {

/// Inputs x (samples x d) and targets y (samples). Vectors stay in double whatever the precision of
/// the matrices: they cost nothing, and their rounding would be felt in every residual.
template <typename Scalar>
struct Dataset {
  Matrix<Scalar> x;
  Vector<double> y;
  PackedRows<Scalar> packed{};  ///< of x, or empty
};

/// Samples [begin, begin + count) as the left factor of a product, or all of them.
template <typename Scalar>
MatrixView<Scalar> inputs(const Dataset<Scalar>& data, Index begin, Index count) {
  return data.packed.rows(data.x, begin, count);
}
template <typename Scalar>
MatrixView<Scalar> inputs(const Dataset<Scalar>& data) {
  return inputs(data, 0, data.x.rows());
}

/// Two-layer network f(x) = a . sigma(W x / sqrt d) / sqrt h, with W (h x d) and a (h).
template <typename Scalar>
struct Student {
  Matrix<Scalar> w;
  Vector<double> a;
};

template <typename Scalar>
struct Problem {
  Dataset<Scalar> train;
  Dataset<Scalar> probe;  ///< fits the ridge regression and measures the KTA
  Dataset<Scalar> test;
  Vector<double> beta;  ///< the teacher's direction, unit norm (d)
  Student<Scalar> initial;
};

/// Draws X ~ N(0, 1), beta uniform on the sphere, y = sigma_star(X beta) + noise, W_0 and a ~ N(0,
/// 1) (arXiv 2406.04657, section 2). Draws are made in double and rounded, so that both precisions
/// see the same problem.
template <typename Scalar>
Problem<Scalar> drawProblem(const Config& config);

/// Packs the inputs of the three data sets, which must not change any more.
template <typename Scalar>
void packInputs(Problem<Scalar>& problem);

/// Whether two configurations draw the same problem.
bool sameProblem(const Config& left, const Config& right);

}  // namespace tailcraft
