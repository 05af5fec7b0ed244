#include "theory/tracy_widom.h"

#include <gtest/gtest.h>

#include <array>
#include <boost/math/quadrature/gauss.hpp>
#include <boost/math/special_functions/airy.hpp>
#include <cmath>

#include "theory/random_matrix.h"

namespace tailcraft {
namespace {

/// 1 - F_1(s) from the Fredholm determinant of the kernel Ai((x + y) / 2) / 2 on (s, inf), with the
/// nodes of Gauss-Legendre quadrature as matrix rows (see tracy_widom.cpp for the sources).
double survivalByDeterminant(double s) {
  using Rule = boost::math::quadrature::gauss<double, 60>;
  std::vector<double> nodes;
  std::vector<double> weights;
  for (std::size_t i = 0; i < Rule::abscissa().size(); ++i)
    for (double sign : {-1.0, 1.0}) {
      nodes.push_back(sign * Rule::abscissa()[i]);
      weights.push_back(Rule::weights()[i]);
    }
  const double length = std::max(16.0, 20 - s);
  const auto n = static_cast<Eigen::Index>(nodes.size());
  Eigen::MatrixXd kernel(n, n);
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j) {
      const double middle = s + length * (nodes[i] + nodes[j] + 2) / 4;
      kernel(i, j) = std::sqrt(weights[i] * weights[j]) * length / 4 * boost::math::airy_ai(middle);
    }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(kernel, Eigen::EigenvaluesOnly);
  double logarithm = 0;
  for (double value : solver.eigenvalues()) logarithm += std::log1p(-value);
  return -std::expm1(logarithm);
}

TEST(TracyWidom, AgreesWithTheFredholmDeterminant) {
  for (double s = -8; s <= 14; s += 0.37) {
    const double survival = survivalByDeterminant(s);
    EXPECT_NEAR(tracyWidomCdf(s), 1 - survival, 1e-9) << s;
    EXPECT_NEAR(tracyWidomSurvival(s) / survival, 1, 1e-6) << s;
  }
}

TEST(TracyWidom, QuantilesAreThePublishedOnes) {
  // I. M. Johnstone, Ann. Statist. 29 (2001), table 1: TW_1 percentiles to two decimals.
  const std::array<std::pair<double, double>, 9> published{{{0.01, -3.90},
                                                            {0.05, -3.18},
                                                            {0.10, -2.78},
                                                            {0.30, -1.91},
                                                            {0.50, -1.27},
                                                            {0.70, -0.59},
                                                            {0.90, 0.45},
                                                            {0.95, 0.98},
                                                            {0.99, 2.02}}};
  for (const auto& [level, quantile] : published)
    EXPECT_NEAR(tracyWidomQuantile(level), quantile, 0.0051) << level;
  EXPECT_NEAR(tracyWidomQuantile(kSpikeLevel), kSpikeQuantile, 1e-8);
  for (double level : {1e-6, 0.2, 0.7, 0.999999})
    EXPECT_NEAR(tracyWidomCdf(tracyWidomQuantile(level)), level, 1e-12);
}

TEST(TracyWidom, MomentsAreThePublishedOnes) {
  // F. Bornemann, Markov Process. Relat. Fields 16 (2010) 803, table of TW_1: mean and variance.
  double mean = 0;
  double square = 0;
  constexpr double kStep = 0.002;  // the midpoint rule, by parts
  for (int i = -6000; i < 9000; ++i) {
    const double s = (i + 0.5) * kStep;
    const double tail = s < 0 ? -tracyWidomCdf(s) : tracyWidomSurvival(s);
    mean += tail * kStep;
    square += 2 * s * tail * kStep;
  }
  EXPECT_NEAR(mean, -1.2065335745820, 1e-6);
  EXPECT_NEAR(square - mean * mean, 1.607781034581, 2e-6);
}

TEST(TracyWidom, IsAMonotoneDistribution) {
  EXPECT_EQ(tracyWidomCdf(-200), 0);
  EXPECT_EQ(tracyWidomCdf(200), 1);
  EXPECT_EQ(tracyWidomSurvival(1e6), 0);
  for (double s = -12; s < 60; s += 0.01) {
    ASSERT_LE(tracyWidomCdf(s), tracyWidomCdf(s + 0.01)) << s;
    ASSERT_GT(tracyWidomSurvival(s + 0.01), 0) << s;
    ASSERT_LE(tracyWidomSurvival(s + 0.01), tracyWidomSurvival(s)) << s;
  }
}

TEST(TracyWidom, EdgeIsJohnstones) {
  // mu = (sqrt(n - 1) + sqrt p)^2, sigma = (sqrt(n - 1) + sqrt p) (1/sqrt(n - 1) + 1/sqrt p)^(1/3).
  const EdgeScaling edge = edgeScaling(1500, 1000);
  EXPECT_NEAR(edge.centre, std::pow(std::sqrt(1499.0) + std::sqrt(1000.0), 2), 1e-9);
  EXPECT_NEAR(spikeEdge(1500, 1000), 5002.5, 0.1);  // as the recorded runs have it, with c = 2.02
  EXPECT_EQ(edgeScaling(1000, 1500).centre, edge.centre);
  EXPECT_NEAR(spikeEdge(30, 20, 2), 4 * spikeEdge(30, 20), 1e-9);
  EXPECT_TRUE(std::isfinite(spikeEdge(1, 1)));
  EXPECT_NEAR(spikePValue(spikeEdge(300, 200, 0.5), 300, 200, 0.5), 0.01, 1e-9);
  EXPECT_EQ(countAbove(std::vector<double>{1, 2, 3, 3, 5}, 2.5), 3);
}

TEST(TracyWidom, LineLetsOnePercentOfGaussianMatricesThrough) {
  std::mt19937_64 generator(2);
  constexpr int kMatrices = 2000;
  int above = 0;
  for (int i = 0; i < kMatrices; ++i) {
    const auto w = tailcraft::testing::gaussian(60, 40, generator);
    above += tailcraft::testing::spectrumOf(w).back() > spikeEdge(60, 40);
  }
  // Sampling error sqrt(0.01 * 0.99 / 2000) = 0.22 %; three of them.
  EXPECT_NEAR(static_cast<double>(above) / kMatrices, 0.01, 3 * 0.0022);
  RecordProperty("above", above);
}

TEST(TracyWidom, RefusesWhatIsNoProbability) {
  EXPECT_THROW(tracyWidomQuantile(1), std::invalid_argument);
  EXPECT_THROW(edgeScaling(0, 5), std::invalid_argument);
  EXPECT_THROW(spikePValue(1, 10, 10, 0), std::invalid_argument);
}

}  // namespace
}  // namespace tailcraft
