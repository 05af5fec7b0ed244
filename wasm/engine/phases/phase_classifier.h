#pragma once

// The "5+1 phases of training" of C. H. Martin and M. W. Mahoney, "Implicit self-regularization in
// deep neural networks" (JMLR 22 (2021), section 4), with a measured criterion for each, and a word
// for what that list has no place for: a spectrum narrower than that of noise. The questions are
// asked in the order of `Criterion`, and the first "yes" decides.

#include "phases/phase_evidence.h"

namespace tailcraft {

enum class Phase {
  randomLike,    ///< Marchenko-Pastur and nothing else
  bleedingOut,   ///< a few eigenvalues just over the edge, not yet apart from it
  bulkSpikes,    ///< a few eigenvalues apart from a Marchenko-Pastur bulk
  bulkDecay,     ///< many beyond the edge: the bulk fades out in a tail
  heavyTailed,   ///< the tail is the spectrum
  rankCollapse,  ///< very few directions hold most of the mass
  diverged,      ///< not finite
  narrow,        ///< none of the five: narrower than noise, as orthogonal matrices are
};

/// What decided.
enum class Criterion {
  notFinite,      ///< -> diverged
  zeroMatrix,     ///< -> rankCollapse
  lowRank,        ///< -> rankCollapse: too few of its directions are resolved for a bulk
  dominantGroup,  ///< -> rankCollapse: a small group holds the mass and stands apart
  stretchedTail,  ///< -> heavyTailed: many outliers and an upper half far longer than the law's
  manyOutliers,   ///< -> bulkDecay
  narrowBulk,     ///< -> narrow: not Marchenko-Pastur, and the upper half is shorter than the law's
  bulkMisfit,     ///< -> bulkDecay: few outliers, but the bulk is not Marchenko-Pastur
  outliersApart,  ///< -> bulkSpikes
  outliersAtEdge,  ///< -> bleedingOut
  noOutlier,       ///< -> randomLike
};

namespace phase_thresholds {

/// A dominant group holds more than this share of the spectral mass: "most of it".
inline constexpr double kDominantMass = 0.5;
/// ... and stands apart by this many ranges of the nine eigenvalues below it. The leading gap of a
/// power law with exponent 1 + mu/2 exceeds it with probability exp(-1.8 * 3) < 0.5 %.
inline constexpr double kIsolation = 3;

/// Up to this many outliers, or this share of all eigenvalues if that is more, can be called
/// spikes.
inline constexpr std::ptrdiff_t kSpikeCount = 5;
inline constexpr double kSpikeShare = 0.02;

/// From this stretch on a tail with many outliers is heavy: the upper half reaches e^0.25 = 1.28
/// times further above the median than Marchenko-Pastur. For h/d = 3/2 this is a Hill exponent
/// below 2.05; entries with Pareto index 2, the border to infinite variance, come close to it.
inline constexpr double kStretch = 0.25;

/// From this reach of the upper half of the law itself (mean log(lambda / median)), a spectrum
/// whose upper half is one value is narrower, however few eigenvalues there are.
inline constexpr double kReach = 0.05;

/// KS distance (beyond the 4/p that rigid eigenvalues leave) at which a bulk is not
/// Marchenko-Pastur.
inline constexpr double kBulkMisfit = 0.05;

/// Spikes stand apart when the largest is this many Tracy-Widom widths beyond the 99 % line, about
/// as far as the law itself is wide (8 % of lambda for 300 x 200, 3 % for 1500 x 1000); nearer ones
/// are bleeding out.
inline constexpr double kApart = 6;

}  // namespace phase_thresholds

struct PhaseVerdict {
  Phase phase = Phase::diverged;
  Criterion criterion = Criterion::notFinite;
};

PhaseVerdict classify(const PhaseEvidence& evidence);

/// gatherEvidence and classify in one.
Phase classifyPhase(const CountedPart& part, const MarchenkoPastur& law, const TailFits& fits,
                    const BulkLaw& bulk);

}  // namespace tailcraft
