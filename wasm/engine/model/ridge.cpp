#include "model/ridge.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "linalg/cholesky.h"
#include "linalg/gram.h"
#include "linalg/matrix_vector.h"
#include "linalg/multiply.h"
#include "linalg/simd.h"
#include "linalg/vector_ops.h"
#include "model/activation.h"

namespace tailcraft {

namespace {

constexpr double kSaturated = 2.6;

/// How many of `count` numbers lie outside [-limit, limit].
template <typename Scalar>
__attribute__((noinline)) Index countOutside(Index count, const Scalar* z, Scalar limit) {
  constexpr Index kWidth = simd::kWidth<Scalar>;
  using Mask = decltype(simd::Vec<Scalar>{} > simd::Vec<Scalar>{});
  const simd::Vec<Scalar> upper = simd::broadcast(limit);
  Mask minusCounts{};  // a comparison that holds is -1
  Index i = 0;
  for (; i + kWidth <= count; i += kWidth) {
    const simd::Vec<Scalar> zi = simd::load(z + i);
    minusCounts += (zi > upper) | (zi < -upper);
  }
  Index result = 0;
  for (Index lane = 0; lane < kWidth; ++lane) result -= static_cast<Index>(minusCounts[lane]);
  for (; i < count; ++i) result += std::abs(z[i]) > limit ? 1 : 0;
  return result;
}

enum class Saturation { counted, unwanted };

template <typename Scalar>
struct Features {
  Matrix<Scalar> z;       // samples x h, with the factor 1 / sqrt h
  double saturation = 0;  // where it is counted
};

template <typename Scalar>
Features<Scalar> features(const Student<Scalar>& student, Activation activation,
                          FeatureScale featureScale, MatrixView<Scalar> x, Saturation saturation) {
  const double sqrtD = std::sqrt(static_cast<double>(x.cols));
  const double divisor = featureScale == FeatureScale::asWritten ? sqrtD : sqrtD * sqrtD;
  const auto saturatedAt = static_cast<Scalar>(kSaturated * sqrtD / divisor);
  const Index h = student.w.rows();
  const auto scale = static_cast<Scalar>(1 / std::sqrt(static_cast<double>(h)));
  Features<Scalar> result;
  multiply(x, view(student.w).transposed(), result.z, static_cast<Scalar>(1 / divisor));
  Index saturated = 0;
  for (Index i = 0; i < x.rows; ++i) {
    auto row = result.z.row(i);
    if (saturation == Saturation::counted) saturated += countOutside(h, row.data(), saturatedAt);
    activate(activation, std::span<Scalar>(row.data(), static_cast<std::size_t>(h)));
    row *= scale;
  }
  result.saturation = static_cast<double>(saturated) / static_cast<double>(result.z.size());
  return result;
}

/// The upper triangle of Z^T Z or Z Z^T, whichever is smaller.
template <typename Scalar>
Matrix<Scalar> smallerGram(const Matrix<Scalar>& z) {
  Matrix<Scalar> result;
  upperGram(z.rows() < z.cols() ? view(z) : view(z).transposed(), result);
  return result;
}

/// Frobenius norm of a symmetric matrix of which the upper triangle is stored.
template <typename Scalar>
double upperNorm(const Matrix<Scalar>& a) {
  double diagonal = 0;
  double above = 0;
  for (Index i = 0; i < a.rows(); ++i) {
    const auto x = static_cast<double>(a(i, i));
    diagonal += x * x;
    const Scalar* row = a.data() + i * a.cols() + i + 1;
    above += static_cast<double>(dot(a.cols() - i - 1, row, row));
  }
  return std::sqrt(diagonal + 2 * above);
}

/// <K, y y^T>_F / (||K||_F ||y y^T||_F), where <K, y y^T>_F = ||Z^T y||^2.
double alignment(const Vector<double>& featureTarget, double kernelNorm, const Vector<double>& y) {
  return featureTarget.squaredNorm() / (kernelNorm * y.squaredNorm());
}

/// a_hat = (Z^T Z + lambda I)^-1 Z^T y. The factor is made in the precision of Z on the smaller
/// side (with fewer samples than units a_hat = Z^T (Z Z^T + lambda I)^-1 y) and its rounding then
/// removed by iterative refinement with residuals in double, which cost no more than products with
/// a vector. Empty when the matrix is numerically not positive definite.
template <typename Scalar>
Vector<double> ridgeCoefficients(const Matrix<Scalar>& z, Matrix<Scalar> gramMatrix, double lambda,
                                 const Vector<double>& y, const Vector<double>& featureTarget) {
  constexpr int kMostRefinements = 4;
  constexpr double kConverged = 1e-8;
  const bool dual = z.rows() < z.cols();
  gramMatrix.diagonal().array() += static_cast<Scalar>(lambda);
  if (!choleskyFactor(gramMatrix)) return {};
  const Vector<double>& target = dual ? y : featureTarget;
  Vector<double> solution = Vector<double>::Zero(target.size());
  double last = 0;
  for (int k = 0; k <= kMostRefinements; ++k) {
    Vector<double> residual = target;
    if (k > 0) {
      residual -= lambda * solution + (dual ? timesVector(z, transposedTimesVector(z, solution))
                                            : transposedTimesVector(z, timesVector(z, solution)));
    }
    Vector<Scalar> correction = residual.template cast<Scalar>();
    choleskyBackSubstitute(gramMatrix, correction);
    solution += correction.template cast<double>();
    // Each correction is about the same share of the one before, so the next one is known.
    const auto size = static_cast<double>(correction.norm());
    if (k > 0 && size / last * size <= kConverged * solution.norm()) break;
    last = size;
  }
  return dual ? transposedTimesVector(z, solution) : solution;
}

}  // namespace

double meanSquaredError(const Vector<double>& outputs, const Vector<double>& y) {
  return (outputs - y).squaredNorm() / static_cast<double>(y.size());
}

template <typename Scalar>
RidgeFit fitRidge(const Student<Scalar>& student, Activation activation, FeatureScale featureScale,
                  double reg, const Dataset<Scalar>& probe) {
  const auto [z, saturation] =
      features(student, activation, featureScale, inputs(probe), Saturation::counted);
  const auto n = static_cast<double>(z.rows());
  const double lambda = n * reg / static_cast<double>(z.cols());
  const Vector<double>& y = probe.y;
  const Vector<double> featureTarget = transposedTimesVector(z, y);  // Z^T y (h)
  Matrix<Scalar> gramMatrix = smallerGram(z);

  RidgeFit result;
  result.saturation = saturation;
  result.kta = alignment(featureTarget, upperNorm(gramMatrix), y);
  result.coefficients = ridgeCoefficients(z, std::move(gramMatrix), lambda, y, featureTarget);
  result.loss = result.coefficients.size() > 0
                    ? meanSquaredError(timesVector(z, result.coefficients), y)
                    : std::numeric_limits<double>::quiet_NaN();
  return result;
}

template <typename Scalar>
Vector<double> ridgeOutputs(const Student<Scalar>& student, Activation activation,
                            FeatureScale featureScale, const Vector<double>& coefficients,
                            MatrixView<Scalar> x) {
  if (coefficients.size() == 0) {
    return Vector<double>::Constant(x.rows, std::numeric_limits<double>::quiet_NaN());
  }
  if (coefficients.size() != student.w.rows()) {
    throw std::invalid_argument("ridge fit: " + std::to_string(coefficients.size()) +
                                " coefficients for " + std::to_string(student.w.rows()) +
                                " hidden units");
  }
  return timesVector(features(student, activation, featureScale, x, Saturation::unwanted).z,
                     coefficients);
}

template <typename Scalar>
double kernelTargetAlignment(const Student<Scalar>& student, Activation activation,
                             FeatureScale featureScale, const Dataset<Scalar>& data) {
  const auto z = features(student, activation, featureScale, inputs(data), Saturation::unwanted).z;
  return alignment(transposedTimesVector(z, data.y), upperNorm(smallerGram(z)), data.y);
}

template RidgeFit fitRidge(const Student<float>&, Activation, FeatureScale, double,
                           const Dataset<float>&);
template RidgeFit fitRidge(const Student<double>&, Activation, FeatureScale, double,
                           const Dataset<double>&);
template Vector<double> ridgeOutputs(const Student<float>&, Activation, FeatureScale,
                                     const Vector<double>&, MatrixView<float>);
template Vector<double> ridgeOutputs(const Student<double>&, Activation, FeatureScale,
                                     const Vector<double>&, MatrixView<double>);
template double kernelTargetAlignment(const Student<float>&, Activation, FeatureScale,
                                      const Dataset<float>&);
template double kernelTargetAlignment(const Student<double>&, Activation, FeatureScale,
                                      const Dataset<double>&);

}  // namespace tailcraft
