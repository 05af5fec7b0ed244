#pragma once

#include <numbers>

namespace tailcraft {

/// The place of the minimum of f on [low, high], where f has one valley. `evaluations` calls of f
/// leave an interval 0.618^(evaluations - 1) times as long.
template <typename Function>
double goldenSection(Function&& f, double low, double high, int evaluations) {
  constexpr double kRatio = 1.0 / std::numbers::phi;
  double left = high - kRatio * (high - low);
  double right = low + kRatio * (high - low);
  double atLeft = f(left);
  double atRight = f(right);
  for (int i = 2; i < evaluations; ++i) {
    if (atLeft < atRight) {
      high = right;
      right = left;
      atRight = atLeft;
      left = high - kRatio * (high - low);
      atLeft = f(left);
    } else {
      low = left;
      left = right;
      atLeft = atRight;
      right = low + kRatio * (high - low);
      atRight = f(right);
    }
  }
  return atLeft < atRight ? left : right;
}

}  // namespace tailcraft
