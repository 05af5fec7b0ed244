#pragma once

#include "config.h"

namespace tailcraft {

/// Learning rate as a function of the optimiser step.
struct Schedule {
  ScheduleKind kind = ScheduleKind::constant;
  double baseRate = 0;  ///< eta
  int stepSize = 1;     ///< StepLR: steps between two multiplications
  double gamma = 1;     ///< StepLR: factor
  int warmupSteps = 1;  ///< warm-up: steps until the base rate is reached
  int horizon = 1;      ///< cosine: steps until the rate is zero

  explicit Schedule(const Config& config);

  /// Rate of step t = 0, 1, ...
  ///   constant  eta
  ///   step      eta gamma^floor(t / stepSize)
  ///   cosine    eta (1 + cos(pi t / horizon)) / 2
  ///   warmup    eta min(1, (t + 1) / warmupSteps)
  double rate(int t) const;
};

}  // namespace tailcraft
