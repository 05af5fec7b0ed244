// How strongly two quantities go together.

#include <emscripten/bind.h>

#include <cstdint>

#include "convert.h"
#include "errors.h"
#include "statistics/correlation.h"

namespace tailcraft::bindings {

namespace {

val toObject(const Correlation& correlation) {
  val object = val::object();
  object.set("value", correlation.value);
  object.set("low", correlation.low);
  object.set("high", correlation.high);
  return object;
}

val correlationsOf(val x, val y, int replicates, double seed) {
  return guarded([&] {
    const Correlations found =
        correlate(toVector(x), toVector(y), replicates, static_cast<std::uint32_t>(seed));
    val object = val::object();
    object.set("pairs", static_cast<double>(found.pairs));
    object.set("dropped", static_cast<double>(found.dropped));
    object.set("pearson", toObject(found.pearson));
    object.set("spearman", toObject(found.spearman));
    object.set("kendall", toObject(found.kendall));
    return object;
  });
}

}  // namespace

EMSCRIPTEN_BINDINGS(tailcraft_statistics) { emscripten::function("correlate", &correlationsOf); }

}  // namespace tailcraft::bindings
