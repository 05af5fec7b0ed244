#include "theory/hermite.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "data/teacher.h"
#include "names.h"

namespace tailcraft {
namespace {

TEST(Hermite, PolynomialsHaveOneCoefficient) {
  for (const auto& [teacher, degree] :
       {std::pair{Teacher::he1, 1}, {Teacher::he2, 2}, {Teacher::he3, 3}, {Teacher::identity, 1}}) {
    const auto c = hermiteCoefficients(teacher, 8);
    for (int k = 0; k < 8; ++k)
      EXPECT_NEAR(c[k], k == degree ? std::sqrt(std::tgamma(degree + 1.0)) : 0, 1e-12) << k;
    EXPECT_EQ(informationExponent(c), degree);
  }
}

TEST(Hermite, KnownExpansions) {
  using std::numbers::pi;
  // relu: E = 1/sqrt(2 pi), c_1 = 1/2, c_2 = 1/(2 sqrt(pi)); sign: c_1 = sqrt(2/pi), c_2 = 0.
  const auto relu = hermiteCoefficients(Teacher::relu, 4);
  EXPECT_NEAR(relu[0], 1 / std::sqrt(2 * pi), 1e-13);
  EXPECT_NEAR(relu[1], 0.5, 1e-13);
  EXPECT_NEAR(relu[2], 1 / (2 * std::sqrt(pi)), 1e-13);
  EXPECT_NEAR(relu[3], 0, 1e-13);
  const auto sign = hermiteCoefficients(Teacher::sign, 3);
  EXPECT_NEAR(sign[1], std::sqrt(2 / pi), 1e-13);
  EXPECT_NEAR(sign[2], 0, 1e-13);
  // softplus is z / 2 plus an even function.
  const auto softplus = hermiteCoefficients(Teacher::softplus, 6);
  EXPECT_NEAR(softplus[0], kMeanSoftplus, 1e-13);
  EXPECT_NEAR(softplus[1], 0.5, 1e-13);
  EXPECT_NEAR(softplus[3], 0, 1e-13);
  EXPECT_NEAR(hermiteCoefficients(Teacher::centredSoftplus, 2)[0], 0, 1e-13);
}

TEST(Hermite, CoefficientsCarryTheSecondMoment) {
  for (Teacher teacher : everyOf<Teacher>()) {
    double sum = 0;
    for (double c : hermiteCoefficients(teacher, 32)) sum += c * c;
    // With a kink or a jump the coefficients fall slowly: what is left out of 32 is known.
    const double missing = teacher == Teacher::relu ? 4e-4 : teacher == Teacher::sign ? 0.1 : 1e-5;
    EXPECT_LE(sum, secondMoment(teacher) * (1 + 1e-12)) << nameOf(teacher);
    EXPECT_NEAR(sum, secondMoment(teacher), missing) << nameOf(teacher);
  }
  EXPECT_NEAR(secondMoment(Teacher::sign), 1, 1e-12);
  EXPECT_NEAR(secondMoment(Teacher::relu), 0.5, 1e-12);
}

TEST(Hermite, Gelu) {
  // z Phi(z) is z / 2 plus an even function. c_0 = E phi(z) by Stein, mu_2 = E sigma'' with
  // sigma'' = (2 - z^2) phi, and the means of squares follow from E Phi^2 = 1 / 3.
  using std::numbers::pi;
  const auto c = hermiteCoefficients(Activation::gelu, 32);
  EXPECT_NEAR(c[0], 1 / (2 * std::sqrt(pi)), 1e-13);
  EXPECT_NEAR(c[1], 0.5, 1e-13);
  EXPECT_NEAR(c[2] * std::sqrt(2.0), 3 / (4 * std::sqrt(pi)), 1e-13);
  EXPECT_NEAR(c[3], 0, 1e-13);
  const ActivationMoments gelu = activationMoments(Activation::gelu);
  const double sqrt3 = std::sqrt(3.0);
  EXPECT_NEAR(gelu.square, 1 / 3.0 + 1 / (2 * pi * sqrt3), 1e-12);
  EXPECT_NEAR(gelu.slope, 0.5, 1e-12);
  EXPECT_NEAR(gelu.slopeSquare, 1 / 3.0 + 2 / (3 * pi * sqrt3), 1e-12);
}

/// What holds for every activation: the slope's mean is c_1 (Stein), and the squares of the
/// coefficients add up to the mean square.
TEST(Hermite, EveryActivationKeepsSteinAndParseval) {
  for (Activation activation : everyOf<Activation>()) {
    const auto c = hermiteCoefficients(activation, 32);
    const ActivationMoments moments = activationMoments(activation);
    EXPECT_NEAR(moments.slope, c[1], 1e-12) << nameOf(activation);
    EXPECT_GE(moments.slopeSquare, moments.slope * moments.slope) << nameOf(activation);
    double sum = 0;
    for (double each : c) sum += each * each;
    EXPECT_NEAR(sum, moments.square, activation == Activation::relu ? 4e-4 : 1e-5)
        << nameOf(activation);
  }
}

TEST(Hermite, ActivationMoments) {
  const ActivationMoments relu = activationMoments(Activation::relu);
  EXPECT_NEAR(relu.square, 0.5, 1e-12);
  EXPECT_NEAR(relu.slope, 0.5, 1e-12);
  EXPECT_NEAR(relu.slopeSquare, 0.5, 1e-12);
  // E erf'(z) = (2 / sqrt(pi)) / sqrt(3), E erf'(z)^2 = (4 / pi) / sqrt(5).
  const ActivationMoments erf = activationMoments(Activation::erf);
  EXPECT_NEAR(erf.slope, 2 / std::sqrt(3 * std::numbers::pi), 1e-12);
  EXPECT_NEAR(erf.slopeSquare, 4 / (std::numbers::pi * std::sqrt(5.0)), 1e-12);
  // The slope is the first coefficient (Stein), and tanh' = 1 - tanh^2.
  const ActivationMoments tanh = activationMoments(Activation::tanh);
  EXPECT_NEAR(tanh.slope, hermiteCoefficients(Activation::tanh, 2)[1], 1e-12);
  EXPECT_NEAR(tanh.slope, 1 - tanh.square, 1e-12);
}

TEST(Hermite, RefusesAnOddCount) {
  EXPECT_THROW(hermiteCoefficients(Teacher::relu, 0), std::invalid_argument);
  EXPECT_THROW(hermiteCoefficients(Teacher::relu, 33), std::invalid_argument);
  EXPECT_EQ(informationExponent({1, 0, 0}), 0);
}

}  // namespace
}  // namespace tailcraft
