#pragma once

// The training of some of a student's hidden units. Units meet in the network's output alone, so a
// step can be shared by several shards, in one process or in many, which tell each other nothing
// but what their units add to the output of each sample. These sums are taken over blocks of units
// that depend on h alone and are added block by block in the order of the units, so that a run has
// the same bits in one shard and in many.

#include <optional>
#include <span>

#include "config.h"
#include "data/batches.h"
#include "data/problem.h"
#include "model/backpropagation.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"
#include "snapshot.h"

namespace tailcraft {

/// Hidden units [first, first + count).
struct UnitRange {
  Index first = 0;
  Index count = 0;

  bool operator==(const UnitRange&) const = default;
};

/// Part `index` of `parts` nearly equal ones of h units, cut between blocks of units.
UnitRange unitsOfPart(Index h, int index, int parts);

/// Which samples a forward pass sees: those of the next step, or the whole training set of which a
/// probe reports the loss. With full batches they are the same, and one pass serves both.
enum class Pass { step, probe };

/// Loss and gradients at W_0 on the whole training set: the first step of every run that differs
/// from another in its optimiser only.
template <typename Scalar>
struct InitialGradientCache {
  std::optional<double> loss;
  UnitRange units;                ///< of the gradients
  Matrix<Scalar> firstGradient;   ///< dL/dW (count x d), or empty
  Vector<double> secondGradient;  ///< dL/da (count)
};

/// Steps are taken alone, by `step`, or together with the other shards, in all of them alike:
///   normalize(squaredNorms() of all, in the order of the units)   with weight normalisation
///   receive(Pass::step, outputs(blockOutputs() of all))           where needsForward(Pass::step)
///   update()
template <typename Scalar>
class Shard {
 public:
  /// At step 0.
  /// @param whole      the student with all its h units
  /// @param initialGradients  what is known of it; the parts that do not fit are not used
  Shard(const Config& config, const Student<Scalar>& whole, UnitRange units,
        InitialGradientCache<Scalar> initialGradients = {});

  UnitRange units() const { return units_; }
  bool isWhole() const { return units_.count == config_.h; }
  int step() const { return step_; }
  double lastRate() const { return lastRate_; }
  Status status() const { return status_; }
  /// The units' rows of W (count x d) and entries of a (count).
  const Student<Scalar>& student() const { return student_; }
  /// The rows of W before the last step.
  const Matrix<Scalar>& previous() const { return previous_; }
  const InitialGradientCache<Scalar>& initialGradients() const { return initialGradients_; }

  /// One step of the whole student. A diverged one stays where it is and says so.
  StepResult step(const Dataset<Scalar>& train);
  /// The loss of the whole student on the whole training set.
  double fullBatchLoss(const Dataset<Scalar>& train);
  /// The weights turned out to be of no use.
  void setDiverged() { status_ = Status::diverged; }

  /// Sum of the squared weights of each block of units. All of them in order add up to ||W||_F^2.
  Vector<double> squaredNorms() const;
  /// Scales W to the squared Frobenius norm h d; the first thing in a step.
  /// @param squaredNorms  of the blocks of all units
  void normalize(std::span<const double> squaredNorms);
  /// False when the outcome of this pass is known already.
  bool needsForward(Pass pass, const Dataset<Scalar>& train) const;
  /// What each block of the units adds to sqrt(h) f (blocks x samples).
  Matrix<double> blockOutputs(Pass pass, const Dataset<Scalar>& train);
  /// The outputs f (samples) from what the blocks of all units add to them.
  /// @param sums  blocks x samples, in the order of the units
  Vector<double> outputs(std::span<const double> sums) const;
  /// Takes the outputs of the pass that `blockOutputs` began.
  void receive(Pass pass, const Dataset<Scalar>& train, const Vector<double>& outputs);
  /// The loss of a pass that needs no forward any more.
  double loss(Pass pass, const Dataset<Scalar>& train) const;
  /// Takes the step. Its status is that of these units alone.
  StepResult update(const Dataset<Scalar>& train);

 private:
  bool remembersGradients(const Dataset<Scalar>& train) const;
  const Dataset<Scalar>& samples(Pass pass, const Dataset<Scalar>& train);
  void keepLoss(Pass pass, const Dataset<Scalar>& train, double loss);
  void computeGradient(const Dataset<Scalar>& train);

  Config config_;
  UnitRange units_;
  Schedule schedule_;
  UpdateRule rule_;
  Batches<Scalar> batches_;
  Backpropagation<Scalar> backpropagation_;
  InitialGradientCache<Scalar> initialGradients_;

  Student<Scalar> student_;
  Matrix<Scalar> previous_;
  Matrix<Scalar> gradient_;        // dL/dW (count x d)
  Vector<double> secondGradient_;  // dL/da (count)
  Moments<Scalar> firstMoments_;
  Moments<double> secondMoments_;
  bool normalized_ = false;  // in the step that is under way
  int step_ = 0;
  double lastRate_ = 0;
  Status status_ = Status::ok;
  // The loss on the whole training set, while `backpropagation_` holds its forward pass.
  std::optional<double> forwardLoss_;
  double batchLoss_ = 0;
};

}  // namespace tailcraft
