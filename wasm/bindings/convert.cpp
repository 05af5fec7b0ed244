#include "convert.h"

#include <cmath>
#include <limits>
#include <set>
#include <stdexcept>
#include <type_traits>

namespace tailcraft::bindings {

namespace {

/// Writes one field of a Config or of a Snapshot into a JavaScript object.
struct FieldWriter {
  val object = val::object();

  template <typename Field>
  void operator()(const char* name, const Field& field) {
    if constexpr (std::is_enum_v<Field>) {
      object.set(name, word(field));
    } else if constexpr (std::is_same_v<Field, std::ptrdiff_t>) {
      object.set(name, static_cast<double>(field));
    } else if constexpr (std::is_arithmetic_v<Field>) {
      object.set(name, field);
    } else if constexpr (std::is_same_v<Field, std::vector<double>>) {
      object.set(name, toArray(field));
    } else {
      object.set(name, toObject(field));
    }
  }
};

template <typename Measures>
val measuresObject(const Measures& measures) {
  FieldWriter writer;
  visitMeasures(measures, writer);
  return writer.object;
}

/// Reads one field of a Config from a JavaScript object.
struct FieldReader {
  val object;
  std::set<std::string> known{};

  template <typename Field>
  void operator()(const char* name, Field& field) {
    known.insert(name);
    const val value = object[name];
    if (value.isUndefined()) throw std::invalid_argument(std::string(name) + " is missing");
    if constexpr (std::is_enum_v<Field>) {
      requireType(name, value, "string");
      field = parseName<Field>(name, value.as<std::string>());
    } else if constexpr (std::is_same_v<Field, bool>) {
      requireType(name, value, "boolean");
      field = value.as<bool>();
    } else if constexpr (std::is_integral_v<Field>) {
      requireType(name, value, "number");
      field = toInteger<Field>(name, value.as<double>());
    } else {
      requireType(name, value, "number");
      field = value.as<double>();
    }
  }

  static void requireType(const char* name, const val& value, const char* type) {
    const auto actual = value.typeOf().as<std::string>();
    if (actual != type) {
      throw std::invalid_argument(std::string(name) + " is a " + actual + ", expected a " + type);
    }
  }

  template <typename Integer>
  static Integer toInteger(const char* name, double value) {
    const double low = std::numeric_limits<Integer>::min();
    const double high = std::numeric_limits<Integer>::max();
    if (!(value >= low && value <= high) || value != std::trunc(value)) {
      throw std::invalid_argument(std::string(name) + " is " + std::to_string(value) +
                                  ", expected a whole number");
    }
    return static_cast<Integer>(value);
  }
};

val pairObject(const OverlapPair& pair) {
  val object = val::object();
  object.set("left", toArray(pair.left.data(), static_cast<std::size_t>(pair.left.size())));
  object.set("right", toArray(pair.right.data(), static_cast<std::size_t>(pair.right.size())));
  return object;
}

template <typename Scalar>
Matrix<Scalar> matrixFrom(const val& inputs, const char* name, Index rows, Index cols) {
  const std::vector<double> numbers = toVector(inputs[name]);
  if (numbers.size() != static_cast<std::size_t>(rows * cols)) {
    throw std::invalid_argument(std::string(name) + " holds " + std::to_string(numbers.size()) +
                                " numbers, expected " + std::to_string(rows) + " x " +
                                std::to_string(cols));
  }
  return Eigen::Map<const Matrix<double>>(numbers.data(), rows, cols).template cast<Scalar>();
}

}  // namespace

val toArray(const double* values, std::size_t count) {
  return val(emscripten::typed_memory_view(count, values)).call<val>("slice");
}

val toArray(const Vector<double>& values) {
  return toArray(values.data(), static_cast<std::size_t>(values.size()));
}

val toArray(const std::vector<double>& values) { return toArray(values.data(), values.size()); }

template <typename Scalar>
val toMatrix(const Matrix<Scalar>& matrix) {
  val object = val::object();
  object.set("rows", static_cast<double>(matrix.rows()));
  object.set("cols", static_cast<double>(matrix.cols()));
  object.set("data", val(emscripten::typed_memory_view(static_cast<std::size_t>(matrix.size()),
                                                       matrix.data()))
                         .call<val>("slice"));
  return object;
}

template val toMatrix(const Matrix<float>&);
template val toMatrix(const Matrix<double>&);

template <typename Scalar>
void copyNumbers(const val& array, Scalar* to, Index count) {
  const bool isArray = !array.isUndefined() && !array.isNull() && !array["length"].isUndefined();
  const double length = isArray ? array["length"].as<double>() : 0;
  if (!isArray || length != static_cast<double>(count)) {
    throw std::invalid_argument("an array of " + std::to_string(static_cast<Index>(length)) +
                                " numbers, expected " + std::to_string(count));
  }
  val(emscripten::typed_memory_view(static_cast<std::size_t>(count), to)).call<void>("set", array);
}

template void copyNumbers(const val&, float*, Index);
template void copyNumbers(const val&, double*, Index);

std::vector<double> toVector(const val& array) {
  if (array.isUndefined() || array.isNull() || array["length"].isUndefined()) {
    throw std::invalid_argument("expected an array of numbers");
  }
  return emscripten::convertJSArrayToNumberVector<double>(array);
}

val toObject(const Config& config) {
  FieldWriter writer;
  visitFields(config, writer);
  return writer.object;
}

Config toConfig(const val& object) {
  if (object.typeOf().as<std::string>() != "object" || object.isNull()) {
    throw std::invalid_argument("the configuration is not an object");
  }
  Config config;
  FieldReader reader{object};
  visitFields(config, reader);
  const val keys = val::global("Object").call<val>("keys", object);
  const auto count = keys["length"].as<unsigned>();
  for (unsigned k = 0; k < count; ++k) {
    const auto key = keys[k].as<std::string>();
    if (!reader.known.contains(key)) throw std::invalid_argument("unknown field '" + key + "'");
  }
  validate(config);
  return config;
}

val toObject(const StepResult& result) {
  val object = val::object();
  object.set("step", result.step);
  object.set("learningRate", result.learningRate);
  object.set("loss", result.loss);
  object.set("status", word(result.status));
  return object;
}

val toObject(const TailFit& fit) { return measuresObject(fit); }

val toObject(const TailFits& fits) {
  val object = val::object();
  object.set("hill", toObject(fits.hill));
  object.set("ks", toObject(fits.ks));
  object.set("ksRobust", toObject(fits.ksRobust));
  return object;
}

val toObject(const BulkLaw& law) { return measuresObject(law); }
val toObject(const SpectralMeasures& measures) { return measuresObject(measures); }
val toObject(const FeatureMeasures& measures) { return measuresObject(measures); }
val toObject(const Snapshot& snapshot) { return measuresObject(snapshot); }

val toObject(const RidgeFit& fit) {
  val object = val::object();
  object.set("coefficients", toArray(fit.coefficients));
  object.set("loss", fit.loss);
  object.set("kta", fit.kta);
  object.set("saturation", fit.saturation);
  return object;
}

val toObject(const Overlaps& o) {
  val object = val::object();
  object.set("count", static_cast<double>(o.currentVsUpdate.left.rows()));
  object.set("previousVsUpdate", pairObject(o.previousVsUpdate));
  object.set("currentVsUpdate", pairObject(o.currentVsUpdate));
  object.set("initialVsTotal", pairObject(o.initialVsTotal));
  object.set("currentVsTotal", pairObject(o.currentVsTotal));
  object.set("updateSingularValues", toArray(o.updateSingularValues));
  object.set("totalSingularValues", toArray(o.totalSingularValues));
  object.set("betaAlignment", toArray(o.betaAlignment));
  return object;
}

val toObject(const EntryHistogram& histogram) {
  val object = val::object();
  object.set("edges", toArray(histogram.edges));
  object.set("initial", toArray(histogram.initial));
  object.set("current", toArray(histogram.current));
  return object;
}

val toObject(const OutputScatter& scatter) {
  val object = val::object();
  object.set("index", toArray(scatter.index));
  object.set("target", toArray(scatter.target));
  object.set("output", toArray(scatter.output));
  return object;
}

val toObject(const Denoised& denoised) {
  val object = val::object();
  object.set("measured", toArray(denoised.measured));
  object.set("shrunk", toArray(denoised.shrunk));
  object.set("probeLoss", denoised.probeLoss);
  object.set("testLoss", denoised.testLoss);
  object.set("rawProbeLoss", denoised.rawProbeLoss);
  object.set("rawTestLoss", denoised.rawTestLoss);
  return object;
}

val toObject(const Spike& spike) {
  val object = val::object();
  object.set("detached", spike.detached);
  object.set("strength", spike.strength);
  object.set("eigenvalue", spike.eigenvalue);
  object.set("leftOverlap", spike.leftOverlap);
  object.set("rightOverlap", spike.rightOverlap);
  return object;
}

val toObject(const UpdateSpike& spike) {
  val object = val::object();
  object.set("strength", spike.strength);
  object.set("bulkScale", spike.bulkScale);
  object.set("predicted", toObject(spike.predicted));
  object.set("predictedAlignment", spike.predictedAlignment);
  object.set("eigenvalue", spike.eigenvalue);
  object.set("leftOverlap", spike.leftOverlap);
  object.set("rightOverlap", spike.rightOverlap);
  object.set("alignment", spike.alignment);
  return object;
}

template <typename Scalar>
Problem<Scalar> toProblem(const val& inputs, const Config& config) {
  const auto dataset = [&](const char* x, const char* y, Index samples) {
    return Dataset<Scalar>{matrixFrom<Scalar>(inputs, x, samples, config.d),
                           matrixFrom<double>(inputs, y, samples, 1)};
  };
  Problem<Scalar> problem;
  problem.train = dataset("xTrain", "yTrain", config.n);
  problem.probe = dataset("xProbe", "yProbe", config.n);
  problem.test = dataset("xTest", "yTest", config.nTest);
  problem.beta = matrixFrom<double>(inputs, "beta", config.d, 1);
  problem.initial.w = matrixFrom<Scalar>(inputs, "w0", config.h, config.d);
  problem.initial.a = matrixFrom<double>(inputs, "a", config.h, 1);
  return problem;
}

template Problem<float> toProblem(const val&, const Config&);
template Problem<double> toProblem(const val&, const Config&);

}  // namespace tailcraft::bindings
