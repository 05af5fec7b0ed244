#include "optim/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tailcraft {

Schedule::Schedule(const Config& config)
    : kind(config.schedule),
      baseRate(config.learningRate),
      stepSize(config.stepSize),
      gamma(config.gamma),
      warmupSteps(config.warmupSteps),
      horizon(std::max(config.steps, 1)) {}

double Schedule::rate(int t) const {
  switch (kind) {
    case ScheduleKind::constant:
      return baseRate;
    case ScheduleKind::step:
      return baseRate * std::pow(gamma, t / stepSize);
    case ScheduleKind::cosine:
      return t < horizon ? baseRate * (1 + std::cos(std::numbers::pi * t / horizon)) / 2 : 0.0;
    case ScheduleKind::warmup:
      return baseRate * std::min(1.0, (t + 1.0) / warmupSteps);
  }
  return baseRate;
}

}  // namespace tailcraft
