#pragma once

// What a probe measures.

#include <vector>

#include "phases/phase_classifier.h"
#include "tails/power_law.h"
#include "theory/marchenko_pastur.h"

namespace tailcraft {

/// A run is `diverged` when its loss or its weights are no longer finite.
enum class Status { ok, diverged };

struct StepResult {
  int step = 0;             ///< optimiser steps done so far
  double learningRate = 0;  ///< the rate this step used
  double loss = 0;          ///< the loss this step differentiated, on its own batch
  Status status = Status::ok;
};

/// What the spectrum of W tells. Of weights that are not finite there are no eigenvalues, and the
/// numbers are NaN.
struct SpectralMeasures {
  Status status = Status::ok;
  double simWBeta = 0;  ///< |v_1 . beta|

  double lambdaMax = 0;
  double lambdaMin = 0;
  double frobeniusSquared = 0;
  double stableRank = 0;
  double effectiveRank = 0;

  TailFit hill;
  TailFit ks;
  TailFit ksRobust;

  BulkLaw initialBulk;  ///< the law of W_0 (scale 1) against the present eigenvalues
  BulkLaw bulk;         ///< the law fitted to the present bulk, spikes left out
  double twEdge = 0;    ///< Tracy-Widom 99 % line for scale 1
  int spikes = 0;       ///< eigenvalues above it
  Phase phase = Phase::diverged;

  std::vector<double> eigenvalues;  ///< ascending, min(h, d)
};

/// What the features sigma(W x / sqrt d) are worth.
struct FeatureMeasures {
  double probeLoss = 0;   ///< ridge read-out on the set that fitted it
  double testLoss = 0;    ///< ridge read-out on the test set; MSE of f there when both layers train
  double kta = 0;         ///< kernel-target alignment on the probe set
  double saturation = 0;  ///< share of probe pre-activations beyond 2.6
};

/// Measurements at the weights W_t. The two halves do not need each other, so that two workers can
/// take one each.
struct Snapshot : SpectralMeasures, FeatureMeasures {
  int step = 0;
  double learningRate = 0;  ///< of the step that led here; 0 at step 0
  double trainLoss = 0;     ///< MSE of f on the training set
};

}  // namespace tailcraft
