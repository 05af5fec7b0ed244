#pragma once

// The spelling of every enumeration, in one table each. The bindings, the files and the links all
// use these words. An enumerator without a word does not compile, and a test compares the words
// with the types of the bindings and the options of the page.

#include <array>
#include <span>
#include <string_view>
#include <utility>

#include "config.h"
#include "phases/phase_classifier.h"
#include "shard.h"
#include "snapshot.h"
#include "tails/verdict.h"

namespace tailcraft {

/// `entries`: every enumerator with its word, in the order of the enumeration. `type`: what the
/// words together are called in the types of the bindings.
template <typename Enum>
struct NameTable;

template <>
struct NameTable<Teacher> {
  static constexpr std::string_view type = "Teacher";
  static constexpr std::array<std::pair<Teacher, std::string_view>, 9> entries{
      {{Teacher::softplus, "softplus"},
       {Teacher::centredSoftplus, "centred-softplus"},
       {Teacher::relu, "relu"},
       {Teacher::tanh, "tanh"},
       {Teacher::identity, "identity"},
       {Teacher::he1, "he1"},
       {Teacher::he2, "he2"},
       {Teacher::he3, "he3"},
       {Teacher::sign, "sign"}}};
};

template <>
struct NameTable<Activation> {
  static constexpr std::string_view type = "Activation";
  static constexpr std::array<std::pair<Activation, std::string_view>, 6> entries{
      {{Activation::tanh, "tanh"},
       {Activation::relu, "relu"},
       {Activation::softplus, "softplus"},
       {Activation::gelu, "gelu"},
       {Activation::erf, "erf"},
       {Activation::identity, "identity"}}};
};

template <>
struct NameTable<TrainedLayers> {
  static constexpr std::string_view type = "TrainedLayers";
  static constexpr std::array<std::pair<TrainedLayers, std::string_view>, 2> entries{
      {{TrainedLayers::first, "first-layer"}, {TrainedLayers::both, "both"}}};
};

template <>
struct NameTable<OptimizerKind> {
  static constexpr std::string_view type = "OptimizerName";
  static constexpr std::array<std::pair<OptimizerKind, std::string_view>, 4> entries{
      {{OptimizerKind::gd, "gd"},
       {OptimizerKind::adam, "adam"},
       {OptimizerKind::sign, "sign"},
       {OptimizerKind::muon, "muon"}}};
};

template <>
struct NameTable<ScheduleKind> {
  static constexpr std::string_view type = "ScheduleName";
  static constexpr std::array<std::pair<ScheduleKind, std::string_view>, 4> entries{
      {{ScheduleKind::constant, "constant"},
       {ScheduleKind::step, "step"},
       {ScheduleKind::cosine, "cosine"},
       {ScheduleKind::warmup, "warmup"}}};
};

template <>
struct NameTable<FeatureScale> {
  static constexpr std::string_view type = "FeatureScale";
  static constexpr std::array<std::pair<FeatureScale, std::string_view>, 2> entries{
      {{FeatureScale::asWritten, "as-written"},
       {FeatureScale::asPublishedCode, "as-published-code"}}};
};

template <>
struct NameTable<Precision> {
  static constexpr std::string_view type = "Precision";
  static constexpr std::array<std::pair<Precision, std::string_view>, 2> entries{
      {{Precision::f32, "f32"}, {Precision::f64, "f64"}}};
};

template <>
struct NameTable<Phase> {
  static constexpr std::string_view type = "Phase";
  static constexpr std::array<std::pair<Phase, std::string_view>, 8> entries{
      {{Phase::randomLike, "random-like"},
       {Phase::bleedingOut, "bleeding-out"},
       {Phase::bulkSpikes, "bulk-spikes"},
       {Phase::bulkDecay, "bulk-decay"},
       {Phase::heavyTailed, "heavy-tailed"},
       {Phase::rankCollapse, "rank-collapse"},
       {Phase::diverged, "diverged"},
       {Phase::narrow, "narrow"}}};
};

template <>
struct NameTable<Criterion> {
  static constexpr std::string_view type = "Criterion";
  static constexpr std::array<std::pair<Criterion, std::string_view>, 11> entries{
      {{Criterion::notFinite, "not-finite"},
       {Criterion::zeroMatrix, "zero-matrix"},
       {Criterion::lowRank, "low-rank"},
       {Criterion::dominantGroup, "dominant-group"},
       {Criterion::stretchedTail, "stretched-tail"},
       {Criterion::manyOutliers, "many-outliers"},
       {Criterion::narrowBulk, "narrow-bulk"},
       {Criterion::bulkMisfit, "bulk-misfit"},
       {Criterion::outliersApart, "outliers-apart"},
       {Criterion::outliersAtEdge, "outliers-at-edge"},
       {Criterion::noOutlier, "no-outlier"}}};
};

template <>
struct NameTable<NoTail> {
  static constexpr std::string_view type = "NoTail";
  static constexpr std::array<std::pair<NoTail, std::string_view>, 4> entries{
      {{NoTail::none, "none"},
       {NoTail::notFinite, "not-finite"},
       {NoTail::tooFew, "too-few"},
       {NoTail::noSpread, "no-spread"}}};
};

template <>
struct NameTable<KsRule> {
  static constexpr std::string_view type = "KsRule";
  static constexpr std::array<std::pair<KsRule, std::string_view>, 2> entries{
      {{KsRule::reference, "reference"}, {KsRule::robust, "robust"}}};
};

template <>
struct NameTable<TailLaw> {
  static constexpr std::string_view type = "TailLaw";
  static constexpr std::array<std::pair<TailLaw, std::string_view>, 5> entries{
      {{TailLaw::powerLaw, "power-law"},
       {TailLaw::exponential, "exponential"},
       {TailLaw::logNormal, "log-normal"},
       {TailLaw::truncatedPowerLaw, "truncated-power-law"},
       {TailLaw::stretchedExponential, "stretched-exponential"}}};
};

template <>
struct NameTable<Support> {
  static constexpr std::string_view type = "Support";
  static constexpr std::array<std::pair<Support, std::string_view>, 5> entries{
      {{Support::undetermined, "undetermined"},
       {Support::none, "none"},
       {Support::moderate, "moderate"},
       {Support::withCutoff, "with-cutoff"},
       {Support::good, "good"}}};
};

template <>
struct NameTable<Status> {
  static constexpr std::string_view type = "Status";
  static constexpr std::array<std::pair<Status, std::string_view>, 2> entries{
      {{Status::ok, "ok"}, {Status::diverged, "diverged"}}};
};

template <>
struct NameTable<FitStatus> {
  static constexpr std::string_view type = "FitStatus";
  static constexpr std::array<std::pair<FitStatus, std::string_view>, 2> entries{
      {{FitStatus::ok, "ok"}, {FitStatus::degenerate, "degenerate"}}};
};

template <>
struct NameTable<Pass> {
  static constexpr std::string_view type = "Pass";
  static constexpr std::array<std::pair<Pass, std::string_view>, 2> entries{
      {{Pass::step, "step"}, {Pass::probe, "probe"}}};
};

/// Calls visit.operator()<Enum>() for every enumeration that has words.
template <typename Visitor>
void visitNameTables(Visitor&& visit) {
  const auto each = [&]<typename... Enums>() { (visit.template operator()<Enums>(), ...); };
  each.template operator()<Teacher, Activation, TrainedLayers, OptimizerKind, ScheduleKind,
                           FeatureScale, Precision, Phase, Criterion, KsRule, TailLaw, Support,
                           Status, FitStatus, NoTail, Pass>();
}

/// Every value of an enumeration, in order.
template <typename Enum>
constexpr auto everyOf() {
  constexpr auto& entries = NameTable<Enum>::entries;
  std::array<Enum, entries.size()> values{};
  for (std::size_t k = 0; k < entries.size(); ++k) values[k] = entries[k].first;
  return values;
}

/// Whether a value of an enumeration is one of its enumerators: the compiler spells others as a
/// cast.
template <auto value>
constexpr bool isEnumerator() {
  const std::string_view text = __PRETTY_FUNCTION__;
  return text[text.find("value = ") + 8] != '(';
}

/// Whether the table has every enumerator once.
template <typename Enum>
constexpr bool everyEnumeratorHasAWord() {
  constexpr auto& entries = NameTable<Enum>::entries;
  for (std::size_t k = 0; k < entries.size(); ++k) {
    if (static_cast<std::size_t>(entries[k].first) != k) return false;
  }
  return !isEnumerator<static_cast<Enum>(entries.size())>();
}

/// The words of an enumeration; a word's index is its enumerator's value.
template <typename Enum>
constexpr auto wordsOf() {
  static_assert(everyEnumeratorHasAWord<Enum>(), "an enumerator is missing in its NameTable");
  constexpr auto& entries = NameTable<Enum>::entries;
  std::array<std::string_view, entries.size()> words{};
  for (std::size_t k = 0; k < entries.size(); ++k) words[k] = entries[k].second;
  return words;
}

/// Index of a word; std::invalid_argument names the field, the word and those allowed.
std::size_t indexOfWord(std::span<const std::string_view> words, std::string_view field,
                        std::string_view word);

/// The word for a value.
template <typename Enum>
std::string_view nameOf(Enum value) {
  constexpr auto words = wordsOf<Enum>();
  return words.at(static_cast<std::size_t>(value));
}

/// The value for a word; std::invalid_argument names the field, the word and those allowed.
template <typename Enum>
Enum parseName(std::string_view field, std::string_view word) {
  constexpr auto words = wordsOf<Enum>();
  return static_cast<Enum>(indexOfWord(words, field, word));
}

}  // namespace tailcraft
