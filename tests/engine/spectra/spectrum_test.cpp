#include "spectra/spectrum.h"

#include <gtest/gtest.h>

#include <vector>

namespace tailcraft {
namespace {

double participation(const std::vector<double>& eigenvalues) {
  return summarize(eigenvalues).participationRatio;
}

TEST(ParticipationRatio, CountsEqualEigenvalues) {
  EXPECT_DOUBLE_EQ(participation({2, 2, 2, 2, 2}), 5);
  EXPECT_DOUBLE_EQ(participation({0, 0, 3}), 1);
  EXPECT_DOUBLE_EQ(participation({1, 2, 3}), 36.0 / 14);
  EXPECT_EQ(participation({0, 0}), 0);
}

TEST(ParticipationRatio, DoesNotDependOnTheScaleHoweverLarge) {
  for (double scale : {0x1p-1000, 0x1p-600, 0x1p600, 0x1p1000}) {
    EXPECT_DOUBLE_EQ(participation({scale, 2 * scale, 3 * scale}), 36.0 / 14) << scale;
  }
}

}  // namespace
}  // namespace tailcraft
