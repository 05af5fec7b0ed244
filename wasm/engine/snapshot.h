#pragma once

// What a probe measures. Its fields and their names are listed once, in `visitMeasures`: the
// bindings, the snapshot of a diverged run and the tests walk that list. A field that is not in it
// does not compile.

#include <concepts>
#include <type_traits>
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
  double participationRatio = 0;
  int rank = 0;           ///< eigenvalues that are resolved; the others are 0
  double resolution = 0;  ///< eigenvalues at or below it cannot be told from zero
  int rows = 0;           ///< rows and columns of W that are not all zero
  int columns = 0;

  TailFit hill;
  TailFit ks;
  TailFit ksRobust;

  BulkLaw initialBulk;  ///< the law of W_0 (scale 1) against the present eigenvalues
  BulkLaw bulk;         ///< the law fitted to the present bulk, spikes left out; NaN: not resolved
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

/// How far the training has come.
struct Progress {
  int step = 0;
  double learningRate = 0;  ///< of the step that led here; 0 at step 0
  double trainLoss = 0;     ///< MSE of f on the training set
};

/// Measurements at the weights W_t. Spectrum and features do not need each other, so that two
/// workers can take one each.
struct Snapshot : Progress, SpectralMeasures, FeatureMeasures {};

/// A struct, const or not.
template <typename T, typename Struct>
concept ConstOrNot = std::same_as<std::remove_const_t<T>, Struct>;

// Calls visit(name, field) for every field, in order. The names are those of the JavaScript object.
// Each structured binding holds all fields of its struct, or the compiler complains.

template <ConstOrNot<TailFit> Fit, typename Visitor>
void visitMeasures(Fit& fit, Visitor&& visit) {
  auto& [status, reason, alpha, standardError, D, xmin, xminIndex, tailSize, alphaHat] = fit;
  visit("status", status);
  visit("reason", reason);
  visit("alpha", alpha);
  visit("standardError", standardError);
  visit("D", D);
  visit("xmin", xmin);
  visit("xminIndex", xminIndex);
  visit("tailSize", tailSize);
  visit("alphaHat", alphaHat);
}

template <ConstOrNot<BulkLaw> Law, typename Visitor>
void visitMeasures(Law& law, Visitor&& visit) {
  auto& [scale, lower, upper, ksDistance, leftOut] = law;
  visit("scale", scale);
  visit("lower", lower);
  visit("upper", upper);
  visit("ksDistance", ksDistance);
  static_cast<void>(leftOut);  // concerns the fit alone
}

template <ConstOrNot<SpectralMeasures> Measures, typename Visitor>
void visitMeasures(Measures& measures, Visitor&& visit) {
  auto& [status, simWBeta, lambdaMax, lambdaMin, frobeniusSquared, stableRank, effectiveRank,
         participationRatio, rank, resolution, rows, columns, hill, ks, ksRobust, initialBulk, bulk,
         twEdge, spikes, phase, eigenvalues] = measures;
  visit("status", status);
  visit("simWBeta", simWBeta);
  visit("lambdaMax", lambdaMax);
  visit("lambdaMin", lambdaMin);
  visit("frobeniusSquared", frobeniusSquared);
  visit("stableRank", stableRank);
  visit("effectiveRank", effectiveRank);
  visit("participationRatio", participationRatio);
  visit("rank", rank);
  visit("resolution", resolution);
  visit("rows", rows);
  visit("columns", columns);
  visit("hill", hill);
  visit("ks", ks);
  visit("ksRobust", ksRobust);
  visit("initialBulk", initialBulk);
  visit("bulk", bulk);
  visit("twEdge", twEdge);
  visit("spikes", spikes);
  visit("phase", phase);
  visit("eigenvalues", eigenvalues);
}

template <ConstOrNot<FeatureMeasures> Measures, typename Visitor>
void visitMeasures(Measures& measures, Visitor&& visit) {
  auto& [probeLoss, testLoss, kta, saturation] = measures;
  visit("probeLoss", probeLoss);
  visit("testLoss", testLoss);
  visit("kta", kta);
  visit("saturation", saturation);
}

template <ConstOrNot<Progress> Of, typename Visitor>
void visitMeasures(Of& progress, Visitor&& visit) {
  auto& [step, learningRate, trainLoss] = progress;
  visit("step", step);
  visit("learningRate", learningRate);
  visit("trainLoss", trainLoss);
}

template <ConstOrNot<Snapshot> Of, typename Visitor>
void visitMeasures(Of& snapshot, Visitor&& visit) {
  const auto part = [&]<typename Part>() {
    using Reference = std::conditional_t<std::is_const_v<Of>, const Part&, Part&>;
    visitMeasures(static_cast<Reference>(snapshot), visit);
  };
  part.template operator()<Progress>();
  part.template operator()<SpectralMeasures>();
  part.template operator()<FeatureMeasures>();
}

}  // namespace tailcraft
