// Random-matrix references, predictions and the functions of teacher and student, for charts to
// draw.

#include <emscripten/bind.h>

#include <limits>

#include <cmath>

#include "convert.h"
#include "data/teacher.h"
#include "errors.h"
#include "theory/hermite.h"
#include "theory/marchenko_pastur.h"
#include "theory/one_step.h"
#include "theory/spiked_model.h"
#include "theory/tracy_widom.h"

namespace tailcraft::bindings {

namespace {

val marchenkoPasturDensity(val lambda, int h, int d, double scale) {
  return guarded([&] {
    const MarchenkoPastur law(h, d);
    std::vector<double> density = toVector(lambda);
    for (double& value : density) value = law.density(value, scale);
    return toArray(density);
  });
}

val teacherFunction(const std::string& teacher, val z) {
  return guarded([&] {
    const Teacher kind = parseName<Teacher>("teacher", teacher);
    std::vector<double> values = toVector(z);
    for (double& value : values) value = teacherLink(kind, value);
    return toArray(values);
  });
}

val toObject(const OneStepPrediction& prediction) {
  val object = val::object();
  object.set("updateStrength", prediction.updateStrength);
  object.set("bulkScale", prediction.bulkScale);
  object.set("spike", bindings::toObject(prediction.spike));
  object.set("alignment", prediction.alignment);
  object.set("thresholdRate", prediction.thresholdRate);
  return object;
}

/// What the configuration says, or what is known of a run where it is a number.
OneStepSetup oneStepSetup(const Config& config, const val& known) {
  OneStepSetup setup{.n = config.batchSize == 0 ? config.n : config.batchSize,
                     .d = config.d,
                     .h = config.h,
                     .teacher = config.teacher,
                     .activation = config.activation,
                     .noise = config.noise};
  const auto given = [&](const char* name) { return std::isfinite(known[name].as<double>()); };
  if (given("secondLayerSquared")) {
    setup.secondLayerSquared = known["secondLayerSquared"].as<double>();
  }
  if (given("residualSquared")) setup.residualSquared = known["residualSquared"].as<double>();
  return setup;
}

val predictOneStep(val configuration, val known) {
  return guarded([&] {
    const Config config = toConfig(configuration);
    const OneStepSetup setup = oneStepSetup(config, known);
    val object = val::object();
    object.set("gd", toObject(predictGdStep(setup, config.learningRate)));
    object.set("sign", toObject(predictSignStep(setup, config.learningRate)));
    object.set("kappa", signStepKappa(oneStepMoments(setup), setup.n, setup.d));
    return object;
  });
}

val predictSpikeOf(int h, int d, double scale, double strength) {
  return guarded([&] { return bindings::toObject(predictSpike(h, d, scale, strength)); });
}

val teacherCoefficients(const std::string& teacher, int count) {
  return guarded(
      [&] { return toArray(hermiteCoefficients(parseName<Teacher>("teacher", teacher), count)); });
}

val activationCoefficients(const std::string& activation, int count) {
  return guarded([&] {
    return toArray(hermiteCoefficients(parseName<Activation>("activation", activation), count));
  });
}

int informationExponentOf(const std::string& teacher) {
  return guarded([&] {
    constexpr int kCoefficients = 24;
    return informationExponent(
        hermiteCoefficients(parseName<Teacher>("teacher", teacher), kCoefficients));
  });
}

val spikePValues(val eigenvalues, int h, int d, double scale) {
  return guarded([&] {
    std::vector<double> values = toVector(eigenvalues);
    const bool hasBulk = scale > 0;
    for (double& value : values) {
      value = hasBulk ? spikePValue(value, h, d, scale) : std::numeric_limits<double>::quiet_NaN();
    }
    return toArray(values);
  });
}

}  // namespace

EMSCRIPTEN_BINDINGS(tailcraft_theory) {
  using emscripten::function;
  function("marchenkoPasturDensity", &marchenkoPasturDensity);
  function("teacherFunction", &teacherFunction);
  function("predictOneStep", &predictOneStep);
  function("predictSpike", &predictSpikeOf);
  function("teacherCoefficients", &teacherCoefficients);
  function("activationCoefficients", &activationCoefficients);
  function("informationExponent", &informationExponentOf);
  function("spikePValues", &spikePValues);
}

}  // namespace tailcraft::bindings
