#pragma once

// Values between the engine and JavaScript. Arrays are copied out of the heap here, once; a view of
// the heap never leaves this folder, because it would be detached when the memory grows.

#include <emscripten/val.h>

#include <cstdint>
#include <string>
#include <vector>

#include "config.h"
#include "data/problem.h"
#include "names.h"
#include "run.h"
#include "snapshot.h"

namespace tailcraft::bindings {

using emscripten::val;

/// The word for a value, as JavaScript gets it.
template <typename Enum>
std::string word(Enum value) {
  return std::string(nameOf(value));
}

/// Float64Array with a copy of the numbers.
val toArray(const std::vector<double>& values);
val toArray(const Vector<double>& values);
val toArray(const double* values, std::size_t count);

/// {rows, cols, data} with a Float32Array or Float64Array, row-major.
template <typename Scalar>
val toMatrix(const Matrix<Scalar>& matrix);

/// Copies a typed array to `to`. Throws std::invalid_argument when it does not hold `count`
/// numbers.
template <typename Scalar>
void copyNumbers(const val& array, Scalar* to, Index count);

/// Any typed array or array of numbers.
std::vector<double> toVector(const val& array);

val toObject(const Config& config);
val toObject(const StepResult& result);
val toObject(const TailFit& fit);
val toObject(const TailFits& fits);
val toObject(const BulkLaw& law);
val toObject(const SpectralMeasures& measures);
val toObject(const FeatureMeasures& measures);
val toObject(const RidgeFit& fit);
val toObject(const Snapshot& snapshot);
val toObject(const Overlaps& overlaps);
val toObject(const EntryHistogram& histogram);
val toObject(const OutputScatter& scatter);
val toObject(const Denoised& denoised);
val toObject(const Spike& spike);
val toObject(const UpdateSpike& spike);

/// Throws std::invalid_argument when a field is missing, unknown, of another type or out of range.
Config toConfig(const val& object);

/// The data of `Run.replay`, in the precision of the run; sizes are those of the configuration.
template <typename Scalar>
Problem<Scalar> toProblem(const val& inputs, const Config& config);

}  // namespace tailcraft::bindings
