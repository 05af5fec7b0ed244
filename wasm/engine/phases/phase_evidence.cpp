#include "phases/phase_evidence.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "theory/tracy_widom.h"

namespace tailcraft {
namespace {

void findDominantGroup(std::span<const double> ascending, double total, PhaseEvidence& evidence) {
  const std::ptrdiff_t p = std::ssize(ascending);
  const std::ptrdiff_t most = std::min(largestDominantRank(p), p - 1);
  double mass = 0;
  for (std::ptrdiff_t k = 1; k <= most; ++k) {
    mass += ascending[p - k];
    if (!(mass > 0.5 * total)) continue;
    const double isolation = isolationAfter(ascending, k);
    if (isolation > evidence.isolation) {
      evidence.dominantRank = k;
      evidence.dominantMass = mass / total;
      evidence.isolation = isolation;
    }
  }
}

}  // namespace

std::ptrdiff_t largestDominantRank(std::ptrdiff_t p) { return std::max<std::ptrdiff_t>(1, p / 50); }

double isolationAfter(std::span<const double> ascending, std::ptrdiff_t k) {
  constexpr std::ptrdiff_t kFollowing = 9;
  const std::ptrdiff_t next = std::ssize(ascending) - 1 - k;
  if (next < 0 || !(ascending[next] > 0)) return std::numeric_limits<double>::infinity();
  if (next == 0) return 0;
  std::ptrdiff_t last = std::max<std::ptrdiff_t>(0, next - (kFollowing - 1));
  while (ascending[last] <= 0) ++last;
  const double step = std::log(ascending[next + 1] / ascending[next]);
  const double range = std::log(ascending[next] / ascending[last]);
  return step > 0 && last < next ? step / range : 0;
}

PhaseEvidence gatherEvidence(const CountedPart& part, const MarchenkoPastur& law,
                             const TailFits& fits, const BulkLaw& bulk) {
  const std::span<const double> ascending = part.values;
  PhaseEvidence evidence;
  evidence.size = std::ssize(ascending);
  evidence.finite = evidence.size > 0 && std::all_of(ascending.begin(), ascending.end(),
                                                     [](double x) { return std::isfinite(x); });
  if (!evidence.finite) return evidence;

  const double total = std::accumulate(ascending.begin(), ascending.end(), 0.0);
  evidence.lambdaMax = ascending.back();
  evidence.stableRank = evidence.lambdaMax > 0 ? total / evidence.lambdaMax : 0;

  evidence.hasBulk = part.hasBulk && bulk.scale > 0;
  const double line = law.spikeEdge(bulk.scale);  // NaN where there is no bulk
  evidence.outliers = evidence.hasBulk ? countAbove(ascending, line) : 0;
  evidence.edgeDistance = (evidence.lambdaMax - line) / law.edgeWidth(bulk.scale);
  evidence.bulkKsDistance = bulk.ksDistance;
  evidence.outliersOfInitialLaw = countAbove(ascending, law.spikeEdge(1));

  evidence.hillAlpha = fits.hill.alpha;
  evidence.isOneValue = fits.hill.reason == NoTail::noSpread;
  evidence.bulkHillAlpha = law.hillAlpha();
  evidence.ksAlpha = fits.ksRobust.alpha;
  evidence.ksD = fits.ksRobust.D;
  evidence.ksTailSize = fits.ksRobust.tailSize;

  findDominantGroup(ascending, total, evidence);
  return evidence;
}

}  // namespace tailcraft
