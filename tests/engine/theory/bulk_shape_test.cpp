#include "theory/bulk_shape.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "theory/random_matrix.h"

namespace tailcraft {
namespace {

using tailcraft::testing::direction;
using tailcraft::testing::gaussian;
using tailcraft::testing::spectrumOf;

TEST(BulkShape, FindsScaleAndAspectOfNoiseUnderSpikes) {
  std::mt19937_64 generator(3);
  for (const auto& [h, d] : {std::pair{450, 300}, {300, 600}, {300, 280}}) {
    Eigen::MatrixXd w = 0.6 * gaussian(h, d, generator);
    for (double strength : {60.0, 50.0})
      w += strength * direction(h, generator) * direction(d, generator).transpose();
    const auto eigenvalues = spectrumOf(w);
    const MarchenkoPastur law(h, d);
    const BulkLaw fixed = law.fit(eigenvalues);
    ASSERT_EQ(fixed.leftOut, 2);
    const BulkShape shape = fitBulkShape(eigenvalues, h, d, fixed.leftOut);
    const double aspect = static_cast<double>(std::max(h, d)) / std::min(h, d);
    EXPECT_NEAR(shape.aspect / aspect, 1, 0.03) << h << " x " << d;
    EXPECT_NEAR(shape.scale, 0.6, 0.012);
    EXPECT_LE(shape.ksDistance, fixed.ksDistance + 1e-4);  // one more parameter cannot fit worse
    EXPECT_NEAR(shape.upper / fixed.upper, 1, 0.02);
  }
}

TEST(BulkShape, CorrelatedRowsLookLikeFewerOfThem) {
  // Every row stands twice: the spectrum is that of half as many rows of twice the variance.
  std::mt19937_64 generator(4);
  const Eigen::MatrixXd half = gaussian(400, 200, generator);
  Eigen::MatrixXd w(800, 200);
  w << half, half;
  const auto eigenvalues = spectrumOf(w);
  const BulkShape shape = fitBulkShape(eigenvalues, 800, 200, 0);
  EXPECT_NEAR(shape.aspect, 2, 0.06);
  EXPECT_LT(shape.ksDistance, 0.02);
  EXPECT_GT(MarchenkoPastur(800, 200).fit(eigenvalues).ksDistance, 0.05);
}

TEST(BulkShape, DegenerateSpectraHaveDefinedAnswers) {
  EXPECT_TRUE(std::isnan(fitBulkShape({}, 5, 5, 0).aspect));
  EXPECT_TRUE(std::isnan(fitBulkShape(std::vector<double>(20, 0.0), 30, 20, 0).aspect));
  const std::vector<double> broken(20, std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(fitBulkShape(broken, 30, 20, 0).aspect));
  EXPECT_TRUE(std::isfinite(fitBulkShape(std::vector<double>(20, 3.0), 30, 20, 0).ksDistance));
}

}  // namespace
}  // namespace tailcraft
