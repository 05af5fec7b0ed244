// The stepping API: Run, its configuration and its cost.

#include <emscripten/bind.h>
#include <malloc.h>

#include <cstdint>

#include "any_run.h"
#include "convert.h"
#include "cost.h"
#include "errors.h"

namespace tailcraft::bindings {

namespace {

AnyRun* createRun(val config) {
  return guarded([&] { return new AnyRun(config); });
}

AnyRun* replayRun(val inputs, val config) {
  return guarded([&] { return new AnyRun(inputs, config); });
}

val runConfig(AnyRun& any) {
  return onRun(any, [](auto& run) { return toObject(run.config()); });
}
val runStep(AnyRun& any) {
  return onRun(any, [](auto& run) { return toObject(run.step()); });
}
val runProbe(AnyRun& any) {
  return onRun(any, [](auto& run) { return toObject(run.probe()); });
}
void runRestart(AnyRun& any, val config) {
  guarded([&] { any.restart(config); });
}
val runWeights(AnyRun& any) {
  return onRun(any, [](auto& run) { return toMatrix(run.weights()); });
}
val runInitialWeights(AnyRun& any) {
  return onRun(any, [](auto& run) { return toMatrix(run.initialWeights()); });
}
val runSecondLayer(AnyRun& any) {
  return onRun(any, [](auto& run) { return toArray(run.secondLayer()); });
}
val runOverlaps(AnyRun& any, int count) {
  return onRun(any, [count](auto& run) { return toObject(run.overlaps(count)); });
}
val runEntryHistogram(AnyRun& any, int bins) {
  return onRun(any, [bins](auto& run) { return toObject(run.entryHistogram(bins)); });
}
val runOutputScatter(AnyRun& any) {
  return onRun(any, [](auto& run) { return toObject(run.outputScatter()); });
}

val runDenoise(AnyRun& any) {
  return onRun(any, [](auto& run) { return toObject(run.denoise()); });
}

val runUpdateSpike(AnyRun& any) {
  return onRun(any, [](auto& run) { return toObject(run.updateSpike()); });
}

/// The words of every enumeration, under the name of its type in engine.d.ts.
val enumWords() {
  val object = val::object();
  visitNameTables([&]<typename Enum>() {
    val words = val::array();
    for (const auto& [value, name] : NameTable<Enum>::entries) {
      words.call<void>("push", std::string(name));
    }
    object.set(std::string(NameTable<Enum>::type), words);
  });
  return object;
}

val defaultConfig() { return toObject(Config{}); }

val configLimits() {
  val object = val::object();
  for (const FieldLimits& limits : fieldLimits()) {
    val entry = val::object();
    entry.set("min", limits.min);
    entry.set("max", limits.max);
    entry.set("whole", limits.whole);
    object.set(limits.field, entry);
  }
  return object;
}

void validateConfig(val config) {
  guarded([&] { toConfig(config); });
}

double memoryEstimate(val config) {
  return guarded([&] { return estimateCost(toConfig(config)).memoryBytes; });
}

val workEstimate(val config) {
  return guarded([&] {
    const Cost cost = estimateCost(toConfig(config));
    val object = val::object();
    object.set("step", cost.stepFlops);
    object.set("probe", cost.probeFlops);
    object.set("parts", cost.parts);
    return object;
  });
}

/// mallinfo counts in int; what is above 2 GB comes back negative.
double heapInUse() { return static_cast<std::uint32_t>(mallinfo().uordblks); }

std::string version() { return TAILCRAFT_VERSION; }

}  // namespace

EMSCRIPTEN_BINDINGS(tailcraft_run) {
  using namespace emscripten;
  class_<AnyRun> run("Run");
  run.constructor(&createRun, allow_raw_pointers())
      .class_function("replay", &replayRun, allow_raw_pointers())
      .function("config", &runConfig)
      .function("step", &runStep)
      .function("probe", &runProbe)
      .function("restart", &runRestart)
      .function("weights", &runWeights)
      .function("initialWeights", &runInitialWeights)
      .function("secondLayer", &runSecondLayer)
      .function("overlaps", &runOverlaps)
      .function("entryHistogram", &runEntryHistogram)
      .function("outputScatter", &runOutputScatter)
      .function("denoise", &runDenoise)
      .function("updateSpike", &runUpdateSpike);
  registerShard(run);
  function("enumWords", &enumWords);
  function("defaultConfig", &defaultConfig);
  function("configLimits", &configLimits);
  function("validateConfig", &validateConfig);
  function("memoryEstimate", &memoryEstimate);
  function("workEstimate", &workEstimate);
  function("heapInUse", &heapInUse);
  function("version", &version);
}

}  // namespace tailcraft::bindings
