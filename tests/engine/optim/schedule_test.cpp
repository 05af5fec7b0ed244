#include "optim/schedule.h"

#include <gtest/gtest.h>

namespace tailcraft {
namespace {

Schedule scheduled(ScheduleKind kind) {
  Config config;
  config.learningRate = 2;
  config.schedule = kind;
  config.steps = 8;
  config.stepSize = 3;
  config.gamma = 0.5;
  config.warmupSteps = 4;
  return Schedule(config);
}

TEST(Schedule, ConstantStaysAtTheBaseRate) {
  EXPECT_EQ(scheduled(ScheduleKind::constant).rate(0), 2);
  EXPECT_EQ(scheduled(ScheduleKind::constant).rate(99), 2);
}

TEST(Schedule, StepLrMultipliesEveryStepSizeSteps) {
  const auto schedule = scheduled(ScheduleKind::step);
  EXPECT_EQ(schedule.rate(2), 2);
  EXPECT_EQ(schedule.rate(3), 1);
  EXPECT_EQ(schedule.rate(6), 0.5);
}

TEST(Schedule, CosineFallsFromTheBaseRateToZero) {
  const auto schedule = scheduled(ScheduleKind::cosine);
  EXPECT_EQ(schedule.rate(0), 2);
  EXPECT_NEAR(schedule.rate(4), 1, 1e-15);
  EXPECT_EQ(schedule.rate(8), 0);
  EXPECT_EQ(schedule.rate(20), 0);
}

TEST(Schedule, WarmUpRisesLinearlyAndStays) {
  const auto schedule = scheduled(ScheduleKind::warmup);
  EXPECT_EQ(schedule.rate(0), 0.5);
  EXPECT_EQ(schedule.rate(3), 2);
  EXPECT_EQ(schedule.rate(30), 2);
}

}  // namespace
}  // namespace tailcraft
