// Spectra and tail fits of any matrix, without a run.

#include <emscripten/bind.h>

#include <cmath>
#include <utility>

#include "convert.h"
#include "data/npy.h"
#include "errors.h"
#include "probe.h"
#include "spectra/resolution.h"
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

val spectrumObject(const Spectrum& spectrum) {
  val object = val::object();
  object.set("eigenvalues", toArray(spectrum.eigenvalues));
  object.set("resolution", spectrum.resolution);
  object.set("rows", spectrum.rows);
  object.set("columns", spectrum.columns);
  object.set("exponent", spectrum.exponent);
  return object;
}

double roundoffOf(val matrix) {
  return guarded([&] { return unitRoundoff(toVector(matrix)); });
}

val spectrum(val matrix, int rows, int cols, double roundoff) {
  return guarded([&] {
    std::vector<double> numbers = toVector(matrix);
    if (rows < 1 || cols < 1 || numbers.size() != static_cast<std::size_t>(rows) * cols) {
      throw std::invalid_argument("spectrum: " + std::to_string(numbers.size()) + " numbers for " +
                                  std::to_string(rows) + " x " + std::to_string(cols));
    }
    const Matrix<double> w = Eigen::Map<const Matrix<double>>(numbers.data(), rows, cols);
    // A large matrix is in memory once, not twice, while its spectrum is computed.
    numbers = {};
    return spectrumObject(measureSpectrum(w, TopVector::unwanted, roundoff));
  });
}

val fitTailsOf(val eigenvalues, double resolution) {
  return guarded([&] { return toObject(fitTails(toVector(eigenvalues), resolution)); });
}

val describe(val measured, int h, int d) {
  return guarded([&] {
    Spectrum spectrum;
    spectrum.eigenvalues = toVector(measured["eigenvalues"]);
    spectrum.resolution = measured["resolution"].as<double>();
    spectrum.rows = measured["rows"].as<int>();
    spectrum.columns = measured["columns"].as<int>();
    return toObject(describeSpectrum(std::move(spectrum), h, d));
  });
}

/// Here, because JavaScript's own differs between versions of V8 in the last bit.
val log10Of(val values) {
  return guarded([&] {
    std::vector<double> numbers = toVector(values);
    for (double& x : numbers) x = std::log10(x);
    return toArray(numbers);
  });
}

val diverged() { return toObject(divergedSnapshot()); }

}  // namespace

EMSCRIPTEN_BINDINGS(tailcraft_spectra) {
  using emscripten::function;
  function("parseNpy", &parseNpyBytes);
  function("unitRoundoff", &roundoffOf);
  function("spectrum", &spectrum);
  function("log10", &log10Of);
  function("fitTails", &fitTailsOf);
  function("describeSpectrum", &describe);
  function("divergedSnapshot", &diverged);
}

}  // namespace tailcraft::bindings
