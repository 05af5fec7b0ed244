// Correlation coefficients against R's cor() (tests/fixtures/make_correlation_fixtures.R).

#include "statistics/correlation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "data/philox.h"
#include "fixture.h"

namespace tailcraft {
namespace {

using Numbers = std::vector<double>;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct ReferenceCase {
  std::string name;
  std::map<std::string, Numbers> lines;
};

std::vector<ReferenceCase> referenceCases() {
  std::vector<ReferenceCase> cases;
  for (const auto& line : testing::readFixture("correlation_reference.txt")) {
    if (line.word == "case") {
      cases.push_back({line.fields[0], {}});
    } else {
      cases.back().lines[line.word] = line.numbers();
    }
  }
  return cases;
}

TEST(Correlation, AgreesWithR) {
  const auto cases = referenceCases();
  ASSERT_EQ(cases.size(), 7);
  for (const auto& [name, lines] : cases) {
    const Correlations found = correlate(lines.at("x"), lines.at("y"), 4000, 5);
    const std::map<std::string, Correlation> byName = {
        {"pearson", found.pearson}, {"spearman", found.spearman}, {"kendall", found.kendall}};
    for (const auto& [method, ours] : byName) {
      const Numbers& theirs = lines.at(method);
      EXPECT_NEAR(ours.value, theirs[0], 1e-10) << name << ' ' << method;
      // 4000 replicates against 20000: the ends of an interval this wide move by a few percent.
      const double slack = 0.05 * (theirs[2] - theirs[1]);
      EXPECT_NEAR(ours.low, theirs[1], slack) << name << ' ' << method;
      EXPECT_NEAR(ours.high, theirs[2], slack) << name << ' ' << method;
    }
    EXPECT_EQ(found.dropped, name == "missing" ? 3 : 0);
    EXPECT_EQ(found.pairs + found.dropped, std::ssize(lines.at("x")));
  }
}

TEST(Correlation, IntervalHoldsTheTruthNineteenTimesOfTwenty) {
  const RandomStream random(3, Stream::teacher);
  int held = 0;
  constexpr int kSamples = 200;
  for (std::uint32_t s = 0; s < kSamples; ++s) {
    // y repeats x with probability 0.6, else it is drawn anew: every coefficient but Kendall's is
    // 0.6 for uniform numbers.
    Numbers x;
    Numbers y;
    for (std::uint32_t i = 0; i < 60; ++i) {
      const auto [first, second] = random.uniforms(s, 2 * i);
      x.push_back(first);
      y.push_back(random.uniforms(s, 2 * i + 1)[0] < 0.6 ? first : second);
    }
    const Correlation spearman = correlate(x, y, 400, s).spearman;
    held += spearman.low <= 0.6 && 0.6 <= spearman.high;
  }
  // Binomial: 190 +- 3; percentile intervals of small samples are somewhat too narrow.
  EXPECT_GE(held, 178);
}

TEST(Correlation, DoesNotDependOnTheOrderOfThePairsNorOnUnits) {
  const ReferenceCase line = referenceCases().front();
  Numbers x = line.lines.at("x");
  Numbers y = line.lines.at("y");
  const Correlations forward = correlate(x, y, 200, 1);
  std::reverse(x.begin(), x.end());
  std::reverse(y.begin(), y.end());
  const Correlations backward = correlate(x, y, 200, 1);
  EXPECT_EQ(forward.pearson.value, backward.pearson.value);
  EXPECT_EQ(forward.kendall.low, backward.kendall.low);
  EXPECT_EQ(forward.spearman.high, backward.spearman.high);
  for (double& value : x) value *= 1e200;
  for (double& value : y) value *= 1e-200;
  EXPECT_NEAR(correlate(x, y, 0, 1).pearson.value, forward.pearson.value, 1e-14);
}

TEST(Correlation, IsOneForTheSameOrderAndMinusOneForTheReverse) {
  const Numbers x = {1, 2, 3, 4, 5};
  const Numbers rising = {1, 10, 100, 1000, 10000};
  const Numbers falling = {5, 4, 3, 2, -7};
  const Correlations up = correlate(x, rising, 100, 1);
  EXPECT_EQ(up.spearman.value, 1);
  EXPECT_EQ(up.kendall.value, 1);
  EXPECT_LT(up.pearson.value, 0.9);
  EXPECT_EQ(up.spearman.low, 1);
  EXPECT_EQ(correlate(x, falling, 0, 1).kendall.value, -1);
  EXPECT_TRUE(std::isnan(correlate(x, falling, 0, 1).kendall.low));
}

TEST(Correlation, DoesNotExistOfTwoPairsNorOfAConstant) {
  const auto isNothing = [](const Correlations& found) {
    return std::isnan(found.pearson.value) && std::isnan(found.spearman.value) &&
           std::isnan(found.kendall.value) && std::isnan(found.kendall.low) &&
           std::isnan(found.pearson.high);
  };
  EXPECT_TRUE(isNothing(correlate(Numbers{}, Numbers{}, 50, 1)));
  EXPECT_TRUE(isNothing(correlate(Numbers{1, 2}, Numbers{1, 2}, 50, 1)));
  EXPECT_TRUE(isNothing(correlate(Numbers{1, 2, 3, 4}, Numbers{0.1, 0.1, 0.1, 0.1}, 50, 1)));
  const Correlations infinite =
      correlate(Numbers{1, 2, 3, kNaN}, Numbers{1, INFINITY, 2, 4}, 50, 1);
  EXPECT_TRUE(isNothing(infinite));
  EXPECT_EQ(infinite.pairs, 2);
  EXPECT_EQ(infinite.dropped, 2);
}

TEST(Correlation, RefusesListsOfDifferentLength) {
  EXPECT_THROW(correlate(Numbers{1, 2, 3}, Numbers{1, 2}, 10, 1), std::invalid_argument);
  EXPECT_THROW(correlate(Numbers{1, 2}, Numbers{1, 2}, -1, 1), std::invalid_argument);
}

}  // namespace
}  // namespace tailcraft
