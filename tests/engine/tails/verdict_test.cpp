#include "tails/verdict.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tails/reference.h"

namespace tailcraft {
namespace {

using tailcraft::testing::ReferenceSample;
using tailcraft::testing::referenceSamples;

constexpr double kNotComputed = std::numeric_limits<double>::quiet_NaN();

TailVerdict judge(const std::vector<double>& values, double goodness) {
  return judgeTail(fitAt(values, 0), std::ssize(values), compareTailLaws(values, 0), goodness);
}

TEST(TailVerdict, FollowsTheTests) {
  for (const ReferenceSample& sample : referenceSamples()) {
    const TailVerdict verdict = judge(sample.values, kNotComputed);
    EXPECT_EQ(verdict.tailSize, 300);
    if (sample.name == "exponential" || sample.name == "lognormal") {
      // Beaten by every other law.
      EXPECT_TRUE(verdict.support == Support::none || verdict.support == Support::withCutoff);
      EXPECT_LT(verdict.R, -4);
      EXPECT_LT(verdict.pValue, 1e-4);
    }
    if (sample.name == "pareto") {
      EXPECT_TRUE(verdict.support == Support::moderate || verdict.support == Support::withCutoff);
      EXPECT_EQ(verdict.rival, TailLaw::stretchedExponential);
      EXPECT_NEAR(verdict.R, -1.0585, 1e-3);
    }
    if (sample.name == "cutoff") {
      EXPECT_EQ(verdict.support, Support::withCutoff);
      EXPECT_EQ(verdict.best, TailLaw::truncatedPowerLaw);
    }
  }
}

TEST(TailVerdict, GoodnessOfFitRulesOut) {
  std::vector<double> pareto;
  for (int i = 0; i < 400; ++i) pareto.push_back(std::pow(1 - (i + 0.5) / 400, -1 / 0.9));
  EXPECT_NE(judge(pareto, 0.6).support, Support::none);
  EXPECT_EQ(judge(pareto, 0.02).support, Support::none);
}

TEST(TailVerdict, NeedsATail) {
  EXPECT_EQ(judge({1, 2, 3, 5, 9}, 0.5).support, Support::undetermined);
  EXPECT_EQ(judge(std::vector<double>(40, 1.0), 0.5).support, Support::undetermined);
  // All within a few per cent of x_min: too short for any law.
  std::vector<double> shallow;
  for (int i = 0; i < 80; ++i) shallow.push_back(1 + 0.001 * i);
  EXPECT_GT(fitAt(shallow, 0).alpha, 20);
  EXPECT_EQ(judge(shallow, 0.5).support, Support::undetermined);
}

}  // namespace
}  // namespace tailcraft
