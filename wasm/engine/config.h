#pragma once

// The configuration of a run: what the teacher, the student, the optimiser and the probes are.
// Fields, their names and their defaults are listed once, in `Config` and `visitFields`; the
// bindings, the terminal and a test that compares with the web schema all walk that list.

#include <cstdint>
#include <span>
#include <string>

namespace tailcraft {

/// Teacher link sigma_star in y = sigma_star(X beta) + noise (SCIENCE: data and teacher).
enum class Teacher { softplus, centredSoftplus, relu, tanh, identity, he1, he2, he3, sign };

/// Student activation sigma in f(x) = a . sigma(W x / sqrt d) / sqrt h.
enum class Activation { tanh, relu, softplus, gelu, erf, identity };

/// Which layers an optimiser step changes.
enum class TrainedLayers { first, both };

enum class OptimizerKind { gd, adam, sign, muon };

enum class ScheduleKind { constant, step, cosine, warmup };

/// Scale of the features that the ridge read-out and the KTA see: W x / sqrt(d) as the paper
/// writes it, or W x / d as the published code computes it.
enum class FeatureScale { asWritten, asPublishedCode };

/// Floating-point type of the training (spectra are always in double).
enum class Precision { f32, f64 };

struct Config {
  // Problem: everything here fixes the data, the teacher and W_0.
  int n = 400;         ///< training and probe samples, each
  int d = 200;         ///< input dimension
  int h = 300;         ///< hidden units
  int nTest = 400;     ///< test samples
  double noise = 0.3;  ///< label noise rho
  Teacher teacher = Teacher::softplus;
  Activation activation = Activation::tanh;
  std::uint32_t seed = 1;
  Precision precision = Precision::f32;

  // Training.
  OptimizerKind optimizer = OptimizerKind::adam;
  double learningRate = 0.5;
  double momentum = 0.0;     ///< GD and Muon
  double weightDecay = 0.0;  ///< added to the gradient as wd * W (torch semantics)
  double beta1 = 0.9;        ///< Adam
  double beta2 = 0.999;      ///< Adam
  double epsilon = 1e-8;     ///< Adam
  int batchSize = 0;         ///< samples per step; 0 is the full batch
  ScheduleKind schedule = ScheduleKind::constant;
  int stepSize = 1;     ///< StepLR: steps between two multiplications by gamma
  double gamma = 0.6;   ///< StepLR
  int warmupSteps = 5;  ///< linear warm-up
  bool weightNormalization = false;
  TrainedLayers train = TrainedLayers::first;
  int steps = 10;  ///< T, optimiser steps (also the period of the cosine schedule)

  // Measurement.
  int probeEvery = 1;  ///< probe at steps 0, k, 2k, ... and T
  double reg = 0.01;   ///< ridge strength of the read-out
  FeatureScale featureScale = FeatureScale::asWritten;
};

/// Calls visit(name, field) for every field of the configuration, in order. The names are those
/// of the JavaScript object and of the JSON files.
template <typename ConfigRef, typename Visitor>
void visitFields(ConfigRef& config, Visitor&& visit) {
  visit("n", config.n);
  visit("d", config.d);
  visit("h", config.h);
  visit("nTest", config.nTest);
  visit("noise", config.noise);
  visit("teacher", config.teacher);
  visit("activation", config.activation);
  visit("seed", config.seed);
  visit("precision", config.precision);
  visit("optimizer", config.optimizer);
  visit("learningRate", config.learningRate);
  visit("momentum", config.momentum);
  visit("weightDecay", config.weightDecay);
  visit("beta1", config.beta1);
  visit("beta2", config.beta2);
  visit("epsilon", config.epsilon);
  visit("batchSize", config.batchSize);
  visit("schedule", config.schedule);
  visit("stepSize", config.stepSize);
  visit("gamma", config.gamma);
  visit("warmupSteps", config.warmupSteps);
  visit("weightNormalization", config.weightNormalization);
  visit("train", config.train);
  visit("steps", config.steps);
  visit("probeEvery", config.probeEvery);
  visit("reg", config.reg);
  visit("featureScale", config.featureScale);
}

/// Least and largest value that a field with numbers may have.
struct FieldLimits {
  const char* field;  ///< as in `visitFields`
  double min;
  double max;
  bool whole;  ///< whole numbers only
};

/// The limits of every field with numbers. What the page offers is compared with them by a test.
std::span<const FieldLimits> fieldLimits();

/// Throws std::invalid_argument naming the field, its value and the limit it breaks.
void validate(const Config& config);

}  // namespace tailcraft
