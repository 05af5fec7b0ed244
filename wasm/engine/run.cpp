#include "run.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "linalg/multiply.h"
#include "linalg/singular_vectors.h"
#include "model/ridge.h"
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
void requireMatching(const Config& config, const Problem<Scalar>& problem) {
  requireDataset("train", problem.train, config.n, config.d);
  requireDataset("probe", problem.probe, config.n, config.d);
  requireDataset("test", problem.test, config.nTest, config.d);
  requireSize("beta: length", problem.beta.size(), config.d);
  requireSize("W_0: rows", problem.initial.w.rows(), config.h);
  requireSize("W_0: columns", problem.initial.w.cols(), config.d);
  requireSize("a: length", problem.initial.a.size(), config.h);
}

template <typename Scalar>
Problem<Scalar> matching(const Config& config, Problem<Scalar> problem) {
  requireMatching(config, problem);
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
      bulkLaw_(config.h, config.d),
      shard_(config_, problem_.initial, {0, config.h}) {
  packInputs(problem_);
}

template <typename Scalar>
void Run<Scalar>::restart(const Config& config) {
  // What can fail comes first: a refused configuration leaves the run as it is.
  validate(config);
  const bool redraw = !replayed_ && !sameProblem(config_, config);
  if (replayed_) requireMatching(config, problem_);
  if (redraw) problem_ = drawProblem<Scalar>(config);
  const Config old = std::exchange(config_, config);
  InitialGradientCache<Scalar> initialGradients = shard_.initialGradients();
  if (redraw) {
    packInputs(problem_);
    bulkLaw_ = MarchenkoPastur(config.h, config.d);
    initialSpectral_.reset();
    initialFeatures_.reset();
    initialGradients = {};
  }
  if (old.activation != config.activation || old.train != config.train) initialGradients = {};
  if (old.activation != config.activation || old.reg != config.reg ||
      old.featureScale != config.featureScale || old.train != config.train) {
    initialFeatures_.reset();
  }
  joined_.reset();
  joinedPrevious_ = {};
  shard_ = Shard<Scalar>(config_, problem_.initial, {0, config.h}, std::move(initialGradients));
}

template <typename Scalar>
void Run<Scalar>::share(UnitRange units) {
  if (shard_.step() != 0) throw std::logic_error("share: the run is not at step 0");
  shard_ = Shard<Scalar>(config_, problem_.initial, units, shard_.initialGradients());
}

template <typename Scalar>
void Run<Scalar>::join(Student<Scalar> student, Matrix<Scalar> previous) {
  for (const Matrix<Scalar>* w : {&student.w, &previous}) {
    requireSize("join: rows", w->rows(), config_.h);
    requireSize("join: columns", w->cols(), config_.d);
  }
  requireSize("join: length of a", student.a.size(), config_.h);
  joined_ = std::move(student);
  joinedPrevious_ = std::move(previous);
}

template <typename Scalar>
void Run<Scalar>::requireUnshared(const char* what) const {
  if (!joined_ && shard_.isWhole()) return;
  throw std::logic_error(std::string(what) + ": the run is shared");
}

template <typename Scalar>
const Student<Scalar>& Run<Scalar>::whole() const {
  if (joined_) return *joined_;
  requireUnshared("weights");
  return shard_.student();
}

template <typename Scalar>
StepResult Run<Scalar>::step() {
  requireUnshared("step");
  return shard_.step(problem_.train);
}

template <typename Scalar>
Snapshot Run<Scalar>::probe() {
  Snapshot snapshot = divergedSnapshot();
  snapshot.step = shard_.step();
  snapshot.learningRate = shard_.lastRate();
  if (shard_.status() == Status::diverged) return snapshot;
  requireUnshared("probe");
  const Student<Scalar>& student = shard_.student();
  const bool initial = shard_.step() == 0;
  if (student.a.allFinite()) {
    static_cast<SpectralMeasures&>(snapshot) = initial ? initialSpectral() : spectralOf(student.w);
  }
  if (snapshot.status == Status::diverged) {
    shard_.setDiverged();
    return snapshot;
  }
  static_cast<FeatureMeasures&>(snapshot) = initial ? initialFeatures() : featuresOf(student);
  snapshot.trainLoss = shard_.fullBatchLoss(problem_.train);
  return snapshot;
}

template <typename Scalar>
SpectralMeasures Run<Scalar>::spectralOf(const Matrix<Scalar>& w) const {
  return measureSpectral(w, problem_.beta, bulkLaw_);
}

template <typename Scalar>
FeatureMeasures Run<Scalar>::featuresOf(const Student<Scalar>& student) const {
  const RidgeFit fit = ridgeFitOf(student);
  return featuresFrom(fit, testOutputsOf(student, fit.coefficients, 0, config_.nTest));
}

template <typename Scalar>
RidgeFit Run<Scalar>::ridgeFitOf(const Student<Scalar>& student) const {
  return fitRidge(student, config_.activation, config_.featureScale, config_.reg, problem_.probe);
}

template <typename Scalar>
Vector<double> Run<Scalar>::testOutputsOf(const Student<Scalar>& student,
                                          const Vector<double>& coefficients, Index first,
                                          Index count) const {
  return testOutputs(config_, student, coefficients, problem_.test, first, count);
}

template <typename Scalar>
FeatureMeasures Run<Scalar>::featuresFrom(const RidgeFit& fit,
                                          const Vector<double>& outputs) const {
  requireSize("featuresFrom: number of outputs", outputs.size(), config_.nTest);
  return featureMeasures(fit, outputs, problem_.test);
}

template <typename Scalar>
const SpectralMeasures& Run<Scalar>::initialSpectral() {
  if (!initialSpectral_) initialSpectral_ = spectralOf(problem_.initial.w);
  return *initialSpectral_;
}

template <typename Scalar>
const FeatureMeasures& Run<Scalar>::initialFeatures() {
  if (!initialFeatures_) initialFeatures_ = featuresOf(problem_.initial);
  return *initialFeatures_;
}

template <typename Scalar>
Overlaps Run<Scalar>::overlaps(Index count) const {
  if (count < 1)
    throw std::invalid_argument("overlaps: count is " + std::to_string(count) +
                                ", expected at least 1");
  return measureOverlaps(problem_.initial.w, joined_ ? joinedPrevious_ : shard_.previous(),
                         weights(), problem_.beta, count);
}

template <typename Scalar>
EntryHistogram Run<Scalar>::entryHistogram(int bins) const {
  if (bins < 1 || bins > 10000) {
    throw std::invalid_argument("entryHistogram: bins is " + std::to_string(bins) +
                                ", expected a whole number from 1 to 10000");
  }
  const Matrix<Scalar>& initial = problem_.initial.w;
  EntryHistogram result;
  if (!weights().allFinite()) return result;
  const double low = std::min(initial.minCoeff(), weights().minCoeff());
  const double high = std::max(initial.maxCoeff(), weights().maxCoeff());
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
  result.current = count(weights());
  return result;
}

template <typename Scalar>
OutputScatter Run<Scalar>::outputScatter() const {
  const Vector<double> output = predict(whole(), config_.activation, inputs(problem_.probe));
  const Vector<double> index = problem_.probe.x.template cast<double>() * problem_.beta;
  const auto toVector = [](const Vector<double>& v) {
    return std::vector<double>(v.begin(), v.end());
  };
  return {toVector(index), toVector(problem_.probe.y), toVector(output)};
}

template <typename Scalar>
Denoised Run<Scalar>::denoise() const {
  Denoised result;
  const Spectrum spectrum = measureSpectrum(weights(), TopVector::unwanted);
  if (spectrum.eigenvalues.empty()) {
    result.probeLoss = result.testLoss = result.rawProbeLoss = result.rawTestLoss =
        std::numeric_limits<double>::quiet_NaN();
    return result;
  }
  const BulkLaw bulk = bulkLaw_.fit(spectrum.eigenvalues);
  const bool hasBulk = bulk.scale > 0;  // otherwise there is no noise to take away
  const auto kept = static_cast<Index>(countAbove(spectrum.eigenvalues, hasBulk ? bulk.upper : 0));
  Student<Scalar> clean{Matrix<Scalar>::Zero(config_.h, config_.d), whole().a};
  if (kept > 0) {
    const SingularVectors top = singularVectors(weights(), kept);
    result.measured.assign(top.values.begin(), top.values.begin() + kept);
    result.shrunk = hasBulk ? shrinkSingularValues(config_.h, config_.d, bulk.scale,
                                                   result.measured, ShrinkageLoss::frobenius)
                            : result.measured;
    Matrix<double> scaled = top.u;
    for (Index k = 0; k < kept; ++k) scaled.col(k) *= result.shrunk[static_cast<std::size_t>(k)];
    Matrix<double> product;
    multiply(view(scaled), view(top.v).transposed(), product);
    clean.w = product.template cast<Scalar>();
  }
  const auto testLoss = [&](const Student<Scalar>& student, const RidgeFit& fit) {
    return meanSquaredError(ridgeOutputs(student, config_.activation, config_.featureScale,
                                         fit.coefficients, inputs(problem_.test)),
                            problem_.test.y);
  };
  const RidgeFit ofClean = ridgeFitOf(clean);
  const RidgeFit ofRaw = ridgeFitOf(whole());
  result.probeLoss = ofClean.loss;
  result.testLoss = testLoss(clean, ofClean);
  result.rawProbeLoss = ofRaw.loss;
  result.rawTestLoss = testLoss(whole(), ofRaw);
  return result;
}

template <typename Scalar>
UpdateSpike Run<Scalar>::updateSpike() const {
  return spikeOfUpdate(problem_.initial.w, weights(), problem_.initial.a, problem_.beta);
}

template class Run<float>;
template class Run<double>;

}  // namespace tailcraft
