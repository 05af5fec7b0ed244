// What a visitor waits for, natively: an optimiser step, the spectrum, a full probe.
// `npm run bench` runs these beside the same figures of the WebAssembly module.

#include <benchmark/benchmark.h>

#include <algorithm>

#include "cost.h"
#include "peak.h"
#include "run.h"
#include "spectra/spectrum.h"

namespace tailcraft {
namespace {

Config small() { return Config{}; }

/// The size of the experiments in arXiv 2406.04657.
Config paper() {
  Config config;
  config.n = 2000;
  config.nTest = 2000;
  config.d = 1000;
  config.h = 1500;
  return config;
}

void countOperations(benchmark::State& state, double perIteration) {
  using benchmark::Counter;
  state.counters["operations"] =
      Counter(perIteration, Counter::kIsIterationInvariantRate, Counter::kIs1000);
}

void peak32(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(peakFloat());
  countOperations(state, peakOperationsFloat());
}

void peak64(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(peakDouble());
  countOperations(state, peakOperationsDouble());
}

void step(benchmark::State& state, Config (*size)()) {
  Run<float> run(size());
  run.step();
  for (auto _ : state) benchmark::DoNotOptimize(run.step());
  countOperations(state, estimateCost(size()).stepFlops);
}

void probe(benchmark::State& state, Config (*size)()) {
  Run<float> run(size());
  run.step();
  for (auto _ : state) {
    benchmark::DoNotOptimize(run.probe());
    state.PauseTiming();
    run.step();  // so that no probe finds its forward pass done already or its weights unchanged
    state.ResumeTiming();
  }
  countOperations(state, estimateCost(size()).probeFlops);
}

void spectrum(benchmark::State& state, Config (*size)()) {
  const Config config = size();
  const Run<float> run(config);
  const Matrix<double> w = run.weights().cast<double>();
  for (auto _ : state) benchmark::DoNotOptimize(measureSpectrum(w, TopVector::unwanted));
  const double p = std::min(config.h, config.d);
  countOperations(state, p * config.h * config.d + 4.0 / 3 * p * p * p);
}

BENCHMARK(peak32)->Unit(benchmark::kMillisecond);
BENCHMARK(peak64)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(step, small, small)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(spectrum, small, small)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(probe, small, small)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(step, paper, paper)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(spectrum, paper, paper)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(probe, paper, paper)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tailcraft
