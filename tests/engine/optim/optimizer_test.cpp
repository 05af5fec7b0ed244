#include "optim/optimizer.h"

#include <gtest/gtest.h>

#include <Eigen/SVD>
#include <cmath>

#include "data/normal.h"
#include "optim/orthogonalize.h"

namespace tailcraft {
namespace {

Matrix<double> gaussian(Index rows, Index cols, std::uint32_t seed) {
  Matrix<double> m(rows, cols);
  fillNormal(RandomStream(seed, Stream::firstLayer), m);
  return m;
}

/// One parameter through the given gradients under one rule.
double walk(const UpdateRule& rule, double rate, double weightDecay,
            std::initializer_list<double> gradients) {
  Matrix<double> w = Matrix<double>::Constant(1, 1, 1.0);
  Moments<double> moments;
  int step = 0;
  for (double g : gradients) {
    Matrix<double> gradient = Matrix<double>::Constant(1, 1, g);
    applyUpdate<double>(rule, rate, weightDecay, ++step, w, gradient, moments);
  }
  return w(0, 0);
}

TEST(GradientDescent, PlainAndWithMomentumAndWeightDecay) {
  EXPECT_DOUBLE_EQ(walk(GradientDescent{}, 0.1, 0, {2, 3}), 1 - 0.2 - 0.3);
  // b1 = 2, b2 = 0.9 * 2 + 3
  EXPECT_DOUBLE_EQ(walk(GradientDescent{0.9}, 0.1, 0, {2, 3}), 1 - 0.2 - 0.48);
  // g1 = 2 + 0.5 * 1; w1 = 0.75; g2 = 3 + 0.5 * 0.75
  EXPECT_DOUBLE_EQ(walk(GradientDescent{}, 0.1, 0.5, {2, 3}), 0.75 - 0.3375);
}

TEST(Adam, TwoStepsByHand) {
  const Adam adam{0.9, 0.999, 1e-8};
  const double first = 1 - 0.1 * 2 / (2 + 1e-8);
  EXPECT_NEAR(walk(adam, 0.1, 0, {2}), first, 1e-15);
  const double m1 = 0.9 * 0.2 + 0.1 * 3;
  const double m2 = 0.999 * 0.004 + 0.001 * 9;
  const double second =
      first - 0.1 * (m1 / (1 - 0.81)) / (std::sqrt(m2 / (1 - 0.999 * 0.999)) + 1e-8);
  EXPECT_NEAR(walk(adam, 0.1, 0, {2, 3}), second, 1e-14);
}

TEST(Adam, WithoutEpsilonAnEntryThatHasNoGradientStays) {
  for (const Adam& adam : {Adam{0.9, 0.999, 0}, Adam{0, 0, 0}}) {
    EXPECT_EQ(walk(adam, 1e8, 0, {0, 0, 0}), 1);
    EXPECT_DOUBLE_EQ(walk(adam, 0.1, 0, {0, -2}),
                     walk(Adam{adam.beta1, adam.beta2, 1e-300}, 0.1, 0, {0, -2}));
    EXPECT_DOUBLE_EQ(walk(adam, 0.1, 0, {2}), 0.9);
  }
  // m = 0.9 * 0.1 g / (1 - 0.81), v = 0.999 * 0.001 g^2 / (1 - 0.999^2): it coasts on, finite.
  EXPECT_NEAR(walk(Adam{0.9, 0.999, 0}, 1, 0, {3, 0}), -0.09 / 0.19 * std::sqrt(1.999 / 0.999),
              1e-12);
  EXPECT_EQ(walk(Muon{}, 0.1, 0, {0, 0}), 1);
}

TEST(SignDescent, IsAdamsFirstStep) {
  EXPECT_DOUBLE_EQ(walk(SignDescent{}, 0.1, 0, {-5}), 1.1);
  EXPECT_NEAR(walk(SignDescent{}, 0.1, 0, {-5}), walk(Adam{}, 0.1, 0, {-5}), 1e-9);
  EXPECT_DOUBLE_EQ(walk(SignDescent{}, 0.1, 0, {0}), 1);
}

class MuonShapes : public testing::TestWithParam<std::pair<Index, Index>> {};

TEST_P(MuonShapes, TheUpdateHasAFlatSpectrumAndTheSizeOfASignStep) {
  const auto [rows, cols] = GetParam();
  Matrix<double> w = Matrix<double>::Zero(rows, cols);
  Matrix<double> gradient = gaussian(rows, cols, 4);
  const Matrix<double> original = gradient;
  Moments<double> moments;
  applyUpdate<double>(Muon{}, 0.1, 0, 1, w, gradient, moments);

  const Eigen::JacobiSVD<Matrix<double>, Eigen::ColPivHouseholderQRPreconditioner> svd(
      original, Eigen::ComputeThinU | Eigen::ComputeThinV);
  const Matrix<double> polar = svd.matrixU() * svd.matrixV().transpose();
  const double scale = 0.1 * std::sqrt(static_cast<double>(std::max(rows, cols)));
  EXPECT_LT((w + scale * polar).norm() / w.norm(), 1e-3);
  EXPECT_NEAR(w.norm(), 0.1 * std::sqrt(static_cast<double>(rows * cols)), 1e-3 * w.norm());
}

INSTANTIATE_TEST_SUITE_P(Shapes, MuonShapes,
                         testing::Values(std::pair<Index, Index>{30, 20},
                                         std::pair<Index, Index>{20, 30},
                                         std::pair<Index, Index>{1, 25}));

TEST(Orthogonalize, ZeroStaysZero) {
  Matrix<float> zero = Matrix<float>::Zero(4, 3);
  orthogonalize(zero);
  EXPECT_EQ(zero.norm(), 0);
}

}  // namespace
}  // namespace tailcraft
