#pragma once

// What the phase of a spectrum is judged by: plain numbers, each of which can be shown.

#include <cstddef>
#include <span>

#include "spectra/resolution.h"
#include "tails/power_law.h"
#include "theory/marchenko_pastur.h"

namespace tailcraft {

struct PhaseEvidence {
  bool finite = false;      ///< at least one eigenvalue, all finite
  std::ptrdiff_t size = 0;  ///< p, number of eigenvalues that count
  bool hasBulk = false;     ///< enough of its directions are resolved to fit a bulk
  double lambdaMax = 0;
  double stableRank = 0;  ///< sum lambda / lambda_max

  // Against the Marchenko-Pastur law fitted to the bulk; the line is its Tracy-Widom 99 % point.
  std::ptrdiff_t outliers = 0;  ///< eigenvalues above the line
  double edgeDistance = 0;      ///< (lambda_max - line) / width of the Tracy-Widom law
  double bulkKsDistance = 0;    ///< of what is below the line; NaN when it is not known

  std::ptrdiff_t outliersOfInitialLaw = 0;  ///< above the line of N(0, 1) entries

  // Against power laws.
  double hillAlpha = 0;      ///< exponent of the upper half; NaN when degenerate
  bool isOneValue = false;   ///< the upper half is a single value, so far as can be told
  double bulkHillAlpha = 0;  ///< the exponent which that estimator finds on Marchenko-Pastur itself
  double ksAlpha = 0;        ///< robust KS fit, for display: too noisy to decide anything
  double ksD = 0;
  std::ptrdiff_t ksTailSize = 0;

  // The group of leading eigenvalues that stands apart the most, of those small groups that hold
  // more than half of the spectral mass; 0 and zeros when no group does.
  std::ptrdiff_t dominantRank = 0;
  double dominantMass = 0;  ///< its share of sum lambda
  double isolation = 0;     ///< see isolationAfter

  /// Mean of log(lambda / median) over the upper half of the Marchenko-Pastur law of the same
  /// shape.
  double bulkReach() const { return 1 / (bulkHillAlpha - 1); }

  /// How much further the upper half reaches than that of this law; 0 for pure noise.
  double stretch() const { return (isOneValue ? 0 : 1 / (hillAlpha - 1)) - bulkReach(); }
};

/// Largest group of leading eigenvalues that counts as low rank: 2 % of all, at least one.
std::ptrdiff_t largestDominantRank(std::ptrdiff_t p);

/// The step on the log axis from the k-th largest eigenvalue to the next, in units of the range
/// that the 9 positive ones after it cover. A power law of any exponent gives a number of order
/// 1 / k. Infinite when no positive one follows, 0 when a single one follows: no range to compare
/// with.
double isolationAfter(std::span<const double> ascending, std::ptrdiff_t k);

/// @param part  of the spectrum; may be empty or hold values that are not finite
/// @param law   the Marchenko-Pastur law of the part's shape
/// @param fits  of the spectrum
/// @param bulk  law.fit of the part
PhaseEvidence gatherEvidence(const CountedPart& part, const MarchenkoPastur& law,
                             const TailFits& fits, const BulkLaw& bulk);

}  // namespace tailcraft
