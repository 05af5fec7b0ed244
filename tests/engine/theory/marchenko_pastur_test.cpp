#include "theory/marchenko_pastur.h"

#include <gtest/gtest.h>

#include <boost/math/quadrature/tanh_sinh.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "tails/power_law.h"
#include "theory/random_matrix.h"

namespace tailcraft {
namespace {

using tailcraft::testing::direction;
using tailcraft::testing::gaussian;
using tailcraft::testing::spectrumOf;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(MarchenkoPastur, EdgesAreThoseOfTheSingularValues) {
  const MarchenkoPastur law(1500, 1000);
  EXPECT_NEAR(law.upper(), std::pow(std::sqrt(1500) + std::sqrt(1000), 2), 1e-9);
  EXPECT_NEAR(law.lower(), std::pow(std::sqrt(1500) - std::sqrt(1000), 2), 1e-9);
  EXPECT_NEAR(law.upper(0.5), 0.25 * law.upper(), 1e-9);
  EXPECT_EQ(MarchenkoPastur(70, 70).lower(), 0);
}

TEST(MarchenkoPastur, ClosedFormIsTheIntegralOfTheDensity) {
  boost::math::quadrature::tanh_sinh<double> integrator;
  for (const auto& [h, d] : {std::pair{1500, 1000}, {80, 120}, {100, 100}, {2000, 20}, {5, 1}}) {
    const MarchenkoPastur law(h, d);
    const double scale = 0.7;
    const double low = law.lower(scale);
    const double high = law.upper(scale);
    for (double fraction : {0.01, 0.1, 0.3, 0.5, 0.8, 0.99, 1.0}) {
      const double x = low + fraction * (high - low);
      // In the singular value the integrand has no pole at zero.
      const double integral =
          integrator.integrate([&](double s) { return 2 * s * law.density(s * s, scale); },
                               std::sqrt(low), std::sqrt(x));
      EXPECT_NEAR(law.cdf(x, scale), integral, 1e-11) << h << " x " << d << " at " << fraction;
    }
    for (double u : {1e-6, 0.01, 0.25, 0.5, 0.9, 0.999999})
      EXPECT_NEAR(law.cdf(law.quantile(u, scale), scale), u, 1e-12);
  }
}

TEST(MarchenkoPastur, SquareCaseIsTheQuarterCircle) {
  const MarchenkoPastur law(400, 400);
  // P(s <= t) = (t sqrt(4 - t^2) / 2 + 2 arcsin(t / 2)) / pi for singular values t sqrt(400).
  for (double t : {0.1, 0.5, 1.0, 1.7, 1.99})
    EXPECT_NEAR(law.cdf(400 * t * t),
                (t * std::sqrt(4 - t * t) / 2 + 2 * std::asin(t / 2)) / std::numbers::pi, 1e-13);
}

TEST(MarchenkoPastur, MediansAreThePublishedOnes) {
  // M. Gavish, D. L. Donoho, IEEE Trans. Inf. Theory 60 (2014), table IV: omega(beta) =
  // lambda*(beta) / sqrt(median) for the aspect ratio beta, with lambda* in closed form (eq. 11).
  // Of the four decimals printed the last is not exact: for beta = 1 the median is elementary.
  const std::pair<int, double> published[] = {{5, 1.5194},  {10, 1.6089}, {25, 1.8371},
                                              {50, 2.1711}, {75, 2.5011}, {100, 2.8582}};
  for (const auto& [percent, omega] : published) {
    const double beta = percent / 100.0;
    const double root = std::sqrt(beta * beta + 14 * beta + 1);
    const double threshold = std::sqrt(2 * (beta + 1) + 8 * beta / (beta + 1 + root));
    const double median = MarchenkoPastur(100, percent).quantile(0.5) / 100;
    EXPECT_NEAR(threshold / std::sqrt(median), omega, 5e-4) << beta;
  }
}

TEST(MarchenkoPastur, TransposingChangesNothing) {
  const MarchenkoPastur tall(150, 60);
  const MarchenkoPastur wide(60, 150);
  EXPECT_EQ(tall.density(120), wide.density(120));
  EXPECT_EQ(tall.cdf(120), wide.cdf(120));
}

TEST(MarchenkoPastur, DescribesGaussianMatrices) {
  std::mt19937_64 generator(11);
  for (const auto& [h, d] : {std::pair{400, 200}, {250, 250}, {150, 450}}) {
    const MarchenkoPastur law(h, d);
    const auto eigenvalues = spectrumOf(gaussian(h, d, generator));
    // Eigenvalues repel: the distance falls like 1 / p, not like the 1 / sqrt(p) of free samples
    // (whose 1 % point would be 1.63 / sqrt(p), seven times the bound).
    EXPECT_LT(law.ksDistance(eigenvalues, 1), 3.5 / std::min(h, d)) << h << " x " << d;
    EXPECT_GT(law.ksDistance(eigenvalues, 1.1), 0.05);
  }
}

TEST(MarchenkoPastur, FitFindsTheScaleUnderSpikes) {
  for (unsigned seed = 1; seed <= 10; ++seed) {
    std::mt19937_64 generator(seed);
    Eigen::MatrixXd w = 0.37 * gaussian(300, 200, generator);
    for (double strength : {40.0, 25.0, 18.0, 15.0}) {
      // One after the other: compilers differ in which factor they would draw first.
      const auto left = direction(300, generator);
      w += strength * left * direction(200, generator).transpose();
    }
    const MarchenkoPastur law(300, 200);
    const auto eigenvalues = spectrumOf(w);
    const BulkLaw bulk = law.fit(eigenvalues);
    // The least distance is found, not the truth: at p = 200 they differ by up to 1.6 %.
    EXPECT_NEAR(bulk.scale, 0.37, 0.02 * 0.37);
    EXPECT_EQ(bulk.leftOut, 4);
    EXPECT_LT(bulk.ksDistance, 4.0 / 200);
    EXPECT_LE(bulk.ksDistance, law.ksDistance(eigenvalues, 0.37, 4));
    EXPECT_NEAR(bulk.upper, law.upper(bulk.scale), 1e-12);
  }
}

TEST(MarchenkoPastur, HillExponentOfTheLaw) {
  // The Hill estimator on the exact quantiles of the law.
  for (const auto& [h, d] : {std::pair{1500, 1000}, {100, 100}, {50, 2000}}) {
    const MarchenkoPastur law(h, d);
    std::vector<double> quantiles(4001);
    for (int i = 0; i <= 4000; ++i) quantiles[i] = law.quantile((i + 0.5) / 4001);
    EXPECT_NEAR(law.hillAlpha() / hillAtMedian(quantiles).alpha, 1, 1e-3);
  }
}

TEST(MarchenkoPastur, DegenerateInputsHaveDefinedAnswers) {
  const MarchenkoPastur law(30, 20);
  EXPECT_TRUE(std::isnan(law.fit({}).scale));
  EXPECT_TRUE(std::isnan(law.fit(std::vector<double>{1, kNaN}).ksDistance));
  const BulkLaw zero = law.fit(std::vector<double>(20, 0.0));
  EXPECT_TRUE(std::isnan(zero.scale));
  EXPECT_TRUE(std::isnan(zero.ksDistance));
  EXPECT_GT(law.fit(std::vector<double>(20, 30.0)).ksDistance, 0.3);
  // One eigenvalue that is not zero: the others are the bulk.
  std::vector<double> rankOne(20, 0.0);
  rankOne.back() = 5;
  EXPECT_TRUE(std::isnan(law.fit(rankOne).scale));
  EXPECT_TRUE(std::isfinite(MarchenkoPastur(7, 1).fit(std::vector<double>{6.0}).ksDistance));
  EXPECT_THROW(MarchenkoPastur(0, 3), std::invalid_argument);
  EXPECT_THROW(law.quantile(1.5), std::invalid_argument);
}

}  // namespace
}  // namespace tailcraft
