#pragma once

// The spelling of every enumeration, in one table each. The bindings, the files and the links all
// use these words.

#include <array>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "config.h"
#include "phases/phase_classifier.h"
#include "tails/verdict.h"

namespace tailcraft {

template <typename Enum>
struct NameTable;

template <>
struct NameTable<Link> {
  static constexpr std::array<std::pair<Link, std::string_view>, 9> entries{
      {{Link::softplus, "softplus"},
       {Link::centredSoftplus, "centred-softplus"},
       {Link::relu, "relu"},
       {Link::tanh, "tanh"},
       {Link::identity, "identity"},
       {Link::he1, "he1"},
       {Link::he2, "he2"},
       {Link::he3, "he3"},
       {Link::sign, "sign"}}};
};

template <>
struct NameTable<Activation> {
  static constexpr std::array<std::pair<Activation, std::string_view>, 5> entries{
      {{Activation::tanh, "tanh"},
       {Activation::relu, "relu"},
       {Activation::softplus, "softplus"},
       {Activation::erf, "erf"},
       {Activation::identity, "identity"}}};
};

template <>
struct NameTable<TrainedLayers> {
  static constexpr std::array<std::pair<TrainedLayers, std::string_view>, 2> entries{
      {{TrainedLayers::first, "first-layer"}, {TrainedLayers::both, "both"}}};
};

template <>
struct NameTable<OptimizerKind> {
  static constexpr std::array<std::pair<OptimizerKind, std::string_view>, 4> entries{
      {{OptimizerKind::gd, "gd"},
       {OptimizerKind::adam, "adam"},
       {OptimizerKind::sign, "sign"},
       {OptimizerKind::muon, "muon"}}};
};

template <>
struct NameTable<ScheduleKind> {
  static constexpr std::array<std::pair<ScheduleKind, std::string_view>, 4> entries{
      {{ScheduleKind::constant, "constant"},
       {ScheduleKind::step, "step"},
       {ScheduleKind::cosine, "cosine"},
       {ScheduleKind::warmup, "warmup"}}};
};

template <>
struct NameTable<Readout> {
  static constexpr std::array<std::pair<Readout, std::string_view>, 2> entries{
      {{Readout::asWritten, "as-written"}, {Readout::asPublishedCode, "as-published-code"}}};
};

template <>
struct NameTable<Precision> {
  static constexpr std::array<std::pair<Precision, std::string_view>, 2> entries{
      {{Precision::f32, "f32"}, {Precision::f64, "f64"}}};
};

template <>
struct NameTable<Phase> {
  static constexpr std::array<std::pair<Phase, std::string_view>, 7> entries{
      {{Phase::randomLike, "random-like"},
       {Phase::bleedingOut, "bleeding-out"},
       {Phase::bulkSpikes, "bulk-spikes"},
       {Phase::bulkDecay, "bulk-decay"},
       {Phase::heavyTailed, "heavy-tailed"},
       {Phase::rankCollapse, "rank-collapse"},
       {Phase::diverged, "diverged"}}};
};

template <>
struct NameTable<Criterion> {
  static constexpr std::array<std::pair<Criterion, std::string_view>, 9> entries{
      {{Criterion::notFinite, "not-finite"},
       {Criterion::zeroMatrix, "zero-matrix"},
       {Criterion::dominantGroup, "dominant-group"},
       {Criterion::stretchedTail, "stretched-tail"},
       {Criterion::manyOutliers, "many-outliers"},
       {Criterion::bulkMisfit, "bulk-misfit"},
       {Criterion::outliersApart, "outliers-apart"},
       {Criterion::outliersAtEdge, "outliers-at-edge"},
       {Criterion::noOutlier, "no-outlier"}}};
};

template <>
struct NameTable<KsRule> {
  static constexpr std::array<std::pair<KsRule, std::string_view>, 2> entries{
      {{KsRule::reference, "reference"}, {KsRule::robust, "robust"}}};
};

template <>
struct NameTable<TailLaw> {
  static constexpr std::array<std::pair<TailLaw, std::string_view>, 5> entries{
      {{TailLaw::powerLaw, "power-law"},
       {TailLaw::exponential, "exponential"},
       {TailLaw::logNormal, "log-normal"},
       {TailLaw::truncatedPowerLaw, "truncated-power-law"},
       {TailLaw::stretchedExponential, "stretched-exponential"}}};
};

template <>
struct NameTable<Support> {
  static constexpr std::array<std::pair<Support, std::string_view>, 5> entries{
      {{Support::undetermined, "undetermined"},
       {Support::none, "none"},
       {Support::moderate, "moderate"},
       {Support::withCutoff, "with-cutoff"},
       {Support::good, "good"}}};
};

/// The word for a value; every enumerator has one.
template <typename Enum>
std::string_view nameOf(Enum value) {
  for (const auto& [candidate, name] : NameTable<Enum>::entries) {
    if (candidate == value) return name;
  }
  throw std::logic_error("an enumerator without a name");
}

/// The value for a word; std::invalid_argument names the field, the word and those allowed.
template <typename Enum>
Enum parseName(std::string_view field, std::string_view word) {
  std::string allowed;
  for (const auto& [candidate, name] : NameTable<Enum>::entries) {
    if (name == word) return candidate;
    if (!allowed.empty()) allowed += ", ";
    allowed += name;
  }
  throw std::invalid_argument(std::string(field) + ": unknown value '" + std::string(word) +
                              "', expected one of " + allowed);
}

}  // namespace tailcraft
