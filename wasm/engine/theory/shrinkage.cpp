#include "theory/shrinkage.h"

#include <algorithm>
#include <cmath>

#include "theory/spiked_model.h"

namespace tailcraft {

// With theta the strength behind the observed value, l and r the cosines between observed and true
// singular vectors (the roots of the overlaps) and l', r' the sines, the best values are theta for
// the operator norm, theta l r for the Frobenius and theta max(0, l r - l' r') for the nuclear
// norm. All vanish where the spike is not detached.
double shrinkSingularValue(int h, int d, double scale, double singularValue, ShrinkageLoss loss) {
  const double strength = strengthOf(h, d, scale, singularValue * singularValue);
  const Spike spike = predictSpike(h, d, scale, strength);
  if (!spike.detached) return 0;
  const double kept = std::sqrt(spike.leftOverlap * spike.rightOverlap);
  switch (loss) {
    case ShrinkageLoss::operatorNorm:
      return strength;
    case ShrinkageLoss::nuclear: {
      const double lost = std::sqrt((1 - spike.leftOverlap) * (1 - spike.rightOverlap));
      return strength * std::max(0.0, kept - lost);
    }
    case ShrinkageLoss::frobenius:
      break;
  }
  return strength * kept;
}

std::vector<double> shrinkSingularValues(int h, int d, double scale,
                                         std::span<const double> singularValues,
                                         ShrinkageLoss loss) {
  std::vector<double> result;
  result.reserve(singularValues.size());
  for (double value : singularValues)
    result.push_back(shrinkSingularValue(h, d, scale, value, loss));
  return result;
}

double optimalHardThreshold(int h, int d, double scale) {
  spikeThreshold(h, d, scale);  // refuses bad shapes and scales
  const double large = std::max(h, d);
  const double ratio = std::min(h, d) / large;
  const double root = std::sqrt(ratio * ratio + 14 * ratio + 1);
  return scale * std::sqrt(large * (2 * (ratio + 1) + 8 * ratio / (ratio + 1 + root)));
}

}  // namespace tailcraft
