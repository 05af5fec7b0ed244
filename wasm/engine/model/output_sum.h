#pragma once

// The student's output sum_j a_j s_j in a fixed order.

#include <algorithm>
#include <array>

#include "linalg/simd.h"

namespace tailcraft {

/// Hidden units are summed in blocks of this size; the blocks are then added one after another in
/// turn. The order depends on nothing but h, so the bits do not depend on how work is split.
inline constexpr Index kUnitBlock = 64;

inline Index unitBlocks(Index units) { return (units + kUnitBlock - 1) / kUnitBlock; }

/// sum_j a_j s_j over the `count` <= kUnitBlock units of one block.
template <typename Scalar>
double blockSum(const double* a, const Scalar* s, Index count) {
  simd::Vec<double> lanes01{};
  simd::Vec<double> lanes23{};
  Index j = 0;
  for (; j + 4 <= count; j += 4) {
    lanes01 += simd::load(a + j) * simd::loadAsDouble(s + j);
    lanes23 += simd::load(a + j + 2) * simd::loadAsDouble(s + j + 2);
  }
  std::array<double, 4> lanes{lanes01[0], lanes01[1], lanes23[0], lanes23[1]};
  for (Index lane = 0; j < count; ++j, ++lane) lanes[lane] += a[j] * static_cast<double>(s[j]);
  double sum = 0;
  for (double lane : lanes) sum += lane;
  return sum;
}

/// Calls take(block, sum) for every block of `count` units, in turn.
template <typename Scalar, typename Take>
void forEachBlockSum(const double* a, const Scalar* s, Index count, Take&& take) {
  for (Index block = 0; block < unitBlocks(count); ++block) {
    const Index begin = block * kUnitBlock;
    take(block, blockSum(a + begin, s + begin, std::min(kUnitBlock, count - begin)));
  }
}

/// sum_j a_j s_j over `count` entries.
template <typename Scalar>
double outputSum(const double* a, const Scalar* s, Index count) {
  double total = 0;
  forEachBlockSum(a, s, count, [&](Index /*block*/, double sum) { total += sum; });
  return total;
}

}  // namespace tailcraft
