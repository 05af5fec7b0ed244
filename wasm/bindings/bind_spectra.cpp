// Spectra and tail fits of any matrix, without a run.

#include <emscripten/bind.h>

#include <limits>

#include "convert.h"
#include "data/npy.h"
#include "errors.h"
#include "probe.h"
#include "spectra/spectrum.h"

namespace tailcraft::bindings {

namespace {

val parseNpyBytes(val bytes) {
  return guarded([&] {
    const auto raw = emscripten::convertJSArrayToNumberVector<std::uint8_t>(bytes);
    const NpyArray array = parseNpy(std::as_bytes(std::span(raw)));
    val shape = val::array();
    for (std::uint64_t extent : array.shape) {
      shape.call<void>("push", static_cast<double>(extent));
    }
    val object = val::object();
    object.set("shape", shape);
    object.set("data", toArray(array.data));
    return object;
  });
}

val spectrum(val matrix, int rows, int cols) {
  return guarded([&] {
    std::vector<double> numbers = toVector(matrix);
    if (rows < 1 || cols < 1 || numbers.size() != static_cast<std::size_t>(rows) * cols) {
      throw std::invalid_argument("spectrum: " + std::to_string(numbers.size()) + " numbers for " +
                                  std::to_string(rows) + " x " + std::to_string(cols));
    }
    const Matrix<double> w = Eigen::Map<const Matrix<double>>(numbers.data(), rows, cols);
    // A large matrix is in memory once, not twice, while its spectrum is computed.
    numbers = {};
    return toArray(measureSpectrum(w, TopVector::unwanted).eigenvalues);
  });
}

val fitTailsOf(val eigenvalues) {
  return guarded([&] { return toObject(fitTails(toVector(eigenvalues))); });
}

val describe(val eigenvalues, int h, int d) {
  return guarded([&] { return toObject(describeSpectrum(toVector(eigenvalues), h, d)); });
}

val diverged() { return toObject(divergedSnapshot()); }

}  // namespace

EMSCRIPTEN_BINDINGS(tailcraft_spectra) {
  using emscripten::function;
  function("parseNpy", &parseNpyBytes);
  function("spectrum", &spectrum);
  function("fitTails", &fitTailsOf);
  function("describeSpectrum", &describe);
  function("divergedSnapshot", &diverged);
}

}  // namespace tailcraft::bindings
