#include "model/activation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "names.h"

namespace tailcraft {
namespace {

template <typename Scalar>
Scalar at(Activation activation, Scalar z) {
  activate(activation, std::span(&z, 1));
  return z;
}

TEST(Activation, GeluIsZTimesTheNormalDistributionFunction) {
  EXPECT_DOUBLE_EQ(at(Activation::gelu, 1.0), 0.8413447460685429);
  EXPECT_DOUBLE_EQ(at(Activation::gelu, -1.0), -0.15865525393145707);
  EXPECT_EQ(at(Activation::gelu, 0.0), 0);
  EXPECT_EQ(at(Activation::gelu, 40.0), 40);
  // The left tail keeps its digits: 1 - erf would give 0 there.
  EXPECT_NEAR(at(Activation::gelu, -10.0) / -7.619853024160525e-23, 1, 1e-13);
  EXPECT_NEAR(at(Activation::gelu, -10.0F) / -7.6198530e-23, 1, 1e-5);
}

TEST(Activation, TheValueBesideTheSlopeIsTheValueAlone) {
  for (Activation activation : everyOf<Activation>()) {
    for (double z : {-3.0, -0.7, 0.0, 0.2, 5.0}) {
      double slope = z;
      double value = 0;
      activateWithSlope(activation, std::span(&slope, 1), std::span(&value, 1));
      EXPECT_EQ(value, at(activation, z)) << nameOf(activation) << " at " << z;
    }
  }
}

}  // namespace
}  // namespace tailcraft
