#include "run.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "linalg/singular_vectors.h"
#include "model/readout.h"
#include "probe.h"
#include "spectra/spectrum.h"
#include "theory/shrinkage.h"
#include "theory/tracy_widom.h"

namespace tailcraft {

namespace {

const Config& validated(const Config& config) {
  validate(config);
  return config;
}

void requireSize(const char* what, Index actual, Index expected) {
  if (actual == expected) return;
  throw std::invalid_argument(std::string(what) + " is " + std::to_string(actual) +
                              ", the configuration says " + std::to_string(expected));
}

template <typename Scalar>
void requireDataset(const std::string& name, const Dataset<Scalar>& data, Index samples, Index d) {
  requireSize((name + ": number of samples").c_str(), data.x.rows(), samples);
  requireSize((name + ": number of targets").c_str(), data.y.size(), samples);
  requireSize((name + ": input dimension").c_str(), data.x.cols(), d);
}

template <typename Scalar>
Problem<Scalar> matching(const Config& config, Problem<Scalar> problem) {
  requireDataset("train", problem.train, config.n, config.d);
  requireDataset("probe", problem.probe, config.n, config.d);
  requireDataset("test", problem.test, config.nTest, config.d);
  requireSize("beta: length", problem.beta.size(), config.d);
  requireSize("W_0: rows", problem.initial.w.rows(), config.h);
  requireSize("W_0: columns", problem.initial.w.cols(), config.d);
  requireSize("a: length", problem.initial.a.size(), config.h);
  return problem;
}

}  // namespace

template <typename Scalar>
Run<Scalar>::Run(const Config& config) : Run(validated(config), drawProblem<Scalar>(config)) {
  replayed_ = false;
}

template <typename Scalar>
Run<Scalar>::Run(const Config& config, Problem<Scalar> problem)
    : config_(validated(config)),
      problem_(matching(config, std::move(problem))),
      replayed_(true),
      schedule_(config),
      rule_(updateRule(config)),
      batches_(config.seed, config.batchSize),
      backpropagation_(config.activation),
      bulkLaw_(config.h, config.d) {
  reset();
}

template <typename Scalar>
void Run<Scalar>::reset() {
  student_ = problem_.initial;
  previous_ = problem_.initial.w;
  firstMoments_ = {};
  secondMoments_ = {};
  step_ = 0;
  lastRate_ = 0;
  status_ = Status::ok;
  forwardLoss_.reset();
}

template <typename Scalar>
void Run<Scalar>::restart(const Config& config) {
  validate(config);
  const Config old = std::exchange(config_, config);
  if (replayed_) {
    problem_ = matching(config, std::move(problem_));
  } else if (!sameProblem(old, config)) {
    problem_ = drawProblem<Scalar>(config);
    bulkLaw_ = MarchenkoPastur(config.h, config.d);
    memo_ = {};
  }
  if (old.activation != config.activation) memo_ = {};
  if (old.reg != config.reg || old.readout != config.readout || old.train != config.train) {
    memo_.snapshot.reset();
  }
  schedule_ = Schedule(config);
  rule_ = updateRule(config);
  batches_ = Batches<Scalar>(config.seed, config.batchSize);
  backpropagation_ = Backpropagation<Scalar>(config.activation);
  reset();
}

template <typename Scalar>
void Run<Scalar>::normalizeWeights() {
  const double norm = student_.w.norm();
  if (!(norm > 0)) return;
  const double target = std::sqrt(static_cast<double>(student_.w.size()));
  student_.w *= static_cast<Scalar>(target / norm);
  forwardLoss_.reset();
}

template <typename Scalar>
double Run<Scalar>::trainLoss() {
  if (step_ == 0 && memo_.loss) return *memo_.loss;
  if (!forwardLoss_) forwardLoss_ = backpropagation_.forward(student_, problem_.train);
  if (step_ == 0) memo_.loss = forwardLoss_;
  return *forwardLoss_;
}

template <typename Scalar>
double Run<Scalar>::computeGradient() {
  if (!batches_.fullBatch(problem_.train.x.rows())) {
    const Dataset<Scalar>& batch = batches_.at(step_, problem_.train);
    const double loss = backpropagation_.forward(student_, batch);
    backpropagation_.firstLayerGradient(batch, gradient_);
    return loss;
  }
  const bool first = step_ == 0 && !config_.weightNormalization;
  if (first && memo_.loss && memo_.firstLayerGradient.size() > 0) {
    gradient_ = memo_.firstLayerGradient;
    return *memo_.loss;
  }
  if (!forwardLoss_) forwardLoss_ = backpropagation_.forward(student_, problem_.train);
  backpropagation_.firstLayerGradient(problem_.train, gradient_);
  if (first) {
    memo_.loss = forwardLoss_;
    memo_.firstLayerGradient = gradient_;
    memo_.secondLayerGradient = backpropagation_.secondLayerGradient();
  }
  return *forwardLoss_;
}

template <typename Scalar>
StepResult Run<Scalar>::step() {
  if (status_ == Status::diverged) {
    ++step_;
    return {step_, schedule_.rate(step_ - 1), std::numeric_limits<double>::quiet_NaN(), status_};
  }
  const bool firstStep = step_ == 0;
  const double rate = schedule_.rate(step_);
  previous_ = student_.w;
  if (config_.weightNormalization) normalizeWeights();
  const double loss = computeGradient();
  Matrix<double> secondGradient;
  if (config_.train == TrainedLayers::both) {
    const bool remembered = firstStep && memo_.secondLayerGradient.size() > 0 &&
                            !config_.weightNormalization && batches_.fullBatch(config_.n);
    secondGradient =
        (remembered ? memo_.secondLayerGradient : backpropagation_.secondLayerGradient())
            .transpose();
  }
  forwardLoss_.reset();
  ++step_;
  applyUpdate<Scalar>(rule_, rate, config_.weightDecay, step_, student_.w, gradient_,
                      firstMoments_);
  if (config_.train == TrainedLayers::both) {
    Eigen::Map<Matrix<double>> a(student_.a.data(), 1, student_.a.size());
    applyUpdate<double>(rule_, rate, config_.weightDecay, step_, a, secondGradient, secondMoments_);
  }
  lastRate_ = rate;
  if (!std::isfinite(loss) || !student_.w.allFinite() || !student_.a.allFinite()) {
    status_ = Status::diverged;
  }
  return {step_, rate, loss, status_};
}

template <typename Scalar>
Snapshot Run<Scalar>::probe() {
  if (step_ == 0 && memo_.snapshot) return *memo_.snapshot;
  Snapshot snapshot = status_ == Status::diverged
                          ? divergedSnapshot()
                          : measureStudent(config_, student_, problem_, bulkLaw_);
  snapshot.step = step_;
  snapshot.learningRate = lastRate_;
  if (snapshot.status == Status::ok) {
    snapshot.trainLoss = trainLoss();
  } else {
    status_ = Status::diverged;
  }
  if (step_ == 0) memo_.snapshot = snapshot;
  return snapshot;
}

template <typename Scalar>
Overlaps Run<Scalar>::overlaps(Index count) const {
  if (count < 1)
    throw std::invalid_argument("overlaps: count is " + std::to_string(count) +
                                ", expected at least 1");
  return measureOverlaps(problem_.initial.w, previous_, student_.w, problem_.beta, count);
}

template <typename Scalar>
EntryHistogram Run<Scalar>::entryHistogram(int bins) const {
  if (bins < 1 || bins > 10000) {
    throw std::invalid_argument("entryHistogram: bins is " + std::to_string(bins) +
                                ", expected a whole number from 1 to 10000");
  }
  const Matrix<Scalar>& initial = problem_.initial.w;
  EntryHistogram result;
  if (!student_.w.allFinite()) return result;
  const double low = std::min(initial.minCoeff(), student_.w.minCoeff());
  const double high = std::max(initial.maxCoeff(), student_.w.maxCoeff());
  const double width = high > low ? (high - low) / bins : 1.0;
  for (int k = 0; k <= bins; ++k) result.edges.push_back(low + width * k);
  const auto count = [&](const Matrix<Scalar>& w) {
    std::vector<double> counts(static_cast<std::size_t>(bins), 0.0);
    for (Index k = 0; k < w.size(); ++k) {
      const auto bin = static_cast<std::size_t>((static_cast<double>(w.data()[k]) - low) / width);
      counts[std::min(bin, counts.size() - 1)] += 1;
    }
    return counts;
  };
  result.initial = count(initial);
  result.current = count(student_.w);
  return result;
}

template <typename Scalar>
OutputScatter Run<Scalar>::outputScatter() const {
  const Vector<double> output = predict(student_, config_.activation, problem_.probe.x);
  const Vector<double> index = problem_.probe.x.template cast<double>() * problem_.beta;
  const auto toVector = [](const Vector<double>& v) {
    return std::vector<double>(v.begin(), v.end());
  };
  return {toVector(index), toVector(problem_.probe.y), toVector(output)};
}

template <typename Scalar>
Denoised Run<Scalar>::denoise() const {
  Denoised result;
  const Spectrum spectrum = measureSpectrum(student_.w, TopVector::unwanted);
  if (spectrum.eigenvalues.empty()) {
    result.probeLoss = result.testLoss = result.rawProbeLoss = result.rawTestLoss =
        std::numeric_limits<double>::quiet_NaN();
    return result;
  }
  const BulkLaw bulk = bulkLaw_.fit(spectrum.eigenvalues);
  const auto kept = static_cast<Index>(countAbove(spectrum.eigenvalues, bulk.upper));
  Student<Scalar> clean{Matrix<Scalar>::Zero(config_.h, config_.d), student_.a};
  if (kept > 0 && bulk.scale > 0) {
    const SingularVectors top = singularVectors(student_.w, kept);
    result.measured.assign(top.values.begin(), top.values.begin() + kept);
    result.shrunk = shrinkSingularValues(config_.h, config_.d, bulk.scale, result.measured,
                                         ShrinkageLoss::frobenius);
    const Eigen::Map<const Vector<double>> values(result.shrunk.data(), kept);
    clean.w = (top.u * values.asDiagonal() * top.v.transpose()).template cast<Scalar>();
  }
  const auto losses = [&](const Student<Scalar>& student) {
    return measureReadout(student, config_.activation, config_.readout, config_.reg, problem_.probe,
                          problem_.test);
  };
  const ReadoutLosses cleanLosses = losses(clean);
  const ReadoutLosses rawLosses = losses(student_);
  result.probeLoss = cleanLosses.probe;
  result.testLoss = cleanLosses.test;
  result.rawProbeLoss = rawLosses.probe;
  result.rawTestLoss = rawLosses.test;
  return result;
}

template <typename Scalar>
UpdateSpike Run<Scalar>::updateSpike() const {
  return spikeOfUpdate(problem_.initial.w, student_.w, problem_.initial.a, problem_.beta);
}

template class Run<float>;
template class Run<double>;

}  // namespace tailcraft
