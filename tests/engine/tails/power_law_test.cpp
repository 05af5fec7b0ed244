#include "tails/power_law.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "fixture.h"

namespace tailcraft {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// A sample of a power law of density exponent alpha on [1, inf), ascending.
std::vector<double> paretoSample(std::size_t n, double alpha, unsigned seed) {
  std::mt19937_64 generator(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<double> sample(n);
  for (double& x : sample) x = std::pow(1 - uniform(generator), -1 / (alpha - 1));
  std::sort(sample.begin(), sample.end());
  return sample;
}

void expectDegenerate(const TailFit& fit) {
  EXPECT_EQ(fit.status, FitStatus::degenerate);
  for (double value : {fit.alpha, fit.standardError, fit.D, fit.xmin, fit.alphaHat})
    EXPECT_TRUE(std::isnan(value));
  EXPECT_EQ(fit.tailSize, 0);
}

using tailcraft::testing::FixtureLine;
using tailcraft::testing::readFixture;

void expectFit(const TailFit& fit, const FixtureLine& expected) {
  const auto values = expected.numbers();
  ASSERT_EQ(fit.status, FitStatus::ok);
  EXPECT_NEAR(fit.alpha, values[0], 1e-12 * values[0]);
  EXPECT_NEAR(fit.D, values[1], 1e-12);
  EXPECT_EQ(fit.xminIndex, static_cast<std::ptrdiff_t>(values[2]));
  EXPECT_NEAR(fit.alphaHat, values[3], 1e-12 * std::abs(values[3]));
}

TEST(PowerLaw, ReproducesRecordedFits) {
  std::vector<double> eigenvalues;
  int fits = 0;
  int curves = 0;
  for (const FixtureLine& line : readFixture("tail_cases.txt")) {
    SCOPED_TRACE(line.word);
    if (line.word == "eigenvalues") eigenvalues = line.numbers();
    if (line.word == "hill") {
      expectFit(hillAtMedian(eigenvalues), line);
      expectFit(fitTails(eigenvalues).hill, line);
    }
    if (line.word == "ks") {
      expectFit(fitKs(eigenvalues, KsRule::reference), line);
      expectFit(fitTails(eigenvalues).ks, line);
      ++fits;
    }
    if (line.word == "alphas" || line.word == "Ds") {
      const KsCurve curve = ksCurve(eigenvalues);
      const auto expected = line.numbers();
      const auto& actual = line.word == "Ds" ? curve.Ds : curve.alphas;
      ASSERT_EQ(actual.size(), expected.size());
      for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(actual[i], expected[i], 1e-11 * std::abs(expected[i])) << i;
      ++curves;
    }
  }
  EXPECT_EQ(fits, 16);
  EXPECT_EQ(curves, 8);
}

TEST(PowerLaw, SearchFindsTheMinimumOfTheCurve) {
  for (unsigned seed = 1; seed <= 40; ++seed) {
    std::mt19937_64 generator(seed);
    std::lognormal_distribution<double> draw(0, 0.3 + 0.05 * seed);
    std::vector<double> sample(20 + 13 * seed);
    for (double& x : sample) x = draw(generator);
    std::sort(sample.begin(), sample.end());
    const KsCurve curve = ksCurve(sample);
    for (KsRule rule : {KsRule::reference, KsRule::robust}) {
      const auto end =
          curve.Ds.begin() + (std::ssize(sample) - leastTailSize(std::ssize(sample), rule) + 1);
      const auto best = std::min_element(curve.Ds.begin(), end);
      const TailFit fit = fitKs(sample, rule);
      EXPECT_EQ(fit.xminIndex, best - curve.Ds.begin());
      EXPECT_EQ(fit.D, *best);
      EXPECT_EQ(fit.alpha, curve.alphas[fit.xminIndex]);
    }
    EXPECT_EQ(fitTails(sample).ksRobust.xminIndex, fitKs(sample, KsRule::robust).xminIndex);
  }
}

TEST(PowerLaw, RecoversAKnownExponent) {
  for (double alpha : {1.5, 2.0, 3.0, 5.0}) {
    double hillSquares = 0;
    double ksSquares = 0;
    constexpr int kSamples = 100;
    for (unsigned seed = 1; seed <= kSamples; ++seed) {
      const auto sample = paretoSample(1000, alpha, seed);
      const TailFits fits = fitTails(sample);
      // The upper half of a Pareto sample is Pareto with the same exponent.
      hillSquares += std::pow((fits.hill.alpha - alpha) / fits.hill.standardError, 2);
      ksSquares += std::pow((fits.ksRobust.alpha - alpha) / fits.ksRobust.standardError, 2);
    }
    // Mean square of z: 1 +- sqrt(2 / 100) for Hill. Choosing x_min by the data widens the KS fit.
    EXPECT_NEAR(hillSquares / kSamples, 1.0, 0.45) << alpha;
    EXPECT_LT(ksSquares / kSamples, 2.5) << alpha;
  }
}

TEST(PowerLaw, RobustRuleNeedsMorePoints) {
  EXPECT_EQ(leastTailSize(1000, KsRule::robust), 20);
  EXPECT_EQ(leastTailSize(1001, KsRule::robust), 21);
  EXPECT_EQ(leastTailSize(100, KsRule::robust), 10);
  EXPECT_EQ(leastTailSize(1000, KsRule::reference), 2);
  expectDegenerate(fitKs(paretoSample(9, 2, 1), KsRule::robust));
  EXPECT_EQ(fitKs(paretoSample(10, 2, 1), KsRule::robust).tailSize, 10);
}

TEST(PowerLaw, ScalingMovesOnlyXmin) {
  auto sample = paretoSample(300, 2.5, 7);
  const TailFits before = fitTails(sample);
  for (double& x : sample) x *= 1e-200;
  const TailFits after = fitTails(sample);
  EXPECT_NEAR(after.hill.alpha, before.hill.alpha, 1e-12);
  EXPECT_EQ(after.ks.xminIndex, before.ks.xminIndex);
  EXPECT_NEAR(after.ks.D, before.ks.D, 1e-12);
}

TEST(PowerLaw, DegenerateSpectraHaveDefinedAnswers) {
  for (const std::vector<double>& spectrum :
       {std::vector<double>{},
        {3.0},
        {2.0, 2.0, 2.0, 2.0},
        {0.0, 0.0, 0.0},
        {1.0, kNaN, 3.0},
        {1.0, 2.0, std::numeric_limits<double>::infinity()}}) {
    const TailFits fits = fitTails(spectrum);
    expectDegenerate(fits.hill);
    expectDegenerate(fits.ks);
    expectDegenerate(fits.ksRobust);
  }
  // Zeros are no candidates for x_min; the positive part still has a tail.
  const std::vector<double> rankTwo{0, 0, 0, 0, 1, 4};
  expectDegenerate(hillAtMedian(rankTwo));
  EXPECT_EQ(fitKs(rankTwo, KsRule::reference).xminIndex, 4);
  EXPECT_TRUE(std::isnan(ksCurve(rankTwo).alphas[3]));
  // Rounding can leave tiny negative eigenvalues in a Gram matrix.
  EXPECT_EQ(fitKs(std::vector<double>{-1e-18, 1, 4}, KsRule::reference).xminIndex, 1);
  // Ties inside the tail are no obstacle, a tail of equal values is.
  const std::vector<double> ties{1, 1, 2, 2, 5, 5, 9, 9};
  EXPECT_EQ(hillAtMedian(ties).status, FitStatus::ok);
  expectDegenerate(fitAt(ties, 6));
}

/// 400 times 1, 40 times 10, 4 times 100, and 1000.
std::vector<double> decades() {
  std::vector<double> values(400, 1.0);
  values.insert(values.end(), 40, 10.0);
  values.insert(values.end(), 4, 100.0);
  values.push_back(1000);
  return values;
}

TEST(PowerLaw, TailsHoldEveryValueFromXminOn) {
  // Closed forms: alpha = 1 + m / sum log(x / xmin).
  const double log10 = std::log(10);
  const double fromOne = 1 + 445 / ((40 + 4 * 2 + 3) * log10);
  const double fromTen = 1 + 45 / ((4 + 2) * log10);
  const double fromHundred = 1 + 5 / log10;
  std::vector<double> rounded = decades();
  // As a solver returns them: equal up to its rounding.
  for (std::size_t i = 0; i < rounded.size(); ++i)
    rounded[i] *= 1 + 1e-15 * static_cast<double>(i % 4);
  std::sort(rounded.begin(), rounded.end());
  for (const auto& values : {decades(), rounded}) {
    const TailFits fits = fitTails(values);
    EXPECT_NEAR(fits.hill.alpha, fromOne, 1e-9);
    EXPECT_EQ(fits.hill.tailSize, 445);
    EXPECT_NEAR(fits.ks.xmin, 100, 1e-9);
    EXPECT_EQ(fits.ks.tailSize, 5);
    EXPECT_NEAR(fits.ks.alpha, fromHundred, 1e-9);
    EXPECT_NEAR(fits.ks.D, 0.6, 1e-9);
    EXPECT_NEAR(fits.ksRobust.xmin, 10, 1e-9);
    EXPECT_EQ(fits.ksRobust.tailSize, 45);
    EXPECT_NEAR(fits.ksRobust.alpha, fromTen, 1e-9);
    for (std::ptrdiff_t i : {0, 77, 399}) EXPECT_EQ(fitAt(values, i).tailSize, 445);
    const KsCurve curve = ksCurve(values);
    EXPECT_EQ(std::ranges::count_if(curve.Ds, [](double d) { return !std::isnan(d); }), 3);
  }
}

TEST(PowerLaw, EveryTailHasTheSizeThatItsXminSays) {
  for (unsigned seed = 1; seed <= 60; ++seed) {
    // Values rounded to few digits tie in runs of every length.
    auto values = paretoSample(20 + 9 * seed, 1.3 + 0.05 * seed, seed);
    for (double& x : values) x = std::round(x * (1 + seed % 5)) / (1 + seed % 5);
    const TailFits fits = fitTails(values);
    for (const TailFit& fit : {fits.hill, fits.ks, fits.ksRobust}) {
      if (fit.status != FitStatus::ok) continue;
      EXPECT_EQ(fit.tailSize,
                std::ranges::count_if(values, [&](double x) { return x >= fit.xmin; }));
      EXPECT_LT(fit.alpha, 1e3);
    }
    EXPECT_EQ(fits.ksRobust.xminIndex, fitKs(values, KsRule::robust).xminIndex);
  }
}

TEST(PowerLaw, SpreadThatRoundingExplainsIsNoTail) {
  std::vector<double> values(64);
  for (const auto& [spread, resolution] :
       {std::pair{1e-15, 0.0}, {1e-7, 0.0}, {8e-3, 0.0}, {0.02, 1e-4}, {0.2, 4e-3}}) {
    for (int i = 0; i < 64; ++i) values[i] = 2 * (1 + spread * i / 64);
    const TailFits fits = fitTails(values, resolution);
    for (const TailFit& fit : {fits.hill, fits.ks, fits.ksRobust}) {
      expectDegenerate(fit);
      EXPECT_EQ(fit.reason, NoTail::noSpread);
    }
  }
  // A flat top below which the spectrum falls off: no tail starts inside it.
  for (int i = 0; i < 40; ++i) values[i] = std::pow(10, -2 + i / 20.0);
  for (int i = 40; i < 64; ++i) values[i] = 1 + 1e-7 * i;
  const TailFits fits = fitTails(values, 1e-12);
  for (const TailFit& fit : {fits.ks, fits.ksRobust})
    if (fit.status == FitStatus::ok) {
      EXPECT_LT(fit.alpha, 100);
    }
  for (double alpha : exponentCurve(values, 1e-12)) EXPECT_FALSE(alpha > 1e4) << alpha;
}

TEST(PowerLaw, ZerosOfALowerRankDoNotCount) {
  const auto tail = paretoSample(60, 2.2, 3);
  for (std::size_t zeros : {1, 30, 500}) {
    std::vector<double> values(zeros, 0.0);
    values.insert(values.end(), tail.begin(), tail.end());
    const TailFits fits = fitTails(values, 1e-9);
    const TailFits expected = fitTails(tail);
    EXPECT_EQ(fits.hill.alpha, expected.hill.alpha);
    EXPECT_EQ(fits.ks.alpha, expected.ks.alpha);
    EXPECT_EQ(fits.ksRobust.alpha, expected.ksRobust.alpha);
    EXPECT_EQ(fits.hill.xminIndex, expected.hill.xminIndex + static_cast<std::ptrdiff_t>(zeros));
  }
  // Values just above the resolution: those below go on from there, and the median is that of all.
  std::vector<double> values(20, 0.0);
  values.insert(values.end(), tail.begin(), tail.end());
  EXPECT_EQ(fitTails(values, 0.5).hill.tailSize, 40);
}

TEST(PowerLaw, RefusesValuesOutOfOrder) {
  EXPECT_THROW(fitTails(std::vector<double>{1, 3, 2}), std::invalid_argument);
  EXPECT_THROW(fitAt(std::vector<double>{1, 2, 3}, 3), std::invalid_argument);
}

}  // namespace
}  // namespace tailcraft
