// Statistics of a tail: other laws, the verdict, and the two bootstraps, which are objects so that
// a worker can report progress and stop.

#include <emscripten/bind.h>

#include "convert.h"
#include "errors.h"
#include "tails/alternatives.h"
#include "tails/bootstrap.h"
#include "tails/goodness_of_fit.h"
#include "tails/hill_plot.h"
#include "tails/verdict.h"

namespace tailcraft::bindings {

namespace {

val toObject(const LawFit& fit) {
  val object = val::object();
  object.set("law", word(fit.law));
  object.set("status", word(fit.status));
  object.set("first", fit.first);
  object.set("second", fit.second);
  object.set("logLikelihood", fit.logLikelihood);
  object.set("isPowerLaw", fit.isPowerLaw);
  return object;
}

val toObject(const Comparison& comparison) {
  val object = val::object();
  object.set("first", word(comparison.first));
  object.set("second", word(comparison.second));
  object.set("logLikelihoodRatio", comparison.logLikelihoodRatio);
  object.set("R", comparison.R);
  object.set("pValue", comparison.pValue);
  object.set("nested", comparison.nested);
  return object;
}

val toObject(const TailVerdict& verdict) {
  val object = val::object();
  object.set("support", word(verdict.support));
  object.set("best", word(verdict.best));
  object.set("rival", word(verdict.rival));
  object.set("R", verdict.R);
  object.set("pValue", verdict.pValue);
  object.set("goodnessOfFit", verdict.goodnessOfFit);
  object.set("tailSize", static_cast<double>(verdict.tailSize));
  object.set("size", static_cast<double>(verdict.size));
  return object;
}

template <typename Item>
val toList(const std::vector<Item>& items) {
  val list = val::array();
  for (const Item& item : items) list.call<void>("push", toObject(item));
  return list;
}

val compareTails(val eigenvalues, const std::string& rule, double goodnessOfFit,
                 double resolution) {
  return guarded([&] {
    const std::vector<double> ascending = toVector(eigenvalues);
    const TailFit fit = fitKs(ascending, parseName<KsRule>("rule", rule), resolution);
    val object = val::object();
    object.set("fit", bindings::toObject(fit));
    LawComparisons comparisons;
    if (fit.status == FitStatus::ok) comparisons = compareTailLaws(ascending, fit.xminIndex);
    object.set("laws", toList(comparisons.fits));
    object.set("pairs", toList(comparisons.pairs));
    object.set("verdict", toObject(judgeTail(fit, static_cast<std::ptrdiff_t>(ascending.size()),
                                             comparisons, goodnessOfFit)));
    return object;
  });
}

/// Log density of one law of compareTails at given points.
val tailDensity(val eigenvalues, double xminIndex, const std::string& law, val x) {
  return guarded([&] {
    const std::vector<double> ascending = toVector(eigenvalues);
    if (!(xminIndex >= 0 && xminIndex < static_cast<double>(ascending.size()))) {
      throw std::invalid_argument("xminIndex is " + std::to_string(xminIndex) +
                                  ", expected an index into the eigenvalues");
    }
    const auto tail = std::span(ascending).subspan(static_cast<std::size_t>(xminIndex));
    const LawFit fit = fitLaw(parseName<TailLaw>("law", law), tail);
    std::vector<double> values = toVector(x);
    for (double& value : values) value = std::exp(logDensity(fit, value));
    return toArray(values);
  });
}

val hillPlotOf(val eigenvalues, double resolution) {
  return guarded([&] {
    const HillPlot plot = hillPlot(toVector(eigenvalues), resolution);
    val object = val::object();
    object.set("tailSizes", toArray(plot.tailSizes));
    object.set("alphas", toArray(plot.alphas));
    object.set("standardErrors", toArray(plot.standardErrors));
    return object;
  });
}

val ksCurveOf(val eigenvalues, double resolution) {
  return guarded([&] {
    const KsCurve curve = ksCurve(toVector(eigenvalues), resolution);
    val object = val::object();
    object.set("alphas", toArray(curve.alphas));
    object.set("distances", toArray(curve.Ds));
    return object;
  });
}

GoodnessOfFit* createGoodnessOfFit(val eigenvalues, const std::string& rule, double seed,
                                   double resolution) {
  return guarded([&] {
    return new GoodnessOfFit(toVector(eigenvalues), parseName<KsRule>("rule", rule),
                             static_cast<std::uint32_t>(seed), resolution);
  });
}

TailBootstrap* createBootstrap(val eigenvalues, double seed, double resolution) {
  return guarded([&] {
    return new TailBootstrap(toVector(eigenvalues), static_cast<std::uint32_t>(seed), resolution);
  });
}

val toObject(const BootstrapSpread& spread) {
  val object = val::object();
  object.set("mean", spread.mean);
  object.set("standardError", spread.standardError);
  object.set("low", spread.low);
  object.set("high", spread.high);
  return object;
}

val fitUnderTest(const GoodnessOfFit& test) { return bindings::toObject(test.fit()); }
val hillSpread(const TailBootstrap& bootstrap) { return toObject(bootstrap.hill()); }
val ksSpread(const TailBootstrap& bootstrap) { return toObject(bootstrap.ks()); }
val ksRobustSpread(const TailBootstrap& bootstrap) { return toObject(bootstrap.ksRobust()); }

}  // namespace

EMSCRIPTEN_BINDINGS(tailcraft_tails) {
  using namespace emscripten;
  function("compareTails", &compareTails);
  function("tailDensity", &tailDensity);
  function("hillPlot", &hillPlotOf);
  function("ksCurve", &ksCurveOf);
  class_<GoodnessOfFit>("GoodnessOfFit")
      .constructor(&createGoodnessOfFit, allow_raw_pointers())
      .function("fit", &fitUnderTest)
      .function("advance", &GoodnessOfFit::advance)
      .function("replicates", &GoodnessOfFit::replicates)
      .function("pValue", &GoodnessOfFit::pValue)
      .function("standardError", &GoodnessOfFit::standardError);
  class_<TailBootstrap>("TailBootstrap")
      .constructor(&createBootstrap, allow_raw_pointers())
      .function("advance", &TailBootstrap::advance)
      .function("replicates", &TailBootstrap::replicates)
      .function("hill", &hillSpread)
      .function("ks", &ksSpread)
      .function("ksRobust", &ksRobustSpread);
}

}  // namespace tailcraft::bindings
