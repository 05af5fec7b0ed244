// What decided about a phase, with the numbers it was judged by, and the null of the bulk's fit.

#include <emscripten/bind.h>

#include <algorithm>

#include "convert.h"
#include "errors.h"
#include "phases/phase_classifier.h"
#include "theory/bulk_null.h"
#include "theory/bulk_shape.h"

namespace tailcraft::bindings {

namespace {

val toObject(const PhaseEvidence& evidence) {
  const auto count = [](std::ptrdiff_t n) { return static_cast<double>(n); };
  val object = val::object();
  object.set("size", count(evidence.size));
  object.set("hasBulk", evidence.hasBulk);
  object.set("lambdaMax", evidence.lambdaMax);
  object.set("stableRank", evidence.stableRank);
  object.set("outliers", count(evidence.outliers));
  object.set("edgeDistance", evidence.edgeDistance);
  object.set("bulkKsDistance", evidence.bulkKsDistance);
  object.set("outliersOfInitialLaw", count(evidence.outliersOfInitialLaw));
  object.set("hillAlpha", evidence.hillAlpha);
  object.set("bulkHillAlpha", evidence.bulkHillAlpha);
  object.set("stretch", evidence.finite ? evidence.stretch() : evidence.hillAlpha);
  object.set("dominantRank", count(evidence.dominantRank));
  object.set("dominantMass", evidence.dominantMass);
  object.set("isolation", evidence.isolation);
  return object;
}

/// The named limits, for a matrix with `size` eigenvalues.
val thresholdsFor(std::ptrdiff_t size) {
  using namespace phase_thresholds;
  const double p = static_cast<double>(size);
  val object = val::object();
  object.set("dominantMass", kDominantMass);
  object.set("isolation", kIsolation);
  object.set("spikes", std::max(static_cast<double>(kSpikeCount), kSpikeShare * p));
  object.set("stretch", kStretch);
  object.set("bulkKsDistance", kBulkMisfit + 4 / p);
  object.set("edgeDistance", kApart);
  return object;
}

/// @param rows, columns  those that are not all zero
val phaseVerdict(val eigenvalues, int rows, int columns, double resolution) {
  return guarded([&] {
    const std::vector<double> ascending = toVector(eigenvalues);
    const CountedPart part = countedPart(ascending, resolution, rows, columns);
    const MarchenkoPastur law(std::max(1, part.large), std::max(1, part.small));
    const BulkLaw bulk = law.fit(part.hasBulk ? part.values : std::span<const double>());
    const PhaseEvidence evidence = gatherEvidence(part, law, fitTails(ascending, resolution), bulk);
    const PhaseVerdict verdict = classify(evidence);
    val object = val::object();
    object.set("phase", std::string(nameOf(verdict.phase)));
    object.set("criterion", std::string(nameOf(verdict.criterion)));
    object.set("evidence", toObject(evidence));
    object.set("thresholds", thresholdsFor(evidence.size));
    return object;
  });
}

/// As many eigenvalues are left out as by the fit of the scale alone.
val bulkShapeOf(val eigenvalues, int rows, int columns, double resolution) {
  return guarded([&] {
    const std::vector<double> ascending = toVector(eigenvalues);
    const CountedPart part = countedPart(ascending, resolution, rows, columns);
    const int large = std::max(1, part.large);
    const int small = std::max(1, part.small);
    const std::span<const double> values = part.hasBulk ? part.values : std::span<const double>();
    const BulkLaw bulk = MarchenkoPastur(large, small).fit(values);
    const BulkShape shape = fitBulkShape(values, large, small, bulk.leftOut);
    val object = val::object();
    object.set("aspect", shape.aspect);
    object.set("scale", shape.scale);
    object.set("lower", shape.lower);
    object.set("upper", shape.upper);
    object.set("ksDistance", shape.ksDistance);
    object.set("leftOut", static_cast<double>(bulk.leftOut));
    return object;
  });
}

BulkNull* createBulkNull(int h, int d, double seed) {
  return guarded([&] { return new BulkNull(h, d, static_cast<std::uint32_t>(seed)); });
}

}  // namespace

EMSCRIPTEN_BINDINGS(tailcraft_phases) {
  using namespace emscripten;
  function("phaseVerdict", &phaseVerdict);
  function("bulkShape", &bulkShapeOf);
  class_<BulkNull>("BulkNull")
      .constructor(&createBulkNull, allow_raw_pointers())
      .function("advance", &BulkNull::advance)
      .function("replicates", &BulkNull::replicates)
      .function("pValue", &BulkNull::pValue);
}

}  // namespace tailcraft::bindings
