#include "model/readout.h"

#include <cmath>
#include <limits>

#include "linalg/cholesky.h"
#include "linalg/gram.h"
#include "linalg/multiply.h"
#include "model/activation.h"

namespace tailcraft {

namespace {

constexpr double kSaturated = 2.6;

template <typename Scalar>
struct Features {
  Matrix<Scalar> z;  // samples x h, with the factor 1 / sqrt h
  double saturation;
};

template <typename Scalar>
Features<Scalar> features(const Student<Scalar>& student, Activation activation, Readout readout,
                          const Matrix<Scalar>& x) {
  const double sqrtD = std::sqrt(static_cast<double>(x.cols()));
  const double divisor = readout == Readout::asWritten ? sqrtD : sqrtD * sqrtD;
  const auto saturatedAt = static_cast<Scalar>(kSaturated * sqrtD / divisor);
  const auto scale = static_cast<Scalar>(1 / std::sqrt(static_cast<double>(student.w.rows())));
  Features<Scalar> result;
  multiply(view(x), view(student.w).transposed(), result.z, static_cast<Scalar>(1 / divisor));
  Index saturated = 0;
  for (Index i = 0; i < x.rows(); ++i) {
    auto row = result.z.row(i);
    saturated += (row.array().abs() > saturatedAt).count();
    activate(activation, std::span<Scalar>(row.data(), static_cast<std::size_t>(row.size())));
    row *= scale;
  }
  result.saturation = static_cast<double>(saturated) / static_cast<double>(result.z.size());
  return result;
}

/// Z^T Z or Z Z^T, whichever is smaller, in double.
template <typename Scalar>
Matrix<double> smallerGram(const Matrix<Scalar>& z) {
  Matrix<double> result;
  gram(z.rows() < z.cols() ? view(z) : view(z).transposed(), result);
  return result;
}

/// <K, y y^T>_F / (||K||_F ||y y^T||_F), where <K, y y^T>_F = ||Z^T y||^2.
double alignment(double squaredFeatureTarget, double kernelNorm, double squaredTarget) {
  return squaredFeatureTarget / (kernelNorm * squaredTarget);
}

template <typename Scalar>
double meanSquaredError(const Matrix<Scalar>& z, const Vector<double>& aHat,
                        const Vector<Scalar>& y) {
  double sum = 0;
  for (Index i = 0; i < z.rows(); ++i) {
    double prediction = 0;
    for (Index j = 0; j < z.cols(); ++j) prediction += static_cast<double>(z(i, j)) * aHat[j];
    const double residual = prediction - static_cast<double>(y[i]);
    sum += residual * residual;
  }
  return sum / static_cast<double>(z.rows());
}

}  // namespace

template <typename Scalar>
ReadoutLosses measureReadout(const Student<Scalar>& student, Activation activation, Readout readout,
                             double reg, const Dataset<Scalar>& probe,
                             const Dataset<Scalar>& test) {
  const auto [z, saturation] = features(student, activation, readout, probe.x);
  const auto n = static_cast<double>(z.rows());
  const double lambda = n * reg / static_cast<double>(z.cols());
  const Vector<double> y = probe.y.template cast<double>();
  const Vector<double> featureTarget =
      (z.transpose() * probe.y).template cast<double>();  // Z^T y (h)

  Matrix<double> system = smallerGram(z);
  ReadoutLosses result;
  result.saturation = saturation;
  result.kta = alignment(featureTarget.squaredNorm(), system.norm(), y.squaredNorm());

  system.diagonal().array() += lambda;
  const bool dual = z.rows() < z.cols();
  Vector<double> solution = dual ? y : featureTarget;
  if (!choleskySolve(system, solution)) {
    result.probe = result.test = std::numeric_limits<double>::quiet_NaN();
    return result;
  }
  const Vector<double> aHat =
      dual ? Vector<double>((z.transpose() * solution.template cast<Scalar>().eval())
                                .template cast<double>())
           : solution;
  result.probe = meanSquaredError(z, aHat, probe.y);
  const auto testFeatures = features(student, activation, readout, test.x);
  result.test = meanSquaredError(testFeatures.z, aHat, test.y);
  return result;
}

template <typename Scalar>
double kernelTargetAlignment(const Student<Scalar>& student, Activation activation, Readout readout,
                             const Dataset<Scalar>& data) {
  const auto z = features(student, activation, readout, data.x).z;
  const Vector<Scalar> featureTarget = z.transpose() * data.y;
  return alignment(featureTarget.template cast<double>().squaredNorm(), smallerGram(z).norm(),
                   data.y.template cast<double>().squaredNorm());
}

template ReadoutLosses measureReadout(const Student<float>&, Activation, Readout, double,
                                      const Dataset<float>&, const Dataset<float>&);
template ReadoutLosses measureReadout(const Student<double>&, Activation, Readout, double,
                                      const Dataset<double>&, const Dataset<double>&);
template double kernelTargetAlignment(const Student<float>&, Activation, Readout,
                                      const Dataset<float>&);
template double kernelTargetAlignment(const Student<double>&, Activation, Readout,
                                      const Dataset<double>&);

}  // namespace tailcraft
