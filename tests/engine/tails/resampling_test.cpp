// Goodness of fit, bootstrap errors and the Hill plot.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "tails/bootstrap.h"
#include "tails/goodness_of_fit.h"
#include "tails/hill_plot.h"
#include "tails/reference.h"

namespace tailcraft {
namespace {

using tailcraft::testing::ReferenceSample;
using tailcraft::testing::referenceSamples;

TEST(GoodnessOfFit, AgreesWithAnIndependentImplementation) {
  int compared = 0;
  for (const ReferenceSample& sample : referenceSamples()) {
    GoodnessOfFit test(sample.values, KsRule::reference, 7);
    // In one sample their distribution function is 0 throughout at the best x_min, which they miss.
    if (sample.name == "exponential") {
      EXPECT_LT(test.fit().D, sample.D);
      continue;
    }
    EXPECT_NEAR(test.fit().xmin, sample.xmin, 1e-12) << sample.name;
    EXPECT_NEAR(test.fit().alpha, sample.alpha, 1e-6);  // theirs comes from an iteration
    EXPECT_NEAR(test.fit().D, sample.D, 1e-6);
    if (sample.goodness < 0) continue;
    test.advance(1000);
    const double theirs = std::sqrt(sample.goodness * (1 - sample.goodness) / sample.replicates);
    EXPECT_NEAR(test.pValue(), sample.goodness, 3 * std::hypot(theirs, test.standardError()))
        << sample.name;
    ++compared;
  }
  EXPECT_EQ(compared, 2);
}

TEST(GoodnessOfFit, PValueIsUniformUnderThePowerLaw) {
  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> uniform(0, 1);
  int below = 0;
  constexpr int kSamples = 100;
  for (int s = 0; s < kSamples; ++s) {
    std::vector<double> sample(100);
    for (double& x : sample) x = std::pow(uniform(generator), -1 / 1.5);
    std::sort(sample.begin(), sample.end());
    GoodnessOfFit test(sample, KsRule::robust, static_cast<std::uint32_t>(s));
    test.advance(100);
    below += test.pValue() < 0.2;
  }
  // Binomial: 20 +- 4; three of them.
  EXPECT_NEAR(below, 20, 12);
}

TEST(GoodnessOfFit, RulesOutWhatIsNoPowerLaw) {
  // Uniform values end abruptly: no tail of 80 points or more passes for a power law.
  std::mt19937_64 generator(3);
  std::uniform_real_distribution<double> uniform(3, 4);
  std::vector<double> sample(4000);
  for (double& x : sample) x = uniform(generator);
  std::sort(sample.begin(), sample.end());
  GoodnessOfFit test(sample, KsRule::robust, 11);
  test.advance(100);
  EXPECT_LT(test.pValue(), 0.1);
}

TEST(GoodnessOfFit, StepsDoNotChangeTheResult) {
  const auto sample = referenceSamples()[0].values;
  GoodnessOfFit atOnce(sample, KsRule::robust, 5);
  GoodnessOfFit inSteps(sample, KsRule::robust, 5);
  EXPECT_TRUE(std::isnan(atOnce.pValue()));
  atOnce.advance(60);
  for (int i = 0; i < 6; ++i) inSteps.advance(10);
  EXPECT_EQ(inSteps.replicates(), 60);
  EXPECT_EQ(atOnce.pValue(), inSteps.pValue());
  GoodnessOfFit flat(std::vector<double>(20, 1.0), KsRule::robust, 5);
  flat.advance(10);
  EXPECT_EQ(flat.replicates(), 0);
}

TEST(TailBootstrap, SpreadOfHillIsItsStandardError) {
  std::mt19937_64 generator(2);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<double> sample(2000);
  for (double& x : sample) x = std::pow(uniform(generator), -1 / 1.5);
  std::sort(sample.begin(), sample.end());
  TailBootstrap bootstrap(sample, 9);
  EXPECT_TRUE(std::isnan(bootstrap.hill().standardError));
  bootstrap.advance(400);
  const TailFit hill = hillAtMedian(sample);
  // The median moves too, but a Pareto sample looks the same from any x_min; 400 replicates give
  // the spread to 4 %.
  EXPECT_NEAR(bootstrap.hill().standardError / hill.standardError, 1, 0.15);
  EXPECT_NEAR(bootstrap.hill().mean, hill.alpha, 0.3 * hill.standardError);
  EXPECT_LT(bootstrap.hill().low, hill.alpha);
  EXPECT_GT(bootstrap.hill().high, hill.alpha);
  EXPECT_NEAR(bootstrap.hill().high - bootstrap.hill().low, 3.92 * hill.standardError,
              0.8 * hill.standardError);
  // Choosing x_min by the data costs certainty.
  EXPECT_GT(bootstrap.ks().standardError, hill.standardError);
}

TEST(TailBootstrap, StepsDoNotChangeTheResult) {
  const auto sample = referenceSamples()[0].values;
  TailBootstrap atOnce(sample, 5);
  TailBootstrap inSteps(sample, 5);
  atOnce.advance(20);
  inSteps.advance(7);
  inSteps.advance(13);
  EXPECT_EQ(atOnce.ksRobust().standardError, inSteps.ksRobust().standardError);
  EXPECT_THROW(TailBootstrap(std::vector<double>{2, 1}, 1), std::invalid_argument);
}

TEST(Resampling, EndsWithFiniteNumbersWhateverTies) {
  std::vector<double> decades(400, 1.0);
  decades.insert(decades.end(), 40, 10.0);
  decades.insert(decades.end(), 4, 100.0);
  decades.push_back(1000);
  std::vector<double> lowRank(300, 0.0);
  for (int i = 1; i <= 40; ++i) lowRank.push_back(i * i);
  const std::vector<double> equal(50, 2.0);
  std::vector<double> nearlyEqual(50);
  for (int i = 0; i < 50; ++i) nearlyEqual[i] = 1 + 1e-15 * i;
  for (const auto& values : {decades, lowRank, equal, nearlyEqual, {1, 1, 1, 2}, {5, 5}, {3}, {}}) {
    GoodnessOfFit test(values, KsRule::robust, 1, 1e-12);
    test.advance(30);
    EXPECT_FALSE(test.pValue() < 0 || test.pValue() > 1);
    TailBootstrap bootstrap(values, 1, 1e-12);
    bootstrap.advance(30);
    EXPECT_EQ(bootstrap.replicates(), 30);
    for (const BootstrapSpread& spread : {bootstrap.hill(), bootstrap.ks(), bootstrap.ksRobust()}) {
      EXPECT_FALSE(std::isinf(spread.high));
      EXPECT_FALSE(spread.high > 1e4) << spread.high;
    }
    for (double alpha : hillPlot(values, 1e-12).alphas) EXPECT_FALSE(alpha > 1e4);
  }
}

TEST(HillPlot, EndsAreTheFitsOfTheCurve) {
  const auto sample = referenceSamples()[0].values;
  const HillPlot plot = hillPlot(sample);
  const KsCurve curve = ksCurve(sample);
  ASSERT_EQ(plot.alphas.size(), sample.size() - 1);
  EXPECT_EQ(plot.tailSizes.front(), 2);
  EXPECT_EQ(plot.tailSizes.back(), static_cast<double>(sample.size()));
  for (std::size_t i = 0; i < plot.alphas.size(); ++i)
    EXPECT_EQ(plot.alphas[i], curve.alphas[plot.alphas.size() - 1 - i]);
  const TailFit whole = fitAt(sample, 0);
  EXPECT_EQ(plot.alphas.back(), whole.alpha);
  EXPECT_EQ(plot.standardErrors.back(), whole.standardError);
  EXPECT_TRUE(hillPlot(std::vector<double>{1.0}).alphas.empty());
}

}  // namespace
}  // namespace tailcraft
