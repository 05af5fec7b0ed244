#include "data/teacher.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "names.h"

namespace tailcraft {
namespace {

/// E f(g) for g ~ N(0, 1) by the trapezoidal rule, exact to rounding for smooth f.
template <typename Function>
double gaussianMean(Function f) {
  constexpr int kPoints = 4000;
  constexpr double kRange = 12;
  double sum = 0;
  for (int k = -kPoints; k <= kPoints; ++k) {
    const double x = kRange * k / kPoints;
    sum += f(x) * std::exp(-x * x / 2);
  }
  return sum * kRange / kPoints / std::sqrt(2 * std::numbers::pi);
}

TEST(TeacherLink, CentredSoftplusHasMeanZero) {
  EXPECT_NEAR(gaussianMean([](double z) { return teacherLink(Teacher::centredSoftplus, z); }), 0,
              1e-13);
}

TEST(TeacherLink, HermitePolynomialsAreOrthogonal) {
  const Teacher links[] = {Teacher::he1, Teacher::he2, Teacher::he3};
  const double norms[] = {1, 2, 6};
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      const double product = gaussianMean(
          [&](double z) { return teacherLink(links[i], z) * teacherLink(links[j], z); });
      EXPECT_NEAR(product, i == j ? norms[i] : 0, 1e-10);
    }
  }
}

TEST(TeacherLink, ValuesAtAPoint) {
  EXPECT_DOUBLE_EQ(teacherLink(Teacher::softplus, 0), std::numbers::ln2);
  EXPECT_DOUBLE_EQ(teacherLink(Teacher::softplus, 800), 800);
  EXPECT_GT(teacherLink(Teacher::softplus, -700), 0);
  EXPECT_EQ(teacherLink(Teacher::relu, -2), 0);
  EXPECT_EQ(teacherLink(Teacher::sign, -0.5), -1);
  EXPECT_EQ(teacherLink(Teacher::sign, 0), 0);
}

TEST(Names, EveryWordReadsBack) {
  for (const auto& [value, word] : NameTable<Teacher>::entries) {
    EXPECT_EQ(parseName<Teacher>("teacher", word), value);
    EXPECT_EQ(nameOf(value), word);
  }
}

TEST(Names, AnUnknownWordNamesThoseAllowed) {
  try {
    parseName<OptimizerKind>("optimizer", "sgdd");
    FAIL() << "expected an exception";
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(),
                 "optimizer: unknown value 'sgdd', expected one of gd, adam, sign, muon");
  }
}

}  // namespace
}  // namespace tailcraft
