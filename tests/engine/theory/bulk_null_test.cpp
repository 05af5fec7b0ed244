#include "theory/bulk_null.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "theory/random_matrix.h"
#include "theory/tracy_widom.h"

namespace tailcraft {
namespace {

using tailcraft::testing::gaussian;
using tailcraft::testing::spectrumOf;

TEST(BulkNull, HasTheSpectraOfGaussianMatrices) {
  const BulkNull null(60, 40, 3);
  std::mt19937_64 generator(4);
  constexpr int kDraws = 400;
  double traceNull = 0, traceReal = 0, topNull = 0, topReal = 0, leastNull = 0, leastReal = 0;
  for (int r = 0; r < kDraws; ++r) {
    const auto simulated = null.spectrum(r);
    const auto drawn = spectrumOf(gaussian(60, 40, generator));
    ASSERT_EQ(simulated.size(), 40u);
    ASSERT_TRUE(std::is_sorted(simulated.begin(), simulated.end()));
    for (double x : simulated) traceNull += x / kDraws;
    for (double x : drawn) traceReal += x / kDraws;
    topNull += simulated.back() / kDraws;
    topReal += drawn.back() / kDraws;
    leastNull += simulated.front() / kDraws;
    leastReal += drawn.front() / kDraws;
  }
  // The trace is chi-square with 2400 degrees: standard error 69 / 20.
  EXPECT_NEAR(traceNull, 2400, 3 * 3.5);
  EXPECT_NEAR(traceReal, 2400, 3 * 3.5);
  // Tracy-Widom: standard deviation 1.27 widths.
  const double error = 1.27 * edgeScaling(60, 40).width / std::sqrt(kDraws);
  EXPECT_NEAR(topNull, topReal, 3 * std::sqrt(2.0) * error);
  EXPECT_NEAR(leastNull / leastReal, 1, 0.12);
}

TEST(BulkNull, PValueIsUniformForNoise) {
  BulkNull null(150, 100, 1);
  EXPECT_TRUE(std::isnan(null.pValue(0.01)));
  null.advance(200);
  EXPECT_EQ(null.replicates(), 200);
  const MarchenkoPastur law(150, 100);
  std::mt19937_64 generator(6);
  int below = 0;
  constexpr int kMatrices = 60;
  for (int i = 0; i < kMatrices; ++i)
    below += null.pValue(law.fit(spectrumOf(gaussian(150, 100, generator))).ksDistance) < 0.5;
  // Binomial: 30 +- 3.9.
  EXPECT_NEAR(below, 30, 12);
  // Entries with a heavy tail give another bulk.
  Eigen::MatrixXd heavy = gaussian(150, 100, generator);
  for (double& x : heavy.reshaped()) x = std::pow(x, 5);
  EXPECT_LT(null.pValue(law.fit(spectrumOf(heavy)).ksDistance), 0.02);
  EXPECT_TRUE(std::isnan(null.pValue(std::numeric_limits<double>::quiet_NaN())));
}

TEST(BulkNull, WorksForTheSmallestShapes) {
  EXPECT_EQ(BulkNull(1, 1, 1).spectrum(0).size(), 1u);
  EXPECT_EQ(BulkNull(2, 5, 1).spectrum(7).size(), 2u);
  EXPECT_EQ(BulkNull(3, 9, 1).spectrum(2), BulkNull(9, 3, 1).spectrum(2));
  EXPECT_THROW(BulkNull(0, 5, 1), std::invalid_argument);
}

}  // namespace
}  // namespace tailcraft
