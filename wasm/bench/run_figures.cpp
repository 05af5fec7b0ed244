// What a visitor waits for: a step, a probe and their parts, whole runs and a sweep.

#include <algorithm>
#include <memory>

#include "cost.h"
#include "figures.h"
#include "model/activation.h"
#include "model/backpropagation.h"
#include "model/ridge.h"
#include "optim/optimizer.h"
#include "run.h"
#include "spectra/spectrum.h"
#include "tails/power_law.h"

namespace tailcraft::bench {

namespace {

volatile double sink;

Config config(const Size& size) {
  Config result;
  result.n = result.nTest = static_cast<int>(size.n);
  result.d = static_cast<int>(size.d);
  result.h = static_cast<int>(size.h);
  return result;
}

double entries(const Size& s) { return static_cast<double>(s.n) * static_cast<double>(s.h); }
double noOperations(const Size& /*size*/) { return 0; }
double stepOperations(const Size& s) { return estimateCost(config(s)).stepFlops; }
double probeOperations(const Size& s) { return estimateCost(config(s)).probeFlops; }

/// A run after its first step.
std::shared_ptr<Run<float>> started(const Size& size) {
  auto run = std::make_shared<Run<float>>(config(size));
  run->step();
  return run;
}

Work drawing(const Size& size) {
  return [size] { sink = drawProblem<float>(config(size)).beta[0]; };
}

Work stepping(const Size& size) {
  return [run = started(size)] { sink = run->step().loss; };
}

Work steppingWithProbe(const Size& size) {
  return [run = started(size)] {
    run->step();
    sink = run->probe().kta;
  };
}

/// tanh and its slope over an n x h matrix.
Work activations(const Size& size) {
  return [z = Matrix<float>(Matrix<float>::Random(size.n, size.h)),
          value = Vector<float>(size.h)]() mutable {
    const auto h = static_cast<std::size_t>(z.cols());
    for (Index i = 0; i < z.rows(); ++i) {
      activateWithSlope<float>(Activation::tanh, {z.data() + i * z.cols(), h}, {value.data(), h});
    }
  };
}

Work forwardPass(const Size& size) {
  const auto run = started(size);
  const auto model =
      std::make_shared<Backpropagation<float>>(Activation::tanh, TrainedLayers::first);
  return [=] { sink = model->forward({run->weights(), run->secondLayer()}, run->problem().train); };
}

Work adam(const Size& size) {
  const UpdateRule rule = updateRule(config(size));
  return [=, w = Matrix<float>(Matrix<float>::Random(size.h, size.d)),
          g = Matrix<float>(Matrix<float>::Random(size.h, size.d)),
          moments = Moments<float>()]() mutable {
    applyUpdate<float>(rule, 1e-3, 0, 1, w, g, moments);
  };
}

Work spectrum(const Size& size) {
  return [run = started(size)] {
    sink = measureSpectrum(run->weights(), TopVector::wanted).topRight[0];
  };
}

Work readout(const Size& size) {
  return [run = started(size)] {
    sink = run->featuresOf({run->weights(), run->secondLayer()}).kta;
  };
}

std::vector<double> eigenvaluesAfterSteps(const Size& size) {
  return measureSpectrum(started(size)->weights(), TopVector::unwanted).eigenvalues;
}

Work tailFits(const Size& size) {
  return [values = eigenvaluesAfterSteps(size)] { sink = fitTails(values).hill.alpha; };
}

Work bulkFit(const Size& size) {
  return [law = MarchenkoPastur(static_cast<int>(size.h), static_cast<int>(size.d)),
          values = eigenvaluesAfterSteps(size)] {
    sink = law.fit(values).scale + law.law(values, 1).ksDistance;
  };
}

/// All steps of the configuration, with a probe before the first, after each `every` and at the
/// end.
void finish(Run<float>& run, int every) {
  const int steps = run.config().steps;
  sink = run.probe().kta;
  for (int t = 1; t <= steps; ++t) {
    run.step();
    if (t % every == 0 || t == steps) sink = run.probe().kta;
  }
}

template <bool everyStep>
Work wholeRun(const Size& size) {
  return [=] {
    Run<float> run(config(size));
    finish(run, everyStep ? 1 : run.config().steps);
  };
}

/// What every cell of a sweep but the first costs: data, W_0, its probe and the first gradient are
/// there already.
Work sweepCell(const Size& size) {
  Config first = config(size);
  auto run = std::make_shared<Run<float>>(first);
  finish(*run, first.steps);
  return [=, cell = first]() mutable {
    cell.learningRate = cell.learningRate < 1 ? 3 * cell.learningRate : 0.01;
    run->restart(cell);
    finish(*run, cell.steps);
  };
}

}  // namespace

std::vector<Figure> runFigures() {
  return {
      {"draw", noOperations, drawing},
      {"step", stepOperations, stepping},
      {"step and probe", [](const Size& s) { return stepOperations(s) + probeOperations(s); },
       steppingWithProbe},
      {"activations", entries, activations},
      {"forward pass", [](const Size& s) { return stepOperations(s) / 2; }, forwardPass},
      {"Adam", noOperations, adam},
      {"spectrum", noOperations, spectrum},
      {"read-out", noOperations, readout},
      {"tail fits", noOperations, tailFits},
      {"bulk fit", noOperations, bulkFit},
      {"run", noOperations, wholeRun<false>},
      {"run, probe at every step", noOperations, wholeRun<true>},
      {"next cell of a sweep", noOperations, sweepCell},
  };
}

}  // namespace tailcraft::bench
