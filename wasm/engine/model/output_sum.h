#pragma once

// The student's output sum_j a_j s_j in a fixed order.

#include <array>

#include "linalg/matrix.h"

namespace tailcraft {

/// Hidden units are summed in blocks of this size; the blocks are then added one after another in
/// turn. The order depends on nothing but h, so the bits do not depend on how work is split.
inline constexpr Index kUnitBlock = 64;

/// sum_j a_j s_j over `count` entries.
template <typename Scalar>
double outputSum(const double* a, const Scalar* s, Index count) {
  constexpr Index kLanes = 4;
  double total = 0;
  for (Index begin = 0; begin < count; begin += kUnitBlock) {
    const Index end = begin + kUnitBlock < count ? begin + kUnitBlock : count;
    std::array<double, kLanes> lanes{};
    Index j = begin;
    for (; j + kLanes <= end; j += kLanes) {
      for (Index lane = 0; lane < kLanes; ++lane) {
        lanes[lane] += a[j + lane] * static_cast<double>(s[j + lane]);
      }
    }
    for (Index lane = 0; j < end; ++j, ++lane) lanes[lane] += a[j] * static_cast<double>(s[j]);
    double block = 0;
    for (double lane : lanes) block += lane;
    total += block;
  }
  return total;
}

}  // namespace tailcraft
