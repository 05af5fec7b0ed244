#pragma once

// A training run that is stepped from outside and probed at will. It owns every matrix.

#include <memory>
#include <optional>
#include <vector>

#include "config.h"
#include "data/batches.h"
#include "data/problem.h"
#include "model/backpropagation.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"
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
  /// probe at step 0 and the first gradient are kept; replayed data are kept in any case.
  void restart(const Config& config);

  const Config& config() const { return config_; }
  int step() const { return step_; }
  const Matrix<Scalar>& weights() const { return student_.w; }
  const Matrix<Scalar>& initialWeights() const { return problem_.initial.w; }
  const Vector<double>& secondLayer() const { return student_.a; }
  const Problem<Scalar>& problem() const { return problem_; }

  /// @param count  number of leading singular vectors
  Overlaps overlaps(Index count) const;
  EntryHistogram entryHistogram(int bins) const;
  OutputScatter outputScatter() const;
  Denoised denoise() const;
  /// Of W_t = W_0 + M; theory expects a single direction in noise after the first step.
  UpdateSpike updateSpike() const;

 private:
  /// What does not depend on the optimiser, kept over restarts.
  struct InitialMemo {
    std::optional<Snapshot> snapshot;
    std::optional<double> loss;
    Matrix<Scalar> firstLayerGradient;
    Vector<double> secondLayerGradient;
  };

  void reset();
  void normalizeWeights();
  double computeGradient();
  double trainLoss();

  Config config_;
  Problem<Scalar> problem_;
  bool replayed_ = false;
  InitialMemo memo_;

  Schedule schedule_;
  UpdateRule rule_;
  Batches<Scalar> batches_;
  Backpropagation<Scalar> backpropagation_;
  MarchenkoPastur bulkLaw_;

  Student<Scalar> student_;
  Matrix<Scalar> previous_;  // W_{t-1}
  Matrix<Scalar> gradient_;
  Moments<Scalar> firstMoments_;
  Moments<double> secondMoments_;
  int step_ = 0;
  double lastRate_ = 0;
  Status status_ = Status::ok;
  // The loss at the current weights, when `backpropagation_` already holds their forward pass.
  std::optional<double> forwardLoss_;
};

}  // namespace tailcraft
