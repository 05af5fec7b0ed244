#include "linalg/hyperbolic.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace tailcraft {
namespace {

template <typename Scalar>
void expectAccurate(long double tolerance) {
  for (int k = -4000; k <= 4000; ++k) {
    const auto z = static_cast<Scalar>(k * 0.005 + k * std::abs(k) * 1e-7);
    const auto result = simd::tanhAndSlope<Scalar>(simd::widen(simd::broadcast(z)));
    const long double expected = std::tanh(static_cast<long double>(z));
    const long double cosh = std::cosh(static_cast<long double>(z));
    EXPECT_NEAR(result.value[0], expected, tolerance * std::abs(expected)) << z;
    // exp turns the rounding of its argument into a relative error: 2|z| more.
    EXPECT_NEAR(result.slope[1], 1 / (cosh * cosh), tolerance * (2 + std::abs(z)) / (cosh * cosh))
        << z;
  }
}

TEST(TanhAndSlope, HasASmallRelativeErrorInFloat) { expectAccurate<float>(2e-7L); }
TEST(TanhAndSlope, HasASmallRelativeErrorInDouble) { expectAccurate<double>(4e-16L); }

TEST(TanhAndSlope, AtTheEnds) {
  const auto zero = simd::tanhAndSlope<double>(simd::widen(simd::broadcast(0.0)));
  EXPECT_EQ(zero.value[0], 0);
  EXPECT_EQ(zero.slope[0], 1);
  const auto huge = simd::tanhAndSlope<float>(simd::widen(simd::broadcast(-3e38F)));
  EXPECT_EQ(huge.value[0], -1);
  EXPECT_LT(huge.slope[0], 1e-35F);
  const auto nan = simd::tanhAndSlope<double>(simd::widen(simd::broadcast(std::nan(""))));
  EXPECT_TRUE(std::isnan(nan.value[0]));
  EXPECT_TRUE(std::isnan(nan.slope[0]));
}

}  // namespace
}  // namespace tailcraft
