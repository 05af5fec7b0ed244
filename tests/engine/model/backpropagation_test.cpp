#include "model/backpropagation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "names.h"

namespace tailcraft {
namespace {

Problem<double> smallProblem(Activation activation) {
  Config config;
  config.n = 13;
  config.d = 5;
  config.h = 70;  // more than one block of hidden units
  config.nTest = 3;
  config.activation = activation;
  return drawProblem<double>(config);
}

double lossAt(const Student<double>& student, Activation activation, const Dataset<double>& data) {
  return (predict(student, activation, view(data.x)) - data.y).squaredNorm() /
         static_cast<double>(data.y.size());
}

/// Richardson-extrapolated central difference of `loss` in one parameter, error O(step^4).
template <typename Loss>
double derivative(double& parameter, double step0, Loss loss) {
  const double centre = parameter;
  const auto central = [&](double step) {
    parameter = centre + step;
    const double above = loss();
    parameter = centre - step;
    const double below = loss();
    parameter = centre;
    return (above - below) / (2 * step);
  };
  return (4 * central(step0 / 2) - central(step0)) / 3;
}

class EveryActivation : public testing::TestWithParam<Activation> {};

TEST_P(EveryActivation, GradientsAreTheDerivativesOfTheLoss) {
  const Activation activation = GetParam();
  const auto problem = smallProblem(activation);
  Student<double> student = problem.initial;
  Backpropagation<double> backpropagation(activation, TrainedLayers::both);
  const double loss = backpropagation.forward(student, problem.train);
  Matrix<double> gradient;
  backpropagation.firstLayerGradient(problem.train, gradient);
  const Vector<double> secondLayer = backpropagation.secondLayerGradient();

  EXPECT_NEAR(loss, lossAt(student, activation, problem.train), 1e-13);
  const auto currentLoss = [&] { return lossAt(student, activation, problem.train); };
  // A difference quotient must not straddle the kink of relu, so its step is tiny there.
  const bool kink = activation == Activation::relu;
  const double step = kink ? 1e-7 : 1e-3;
  const double tolerance = kink ? 1e-7 : 1e-9;
  for (Index k = 0; k < student.w.size(); ++k) {
    EXPECT_NEAR(gradient.data()[k], derivative(student.w.data()[k], step, currentLoss), tolerance);
  }
  for (Index k = 0; k < student.a.size(); ++k) {
    EXPECT_NEAR(secondLayer[k], derivative(student.a[k], step, currentLoss), tolerance);
  }
}

INSTANTIATE_TEST_SUITE_P(Activations, EveryActivation, testing::ValuesIn(everyOf<Activation>()),
                         [](const auto& info) { return std::string(nameOf(info.param)); });

TEST(Predict, IsTheFormulaOfThePaper) {
  Student<double> student{Matrix<double>(2, 3), Vector<double>(2)};
  student.w << 1, 2, 3, -1, 0, 1;
  student.a << 0.5, -2;
  Matrix<double> x(1, 3);
  x << 0.3, -0.1, 0.7;
  const double sqrt3 = std::sqrt(3.0);
  const double expected =
      (0.5 * std::tanh((0.3 - 0.2 + 2.1) / sqrt3) - 2 * std::tanh((-0.3 + 0.7) / sqrt3)) /
      std::sqrt(2.0);
  EXPECT_NEAR(predict(student, Activation::tanh, view(x))[0], expected, 1e-15);
}

TEST(Backpropagation, SaturatedUnitsHaveNoSlopeAndNothingOverflows) {
  auto problem = smallProblem(Activation::tanh);
  problem.initial.w *= 1e200;
  Backpropagation<double> backpropagation(Activation::tanh, TrainedLayers::both);
  EXPECT_TRUE(std::isfinite(backpropagation.forward(problem.initial, problem.train)));
  Matrix<double> gradient;
  backpropagation.firstLayerGradient(problem.train, gradient);
  EXPECT_EQ(gradient.norm(), 0);
}

}  // namespace
}  // namespace tailcraft
