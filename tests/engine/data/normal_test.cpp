#include "data/normal.h"

#include <gtest/gtest.h>

#include <boost/math/special_functions/erf.hpp>
#include <cmath>

namespace tailcraft {
namespace {

TEST(NormalQuantile, AgreesWithBoostOverTheWholeInterval) {
  for (int k = 1; k < 4000; ++k) {
    const double p = k / 4000.0;
    const double expected = -std::sqrt(2.0) * boost::math::erfc_inv(2 * p);
    EXPECT_NEAR(normalQuantile(p), expected, 4e-16 + 4e-15 * std::abs(expected)) << "p = " << p;
  }
  for (double p = 1e-3; p > 1e-300; p *= 0.03) {
    const double expected = -std::sqrt(2.0) * boost::math::erfc_inv(2 * p);
    EXPECT_NEAR(normalQuantile(p), expected, 4e-15 * std::abs(expected)) << "p = " << p;
  }
}

TEST(FillNormal, HasTheMomentsOfTheNormalLaw) {
  Matrix<double> m(1000, 400);
  fillNormal(RandomStream(3, Stream::trainInputs), m);
  const auto count = static_cast<double>(m.size());
  EXPECT_NEAR(m.mean(), 0, 4 / std::sqrt(count));
  EXPECT_NEAR(m.array().square().mean(), 1, 4 * std::sqrt(2 / count));
  EXPECT_NEAR(m.array().pow(4).mean(), 3, 4 * std::sqrt(96 / count));
}

TEST(FillNormal, ALargerMatrixContainsTheSmallerOne) {
  Matrix<double> small(3, 5);
  Matrix<double> large(7, 9);
  const RandomStream stream(11, Stream::firstLayer);
  fillNormal(stream, small);
  fillNormal(stream, large);
  EXPECT_EQ(large.topLeftCorner(3, 5), small);
}

TEST(FillNormal, FloatIsTheRoundedDouble) {
  Matrix<double> exact(4, 7);
  Matrix<float> rounded(4, 7);
  const RandomStream stream(2, Stream::probeInputs);
  fillNormal(stream, exact);
  fillNormal(stream, rounded);
  EXPECT_EQ(rounded, exact.cast<float>());
}

// The bits are part of every link that was ever shared: a change here changes what links show.
TEST(FillNormal, FirstDrawsOfSeedOneNeverChange) {
  Matrix<double> m(2, 2);
  fillNormal(RandomStream(1, Stream::firstLayer), m);
  EXPECT_EQ(m(0, 0), -0x1.c1561a7013f1cp+0);
  EXPECT_EQ(m(1, 1), 0x1.f1b00c6ec447p-5);
}

}  // namespace
}  // namespace tailcraft
