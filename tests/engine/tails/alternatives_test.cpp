#include "tails/alternatives.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/quadrature/exp_sinh.hpp>
#include <cmath>
#include <limits>
#include <random>

#include "tails/reference.h"

namespace tailcraft {
namespace {

using tailcraft::testing::ReferenceSample;
using tailcraft::testing::referenceSamples;

constexpr std::array kNames = {"powerLaw", "exponential", "logNormal", "truncatedPowerLaw",
                               "stretchedExponential"};

const char* name(TailLaw law) { return kNames[static_cast<std::size_t>(law)]; }

/// The package's parameters in this engine's terms.
std::vector<double> translated(TailLaw law, std::vector<double> p) {
  if (law == TailLaw::stretchedExponential) return {std::pow(p[1], -p[0]), p[0]};
  return p;
}

TEST(Alternatives, FitsAgreeWithAnIndependentImplementation) {
  int compared = 0;
  for (const ReferenceSample& sample : referenceSamples()) {
    for (TailLaw law : kTailLaws) {
      SCOPED_TRACE(sample.name + " " + name(law));
      const auto& expected = sample.laws.at(name(law));
      const LawFit fit = fitLaw(law, sample.values);
      ASSERT_EQ(fit.status, FitStatus::ok);
      // A maximum: never below, and above by no more than their optimiser left.
      EXPECT_GT(fit.logLikelihood, expected.logLikelihood - 1e-7);
      EXPECT_LT(fit.logLikelihood, expected.logLikelihood + 1e-4);
      const auto parameters = translated(law, expected.parameters);
      EXPECT_NEAR(fit.first, parameters[0], 2e-3 * std::abs(parameters[0]));
      if (parameters.size() > 1) {
        EXPECT_NEAR(fit.second, parameters[1], 2e-3 * std::abs(parameters[1]));
      }
      ++compared;
    }
  }
  EXPECT_EQ(compared, 25);
}

TEST(Alternatives, VuongAgreesWithAnIndependentImplementation) {
  int compared = 0;
  for (const ReferenceSample& sample : referenceSamples()) {
    const LawComparisons all = compareTailLaws(sample.values, 0);
    ASSERT_EQ(all.pairs.size(), 10u);
    for (const auto& expected : sample.vuong) {
      const auto pair =
          std::find_if(all.pairs.begin(), all.pairs.end(), [&](const Comparison& candidate) {
            return name(candidate.first) == expected.first &&
                   name(candidate.second) == expected.second;
          });
      ASSERT_NE(pair, all.pairs.end());
      EXPECT_FALSE(pair->nested);
      // They divide by n - 1, the review by n.
      const auto n = static_cast<double>(sample.values.size());
      const double R = expected.statistic * std::sqrt(n / (n - 1));
      EXPECT_NEAR(pair->R, R, 1e-3 * std::abs(R) + 1e-3)
          << sample.name << ": " << expected.first << " against " << expected.second;
      EXPECT_NEAR(pair->pValue, expected.pValue, 4e-3 + 0.02 * expected.pValue);
      ++compared;
    }
  }
  EXPECT_EQ(compared, 30);
}

TEST(Alternatives, DensitiesIntegrateToOne) {
  boost::math::quadrature::exp_sinh<double> integrator;
  for (const ReferenceSample& sample : referenceSamples()) {
    for (TailLaw law : kTailLaws) {
      const LawFit fit = fitLaw(law, sample.values);
      const double mass =
          integrator.integrate([&](double x) { return std::exp(logDensity(fit, x)); }, fit.xmin,
                               std::numeric_limits<double>::infinity());
      EXPECT_NEAR(mass, 1, 1e-7) << sample.name << " " << name(law);
      EXPECT_EQ(logDensity(fit, 0.5 * fit.xmin), -std::numeric_limits<double>::infinity());
    }
  }
}

TEST(Alternatives, TellsTheLawsOfLargeSamplesApart) {
  std::mt19937_64 generator(4);
  std::lognormal_distribution<double> lognormal(1, 0.5);
  std::exponential_distribution<double> exponential(2);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::vector<double> a, b, c;
  while (a.size() < 3000)
    if (const double x = lognormal(generator); x > 1) a.push_back(x);
  while (b.size() < 3000) b.push_back(1 + exponential(generator));
  while (c.size() < 3000) c.push_back(std::pow(uniform(generator), -1 / 1.2));
  for (auto* sample : {&a, &b, &c}) std::sort(sample->begin(), sample->end());

  const auto R = [](const std::vector<double>& sample, TailLaw first, TailLaw second) {
    return compareLaws(sample, fitLaw(first, sample), fitLaw(second, sample)).R;
  };
  EXPECT_GT(R(a, TailLaw::logNormal, TailLaw::powerLaw), 3);
  EXPECT_GT(R(a, TailLaw::logNormal, TailLaw::exponential), 3);
  EXPECT_GT(R(b, TailLaw::exponential, TailLaw::powerLaw), 3);
  EXPECT_GT(R(c, TailLaw::powerLaw, TailLaw::exponential), 3);
  // The law with a cut-off contains both: it never loses, and its gain on its own parts is chance.
  const Comparison nested =
      compareLaws(c, fitLaw(TailLaw::powerLaw, c), fitLaw(TailLaw::truncatedPowerLaw, c));
  EXPECT_TRUE(nested.nested);
  EXPECT_LE(nested.logLikelihoodRatio, 0);
  EXPECT_GT(nested.pValue, 0.05);
  EXPECT_LT(
      compareLaws(b, fitLaw(TailLaw::powerLaw, b), fitLaw(TailLaw::truncatedPowerLaw, b)).pValue,
      1e-10);
}

TEST(Alternatives, TailsHeavierThanAPowerLawFallBackToIt) {
  // A log that is itself spread wider than exponentially: log-normal and cut-off have nothing to
  // add.
  std::vector<double> tail;
  for (int i = 0; i < 60; ++i) tail.push_back(std::exp(std::pow(i / 20.0, 3)));
  const LawFit powerLaw = fitLaw(TailLaw::powerLaw, tail);
  for (TailLaw law :
       {TailLaw::logNormal, TailLaw::truncatedPowerLaw, TailLaw::stretchedExponential}) {
    const LawFit fit = fitLaw(law, tail);
    EXPECT_GE(fit.logLikelihood, powerLaw.logLikelihood - 1e-9) << name(law);
  }
  const LawFit logNormal = fitLaw(TailLaw::logNormal, tail);
  EXPECT_TRUE(logNormal.isPowerLaw);
  const Comparison same = compareLaws(tail, powerLaw, logNormal);
  EXPECT_EQ(same.R, 0);
  EXPECT_EQ(same.pValue, 1);
}

TEST(Alternatives, ScaleOfTheValuesDoesNotMatter) {
  auto sample = referenceSamples()[1].values;
  const LawComparisons before = compareTailLaws(sample, 50);
  for (double& x : sample) x *= 4096e6;
  const LawComparisons after = compareTailLaws(sample, 50);
  for (std::size_t i = 0; i < before.pairs.size(); ++i)
    EXPECT_NEAR(after.pairs[i].R, before.pairs[i].R, 1e-6 * (1 + std::abs(before.pairs[i].R)));
}

TEST(Alternatives, HugeOutliersAreHandled) {
  // A collapsed spectrum: one eigenvalue 10^7 times the rest.
  std::vector<double> tail;
  for (int i = 0; i < 100; ++i) tail.push_back(1 + 0.02 * i);
  tail.push_back(1e7);
  for (const LawFit& fit : compareTailLaws(tail, 0).fits) {
    EXPECT_EQ(fit.status, FitStatus::ok);
    EXPECT_TRUE(std::isfinite(fit.logLikelihood)) << name(fit.law);
  }
}

TEST(Alternatives, DegenerateTailsHaveDefinedAnswers) {
  for (const std::vector<double>& tail : {std::vector<double>{},
                                          {2.0},
                                          {3.0, 3.0, 3.0},
                                          {0.0, 1.0},
                                          {1.0, std::numeric_limits<double>::quiet_NaN()}}) {
    for (TailLaw law : kTailLaws) {
      const LawFit fit = fitLaw(law, tail);
      EXPECT_EQ(fit.status, FitStatus::degenerate);
      EXPECT_TRUE(std::isnan(fit.logLikelihood));
      EXPECT_TRUE(std::isnan(compareLaws(tail, fit, fit).R));
    }
  }
  // Two different values are enough for every law to have an answer.
  for (TailLaw law : kTailLaws)
    EXPECT_TRUE(std::isfinite(fitLaw(law, std::vector<double>{1.0, 2.0}).logLikelihood));
  EXPECT_THROW(fitLaw(TailLaw::powerLaw, std::vector<double>{2, 1}), std::invalid_argument);
  EXPECT_THROW(compareTailLaws(std::vector<double>{1, 2}, 2), std::invalid_argument);
}

}  // namespace
}  // namespace tailcraft
