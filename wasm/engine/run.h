#pragma once

// A training run that is stepped from outside and probed at will. It owns every matrix.

#include <optional>
#include <vector>

#include "config.h"
#include "data/problem.h"
#include "model/ridge.h"
#include "shard.h"
#include "snapshot.h"
#include "spectra/overlap.h"
#include "theory/measured_update.h"

namespace tailcraft {

/// Entries of W at the start and now, counted in the same bins.
struct EntryHistogram {
  std::vector<double> edges;  ///< bins + 1
  std::vector<double> initial;
  std::vector<double> current;
};

/// One point per probe sample: the teacher's index x . beta, the target y and the output f(x).
struct OutputScatter {
  std::vector<double> index;
  std::vector<double> target;
  std::vector<double> output;
};

/// W_t without its noise: singular values above the Marchenko-Pastur bulk, shrunk optimally for the
/// Frobenius error (Gavish and Donoho 2017), everything else dropped.
struct Denoised {
  std::vector<double> measured;  ///< singular values above the bulk, falling
  std::vector<double> shrunk;    ///< what the estimate makes of them
  double probeLoss = 0;          ///< ridge read-out of the denoised W
  double testLoss = 0;
  double rawProbeLoss = 0;  ///< the same of W_t itself
  double rawTestLoss = 0;
};

template <typename Scalar>
class Run {
 public:
  /// Draws the problem of the configuration. Throws std::invalid_argument when it is not valid.
  explicit Run(const Config& config);

  /// Starts from given data and weights. Throws when their sizes differ from the configuration's.
  Run(const Config& config, Problem<Scalar> problem);

  /// One optimiser step. A diverged run stays where it is and says so.
  StepResult step();

  /// Measures everything in `Snapshot` at the current weights.
  Snapshot probe();

  /// Back to step 0 under another configuration. Where the problem is the same, its data, W_0, the
  /// probe at step 0 and the first gradient are kept; replayed data are kept in any case. Throws
  /// std::invalid_argument, and leaves the run as it is, when the configuration is not valid or
  /// does not fit replayed data.
  void restart(const Config& config);

  const Config& config() const { return config_; }
  /// Whether its data and weights were given.
  bool isReplayed() const { return replayed_; }
  int step() const { return shard_.step(); }
  const Matrix<Scalar>& weights() const { return whole().w; }
  const Matrix<Scalar>& initialWeights() const { return problem_.initial.w; }
  const Vector<double>& secondLayer() const { return whole().a; }
  const Problem<Scalar>& problem() const { return problem_; }

  /// @param count  number of leading singular vectors
  Overlaps overlaps(Index count) const;
  EntryHistogram entryHistogram(int bins) const;
  OutputScatter outputScatter() const;
  Denoised denoise() const;
  /// Of W_t = W_0 + M; theory expects a single direction in noise after the first step.
  UpdateSpike updateSpike() const;

  // A run can be shared by several workers, each with a Run of the same configuration: one trains
  // some units (shard.h), another others, and each half of a probe can be measured by any of them.
  // What needs all the units (weights, overlaps, ...) waits for `join`.

  /// Trains these units only, until the next restart. At step 0.
  void share(UnitRange units);
  Shard<Scalar>& shard() { return shard_; }
  /// Takes the whole student back, to be measured: W_t, a and W_{t-1}. Training can go on after a
  /// restart only.
  void join(Student<Scalar> student, Matrix<Scalar> previous);

  /// Half a probe, of any weights (h x d) or of the untrained student.
  SpectralMeasures spectralOf(const Matrix<Scalar>& w) const;
  FeatureMeasures featuresOf(const Student<Scalar>& student) const;
  const SpectralMeasures& initialSpectral();
  const FeatureMeasures& initialFeatures();

  // The other half in parts (probe.h): the read-out, outputs on some of the test samples, and what
  // they make together.
  RidgeFit ridgeFitOf(const Student<Scalar>& student) const;
  Vector<double> testOutputsOf(const Student<Scalar>& student, const Vector<double>& coefficients,
                               Index first, Index count) const;
  FeatureMeasures featuresFrom(const RidgeFit& fit, const Vector<double>& outputs) const;
  /// What is known of the untrained student, and what others have found out about it.
  const std::optional<FeatureMeasures>& knownInitialFeatures() const { return initialFeatures_; }
  void keepInitialFeatures(const FeatureMeasures& features) { initialFeatures_ = features; }

 private:
  void requireUnshared(const char* what) const;
  const Student<Scalar>& whole() const;

  Config config_;
  Problem<Scalar> problem_;
  bool replayed_ = false;
  MarchenkoPastur bulkLaw_;
  // Of the untrained student: kept over restarts, as is the shard's first pass.
  std::optional<SpectralMeasures> initialSpectral_;
  std::optional<FeatureMeasures> initialFeatures_;

  Shard<Scalar> shard_;
  std::optional<Student<Scalar>> joined_;  // the whole student in place of the shard's
  Matrix<Scalar> joinedPrevious_;
};

}  // namespace tailcraft
