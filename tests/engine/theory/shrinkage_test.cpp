#include "theory/shrinkage.h"

#include <gtest/gtest.h>

#include <cmath>

#include "theory/random_matrix.h"
#include "theory/spiked_model.h"

namespace tailcraft {
namespace {

TEST(Shrinkage, AgreesWithTheClosedFormsOfTheNormalisedProblem) {
  // Gavish and Donoho, noise of variance 1/n, beta = m / n <= 1, x the signal behind y.
  const int h = 400;
  const int d = 1000;
  const double beta = 0.4;
  const double unit = 0.3 * std::sqrt(1000.0);
  for (double y : {1.7, 2.0, 3.0, 10.0}) {
    const double root = std::sqrt(std::pow(y * y - beta - 1, 2) - 4 * beta);
    const double x = std::sqrt((y * y - beta - 1 + root) / 2);
    const auto shrink = [&](ShrinkageLoss loss) {
      return shrinkSingularValue(h, d, 0.3, y * unit, loss) / unit;
    };
    EXPECT_NEAR(shrink(ShrinkageLoss::frobenius), root / y, 1e-10);
    EXPECT_NEAR(shrink(ShrinkageLoss::operatorNorm), x, 1e-10);
    EXPECT_NEAR(shrink(ShrinkageLoss::nuclear),
                std::max(0.0, (std::pow(x, 4) - beta - std::sqrt(beta) * x * y) / (x * x * y)),
                1e-10);
  }
}

TEST(Shrinkage, SilencesTheBulk) {
  const double edge = std::sqrt(300.0) + std::sqrt(200.0);
  for (double value : {0.0, 5.0, edge})
    EXPECT_EQ(shrinkSingularValue(300, 200, 1, value, ShrinkageLoss::frobenius), 0);
  EXPECT_EQ(
      shrinkSingularValues(300, 200, 1, std::vector<double>{1, 100}, ShrinkageLoss::operatorNorm)
          .size(),
      2u);
}

TEST(Shrinkage, HardThresholdOfASquareMatrixIsFourOverRootThree) {
  EXPECT_NEAR(optimalHardThreshold(500, 500, 2), 2 * 4 / std::sqrt(3.0) * std::sqrt(500.0), 1e-9);
}

TEST(Shrinkage, NoOtherFactorDenoisesBetter) {
  // A planted direction: the squared error as a function of the value given to its singular pair is
  // least near the shrinker's.
  std::mt19937_64 generator(3);
  const int h = 300;
  const int d = 200;
  double raw = 0;
  double shrunk = 0;
  double byHalf = 0;
  for (int run = 0; run < 5; ++run) {
    const Eigen::MatrixXd signal = 1.8 * spikeThreshold(h, d) *
                                   tailcraft::testing::direction(h, generator) *
                                   tailcraft::testing::direction(d, generator).transpose();
    const auto top =
        tailcraft::testing::leadingTriple(signal + tailcraft::testing::gaussian(h, d, generator));
    const double best = shrinkSingularValue(h, d, 1, top.value, ShrinkageLoss::frobenius);
    const auto error = [&](double value) {
      return (value * top.left * top.right.transpose() - signal).squaredNorm();
    };
    raw += error(top.value);
    shrunk += error(best);
    byHalf += error(0.5 * best);
    EXPECT_LT(error(best), 1.01 * error(1.1 * best));
    EXPECT_LT(error(best), 1.01 * error(0.9 * best));
  }
  EXPECT_LT(shrunk, 0.7 * raw);
  EXPECT_LT(shrunk, byHalf);
}

}  // namespace
}  // namespace tailcraft
