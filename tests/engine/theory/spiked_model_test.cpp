#include "theory/spiked_model.h"

#include <gtest/gtest.h>

#include <cmath>

#include "theory/marchenko_pastur.h"
#include "theory/random_matrix.h"

namespace tailcraft {
namespace {

using tailcraft::testing::direction;
using tailcraft::testing::gaussian;

TEST(SpikedModel, AgreesWithTheNormalisedFormulas) {
  // Benaych-Georges and Nadakuditi for entries of variance 1/m, m = max(h, d), c = min / max.
  const int h = 600;
  const int d = 400;
  const double s = 0.7;
  const double c = 400.0 / 600;
  for (double theta : {0.95, 1.3, 2.0, 9.0}) {
    const Spike spike = predictSpike(h, d, s, theta * s * std::sqrt(600.0));
    const double t2 = theta * theta;
    ASSERT_TRUE(spike.detached);
    EXPECT_NEAR(std::sqrt(spike.eigenvalue),
                s * std::sqrt(600.0) * std::sqrt((1 + t2) * (c + t2)) / theta, 1e-9);
    EXPECT_NEAR(spike.rightOverlap, 1 - c * (1 + t2) / (t2 * (t2 + c)), 1e-12);  // d is the minimum
    EXPECT_NEAR(spike.leftOverlap, 1 - (c + t2) / (t2 * (t2 + 1)), 1e-12);
    // The other way round the sides change places.
    const Spike transposed = predictSpike(d, h, s, spike.strength);
    EXPECT_NEAR(transposed.leftOverlap, spike.rightOverlap, 1e-14);
    EXPECT_NEAR(strengthOf(h, d, s, spike.eigenvalue) / spike.strength, 1, 1e-10);
  }
}

TEST(SpikedModel, MeetsTheBulkAtTheThreshold) {
  const MarchenkoPastur law(300, 500);
  const double threshold = spikeThreshold(300, 500, 2);
  EXPECT_NEAR(threshold, 2 * std::pow(150000.0, 0.25), 1e-9);
  const Spike below = predictSpike(300, 500, 2, 0.999 * threshold);
  EXPECT_FALSE(below.detached);
  EXPECT_NEAR(below.eigenvalue, law.upper(2), 1e-9);
  EXPECT_EQ(below.leftOverlap, 0);
  const Spike above = predictSpike(300, 500, 2, 1.001 * threshold);
  EXPECT_TRUE(above.detached);
  EXPECT_NEAR(above.eigenvalue / law.upper(2), 1, 1e-4);
  EXPECT_LT(above.rightOverlap, 0.01);
  EXPECT_EQ(strengthOf(300, 500, 2, law.upper(2)), 0);
}

TEST(SpikedModel, PredictsSimulatedSpikes) {
  std::mt19937_64 generator(5);
  for (const auto& [h, d] : {std::pair{300, 200}, {200, 350}}) {
    for (double factor : {1.5, 2.5, 5.0}) {
      const double theta = factor * spikeThreshold(h, d);
      double eigenvalue = 0;
      double left = 0;
      double right = 0;
      constexpr int kRuns = 12;
      for (int run = 0; run < kRuns; ++run) {
        const Eigen::VectorXd u = direction(h, generator);
        const Eigen::VectorXd v = direction(d, generator);
        const Eigen::MatrixXd w = gaussian(h, d, generator) + theta * u * v.transpose();
        const auto top = tailcraft::testing::leadingTriple(w);
        eigenvalue += top.value * top.value / kRuns;
        left += std::pow(u.dot(top.left), 2) / kRuns;
        right += std::pow(v.dot(top.right), 2) / kRuns;
      }
      const Spike spike = predictSpike(h, d, 1, theta);
      // The strength's own fluctuation is of order one against theta > 23: 2 / 23 / sqrt(12) = 2.5
      // % of lambda for the weakest.
      EXPECT_NEAR(eigenvalue / spike.eigenvalue, 1, 0.025) << h << " x " << d << ", " << factor;
      EXPECT_NEAR(left, spike.leftOverlap, 0.03);
      EXPECT_NEAR(right, spike.rightOverlap, 0.03);
    }
  }
}

TEST(SpikedModel, PredictsSpikesThatKnowTheNoise) {
  // v is tied to two rows of W_0: one third of it points along -W_0^T u, one along W_0^T b.
  std::mt19937_64 generator(8);
  const int h = 300;
  const int d = 200;
  double measured = 0, naive = 0, predicted = 0;
  double left = 0, right = 0, leftPredicted = 0, rightPredicted = 0;
  constexpr int kRuns = 10;
  for (int run = 0; run < kRuns; ++run) {
    const Eigen::MatrixXd w0 = gaussian(h, d, generator);
    const Eigen::VectorXd u = direction(h, generator);
    const Eigen::VectorXd other = direction(h, generator);
    const Eigen::VectorXd b = (other - u.dot(other) * u).normalized();
    const Eigen::VectorXd v = (direction(d, generator) - (w0.transpose() * u).normalized() +
                               (w0.transpose() * b).normalized())
                                  .normalized();
    const double theta = 60;
    const auto top = tailcraft::testing::leadingTriple(w0 + theta * u * v.transpose());
    measured += top.value * top.value;
    left += std::pow(top.left.dot(u), 2) / kRuns;
    right += std::pow(top.right.dot(v), 2) / kRuns;
    naive += predictSpike(h, d, 1, theta).eigenvalue;
    const Spike spike = predictDependentSpike(h, d, 1, theta, u.dot(w0 * v), b.dot(w0 * v));
    predicted += spike.eigenvalue;
    leftPredicted += spike.leftOverlap / kRuns;
    rightPredicted += spike.rightOverlap / kRuns;
  }
  EXPECT_NEAR(predicted / measured, 1, 0.01);
  EXPECT_NEAR(leftPredicted, left, 0.01);
  EXPECT_NEAR(rightPredicted, right, 0.01);
  EXPECT_GT(naive / measured, 1.15);
  EXPECT_EQ(dependentRow(3, -2).strength, 0);
}

TEST(SpikedModel, LeadingRowIsTheLeadingEigenvector) {
  for (const auto& [uu, ub, bb] : {std::tuple{5.0, -2.0, 1.0}, {1.0, 0.5, 3.0}, {2.0, 0.0, 0.0}}) {
    const Eigen::Matrix2d gram{{uu, ub}, {ub, bb}};
    const LeadingRow row = leadingRow(uu, ub, bb);
    const Eigen::Vector2d vector(row.cosine, row.sine);
    EXPECT_NEAR((gram * vector - row.strength * row.strength * vector).norm(), 0, 1e-14);
    EXPECT_NEAR(row.strength * row.strength,
                Eigen::SelfAdjointEigenSolver<Eigen::Matrix2d>(gram).eigenvalues()[1], 1e-14);
  }
}

TEST(SpikedModel, RefusesImpossibleInput) {
  EXPECT_THROW(predictSpike(0, 3, 1, 1), std::invalid_argument);
  EXPECT_THROW(predictSpike(3, 3, 0, 1), std::invalid_argument);
  EXPECT_THROW(predictSpike(3, 3, 1, -1), std::invalid_argument);
}

}  // namespace
}  // namespace tailcraft
