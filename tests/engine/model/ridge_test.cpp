#include "model/ridge.h"

#include <gtest/gtest.h>

#include <Eigen/Dense>
#include <cmath>

#include "model/activation.h"

namespace tailcraft {
namespace {

/// Of a read-out that was fitted to the probe set.
struct Measured {
  double probe, test, kta, saturation;
};

template <typename Scalar>
Measured measure(const Problem<Scalar>& problem, FeatureScale featureScale) {
  const RidgeFit fit =
      fitRidge(problem.initial, Activation::tanh, featureScale, 0.01, problem.probe);
  const Vector<double> outputs = ridgeOutputs(problem.initial, Activation::tanh, featureScale,
                                              fit.coefficients, view(problem.test.x));
  return {fit.loss, meanSquaredError(outputs, problem.test.y), fit.kta, fit.saturation};
}

Config sized(int n, int h) {
  Config config;
  config.n = n;
  config.h = h;
  config.d = 11;
  config.nTest = 17;
  return config;
}

/// The formulas as they are written, with dense inverses.
Measured byDefinition(const Problem<double>& problem, FeatureScale featureScale, double reg) {
  const auto d = static_cast<double>(problem.beta.size());
  const auto h = static_cast<double>(problem.initial.w.rows());
  const auto n = static_cast<double>(problem.probe.y.size());
  const double divisor = featureScale == FeatureScale::asWritten ? std::sqrt(d) : d;
  const auto features = [&](const Matrix<double>& x) -> Matrix<double> {
    const Matrix<double> z = x * problem.initial.w.transpose() / divisor;
    return z.array().tanh() / std::sqrt(h);
  };
  const Matrix<double> z = features(problem.probe.x);
  const Vector<double>& y = problem.probe.y;
  Matrix<double> system = z.transpose() * z;
  system.diagonal().array() += reg / h * n;
  const Vector<double> aHat = system.inverse() * (z.transpose() * y);
  const Matrix<double> k = z * z.transpose();
  const Matrix<double> yy = y * y.transpose();
  return {(z * aHat - y).squaredNorm() / n,
          (features(problem.test.x) * aHat - problem.test.y).squaredNorm() /
              static_cast<double>(problem.test.y.size()),
          k.cwiseProduct(yy).sum() / (k.norm() * yy.norm()), 0};
}

class RidgeShapes : public testing::TestWithParam<std::pair<int, int>> {};

TEST_P(RidgeShapes, AgreesWithTheDefinitionOnEitherSideOfTheGramMatrix) {
  const auto [n, h] = GetParam();
  const auto problem = drawProblem<double>(sized(n, h));
  for (FeatureScale featureScale : {FeatureScale::asWritten, FeatureScale::asPublishedCode}) {
    const auto measured = measure(problem, featureScale);
    const auto expected = byDefinition(problem, featureScale, 0.01);
    EXPECT_NEAR(measured.probe, expected.probe, 1e-11 * expected.probe);
    EXPECT_NEAR(measured.test, expected.test, 1e-11 * expected.test);
    EXPECT_NEAR(measured.kta, expected.kta, 1e-12 * expected.kta);
    EXPECT_NEAR(
        kernelTargetAlignment(problem.initial, Activation::tanh, featureScale, problem.probe),
        expected.kta, 1e-12 * expected.kta);
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, RidgeShapes,
                         testing::Values(std::pair{40, 20}, std::pair{20, 40}, std::pair{30, 30},
                                         std::pair{1, 1}));

TEST(FeatureScale, FloatIsCloseToDouble) {
  Config config = sized(200, 150);
  const auto exact = drawProblem<double>(config);
  const auto rounded = drawProblem<float>(config);
  const auto f64 = measure(exact, FeatureScale::asWritten);
  const auto f32 = measure(rounded, FeatureScale::asWritten);
  EXPECT_NEAR(f32.probe, f64.probe, 1e-5 * f64.probe);
  EXPECT_NEAR(f32.test, f64.test, 1e-5 * f64.test);
  EXPECT_NEAR(f32.kta, f64.kta, 1e-5 * f64.kta);
}

TEST(FeatureScale, OutputsDoNotDependOnTheOtherRows) {
  const auto problem = drawProblem<float>(sized(40, 30));
  const RidgeFit fit =
      fitRidge(problem.initial, Activation::tanh, FeatureScale::asWritten, 0.01, problem.probe);
  const auto outputs = [&](MatrixView<float> x) {
    return ridgeOutputs(problem.initial, Activation::tanh, FeatureScale::asWritten,
                        fit.coefficients, x);
  };
  const Index samples = problem.test.x.rows();
  const Vector<double> all = outputs(view(problem.test.x));
  for (const Index first : {Index(0), Index(1), samples / 3, samples - 1}) {
    EXPECT_EQ(outputs(rows(problem.test.x, first, samples - first)), all.tail(samples - first));
  }
}

TEST(FeatureScale, WithoutCoefficientsThereAreNoOutputs) {
  const auto problem = drawProblem<float>(sized(10, 10));
  const Vector<double> outputs = ridgeOutputs(problem.initial, Activation::tanh,
                                              FeatureScale::asWritten, {}, view(problem.test.x));
  EXPECT_EQ(outputs.size(), problem.test.x.rows());
  EXPECT_TRUE(outputs.array().isNaN().all());
}

TEST(FeatureScale, SaturationOfGaussianPreActivationsIsTheNormalTail) {
  Config config = sized(400, 300);
  config.d = 200;
  const auto problem = drawProblem<double>(config);
  for (FeatureScale featureScale : {FeatureScale::asWritten, FeatureScale::asPublishedCode}) {
    const auto measured = measure(problem, featureScale);
    EXPECT_NEAR(measured.saturation, std::erfc(2.6 / std::sqrt(2.0)), 1e-3);
  }
}

}  // namespace
}  // namespace tailcraft
