// A run that is shared by several workers (engine/shard.h): what one of them does, and what they
// tell each other.

#include <emscripten/bind.h>

#include <string>
#include <type_traits>

#include "any_run.h"

namespace tailcraft::bindings {

namespace {

Pass toPass(const std::string& name) {
  if (name == "step") return Pass::step;
  if (name == "probe") return Pass::probe;
  throw std::invalid_argument("pass is '" + name + "', expected step or probe");
}

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

void share(AnyRun& any, int index, int parts) {
  onRun(any, [&](auto& run) {
    if (index < 0 || parts < 1 || index >= parts) {
      throw std::invalid_argument("share: part " + std::to_string(index) + " of " +
                                  std::to_string(parts));
    }
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
    const std::vector<double> f = toVector(outputs);
    run.shard().receive(toPass(pass), run.problem().train,
                        Eigen::Map<const Vector<double>>(f.data(), static_cast<Index>(f.size())));
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

void setDiverged(AnyRun& any) {
  onRun(any, [](auto& run) { run.shard().setDiverged(); });
}

void join(AnyRun& any, val w, val a, val previous) {
  onRun(any, [&](auto& run) { run.join(studentFor(run, w, a), matrixFor(run, previous)); });
}

val spectralPart(AnyRun& any, val w) {
  return onRun(any, [&](auto& run) {
    return toObject(w.isNull() ? run.initialSpectral() : run.spectralOf(matrixFor(run, w)));
  });
}

val featurePart(AnyRun& any, val w, val a) {
  return onRun(any, [&](auto& run) {
    return toObject(w.isNull() ? run.initialFeatures() : run.featuresOf(studentFor(run, w, a)));
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
      .function("setDiverged", &setDiverged)
      .function("join", &join)
      .function("spectralPart", &spectralPart)
      .function("featurePart", &featurePart);
}

}  // namespace tailcraft::bindings
