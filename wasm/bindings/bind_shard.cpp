// A run that is shared by several workers (engine/shard.h): what one of them does, and what they
// tell each other.

#include <emscripten/bind.h>

#include <string>
#include <type_traits>

#include "any_run.h"

namespace tailcraft::bindings {

namespace {

Pass toPass(const std::string& name) { return parseName<Pass>("pass", name); }

template <typename RunType>
using ScalarOf = typename std::remove_cvref_t<decltype(std::declval<RunType>().weights())>::Scalar;

template <typename RunType>
auto matrixFor(const RunType& run, const val& array) {
  Matrix<ScalarOf<RunType>> w(run.config().h, run.config().d);
  copyNumbers(array, w.data(), w.size());
  return w;
}

template <typename RunType>
Student<ScalarOf<RunType>> studentFor(const RunType& run, const val& w, const val& a) {
  Student<ScalarOf<RunType>> student{matrixFor(run, w), Vector<double>(run.config().h)};
  copyNumbers(a, student.a.data(), student.a.size());
  return student;
}

void requirePart(int index, int parts) {
  if (index >= 0 && index < parts) return;
  throw std::invalid_argument("part " + std::to_string(index) + " of " + std::to_string(parts));
}

Vector<double> toDense(const val& array) {
  const std::vector<double> numbers = toVector(array);
  return Eigen::Map<const Vector<double>>(numbers.data(), static_cast<Index>(numbers.size()));
}

void share(AnyRun& any, int index, int parts) {
  onRun(any, [&](auto& run) {
    requirePart(index, parts);
    run.share(unitsOfPart(run.config().h, index, parts));
  });
}

val squaredNorms(AnyRun& any) {
  return onRun(any, [](auto& run) { return toArray(run.shard().squaredNorms()); });
}

void normalize(AnyRun& any, val squaredNorms) {
  onRun(any, [&](auto& run) { run.shard().normalize(toVector(squaredNorms)); });
}

bool needsForward(AnyRun& any, std::string pass) {
  return onRun(
      any, [&](auto& run) { return run.shard().needsForward(toPass(pass), run.problem().train); });
}

val blockOutputs(AnyRun& any, std::string pass) {
  return onRun(any, [&](auto& run) {
    const Matrix<double> sums = run.shard().blockOutputs(toPass(pass), run.problem().train);
    return toArray(sums.data(), static_cast<std::size_t>(sums.size()));
  });
}

val outputs(AnyRun& any, val sums) {
  return onRun(any, [&](auto& run) { return toArray(run.shard().outputs(toVector(sums))); });
}

void receive(AnyRun& any, std::string pass, val outputs) {
  onRun(any, [&](auto& run) {
    run.shard().receive(toPass(pass), run.problem().train, toDense(outputs));
  });
}

double loss(AnyRun& any, std::string pass) {
  return onRun(any, [&](auto& run) { return run.shard().loss(toPass(pass), run.problem().train); });
}

val update(AnyRun& any) {
  return onRun(any, [](auto& run) { return toObject(run.shard().update(run.problem().train)); });
}

val shardWeights(AnyRun& any) {
  return onRun(any, [](auto& run) {
    const auto& student = run.shard().student();
    val object = val::object();
    object.set("w", toMatrix(student.w)["data"]);
    object.set("a", toArray(student.a));
    return object;
  });
}

val shardPrevious(AnyRun& any) {
  return onRun(any, [](auto& run) { return toMatrix(run.shard().previous())["data"]; });
}

void join(AnyRun& any, val w, val a, val previous) {
  onRun(any, [&](auto& run) { run.join(studentFor(run, w, a), matrixFor(run, previous)); });
}

val spectralPart(AnyRun& any, val w) {
  return onRun(any, [&](auto& run) {
    return toObject(w.isNull() ? run.initialSpectral() : run.spectralOf(matrixFor(run, w)));
  });
}

template <typename RunType>
auto studentOrInitial(const RunType& run, const val& w, const val& a) {
  return w.isNull() ? run.problem().initial : studentFor(run, w, a);
}

val ridgePart(AnyRun& any, val w, val a) {
  return onRun(any,
               [&](auto& run) { return toObject(run.ridgeFitOf(studentOrInitial(run, w, a))); });
}

val testOutputs(AnyRun& any, val w, val a, val coefficients, int part, int parts) {
  return onRun(any, [&](auto& run) {
    requirePart(part, parts);
    const Index samples = run.config().nTest;
    const Index first = samples * part / parts;
    return toArray(run.testOutputsOf(studentOrInitial(run, w, a), toDense(coefficients), first,
                                     samples * (part + 1) / parts - first));
  });
}

val featuresFrom(AnyRun& any, val fit, val outputs) {
  return onRun(any, [&](auto& run) {
    const RidgeFit ridge{toDense(fit["coefficients"]), fit["loss"].as<double>(),
                         fit["kta"].as<double>(), fit["saturation"].as<double>()};
    return toObject(run.featuresFrom(ridge, toDense(outputs)));
  });
}

val knownInitialFeatures(AnyRun& any) {
  return onRun(any, [](auto& run) {
    const auto& known = run.knownInitialFeatures();
    return known ? toObject(*known) : val::null();
  });
}

void keepInitialFeatures(AnyRun& any, val features) {
  onRun(any, [&](auto& run) {
    FeatureMeasures known;
    visitMeasures(known,
                  [&](const char* name, double& field) { field = features[name].as<double>(); });
    run.keepInitialFeatures(known);
  });
}

}  // namespace

void registerShard(emscripten::class_<AnyRun>& run) {
  run.function("share", &share)
      .function("squaredNorms", &squaredNorms)
      .function("normalize", &normalize)
      .function("needsForward", &needsForward)
      .function("blockOutputs", &blockOutputs)
      .function("outputs", &outputs)
      .function("receive", &receive)
      .function("loss", &loss)
      .function("update", &update)
      .function("shardWeights", &shardWeights)
      .function("shardPrevious", &shardPrevious)
      .function("join", &join)
      .function("spectralPart", &spectralPart)
      .function("ridgePart", &ridgePart)
      .function("testOutputs", &testOutputs)
      .function("featuresFrom", &featuresFrom)
      .function("knownInitialFeatures", &knownInitialFeatures)
      .function("keepInitialFeatures", &keepInitialFeatures);
}

}  // namespace tailcraft::bindings
