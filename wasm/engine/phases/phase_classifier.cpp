#include "phases/phase_classifier.h"

#include <algorithm>

namespace tailcraft {

PhaseVerdict classify(const PhaseEvidence& e) {
  using namespace phase_thresholds;
  if (!e.finite) return {Phase::diverged, Criterion::notFinite};
  if (!(e.lambdaMax > 0)) return {Phase::rankCollapse, Criterion::zeroMatrix};
  if (!e.hasBulk) return {Phase::rankCollapse, Criterion::lowRank};
  if (e.dominantMass > kDominantMass && e.isolation > kIsolation)
    return {Phase::rankCollapse, Criterion::dominantGroup};

  if (e.isOneValue && e.bulkReach() > kReach) return {Phase::narrow, Criterion::narrowBulk};

  const double size = static_cast<double>(e.size);
  const double spikesAtMost = std::max(static_cast<double>(kSpikeCount), kSpikeShare * size);
  if (static_cast<double>(e.outliers) > spikesAtMost) {
    if (e.stretch() > kStretch) return {Phase::heavyTailed, Criterion::stretchedTail};
    return {Phase::bulkDecay, Criterion::manyOutliers};
  }
  if (e.bulkKsDistance > kBulkMisfit + 4 / size) {
    if (e.stretch() < 0) return {Phase::narrow, Criterion::narrowBulk};
    return {Phase::bulkDecay, Criterion::bulkMisfit};
  }
  if (e.outliers == 0) return {Phase::randomLike, Criterion::noOutlier};
  if (e.edgeDistance > kApart) return {Phase::bulkSpikes, Criterion::outliersApart};
  return {Phase::bleedingOut, Criterion::outliersAtEdge};
}

Phase classifyPhase(const CountedPart& part, const MarchenkoPastur& law, const TailFits& fits,
                    const BulkLaw& bulk) {
  return classify(gatherEvidence(part, law, fits, bulk)).phase;
}

}  // namespace tailcraft
