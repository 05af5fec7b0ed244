#include "probe.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <type_traits>

#include "model/backpropagation.h"
#include "model/ridge.h"
#include "spectra/spectrum.h"
#include "theory/tracy_widom.h"

namespace tailcraft {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// All that follows from `snapshot.eigenvalues`.
/// @param referenceScale  scale of the law that the spectrum is held against
/// @param line            what lies above is counted as a spike; NaN: the line of the fitted bulk
void recordSpectrum(const MarchenkoPastur& bulkLaw, double referenceScale, double line,
                    SpectralMeasures& snapshot) {
  const std::span<const double> eigenvalues(snapshot.eigenvalues);
  const SpectrumSummary summary = summarize(eigenvalues);
  snapshot.lambdaMax = summary.lambdaMax;
  snapshot.lambdaMin = summary.lambdaMin;
  snapshot.frobeniusSquared = summary.frobeniusSquared;
  snapshot.stableRank = summary.stableRank;
  snapshot.effectiveRank = summary.effectiveRank;
  snapshot.participationRatio = summary.participationRatio;

  const TailFits fits = fitTails(eigenvalues);
  snapshot.hill = fits.hill;
  snapshot.ks = fits.ks;
  snapshot.ksRobust = fits.ksRobust;

  snapshot.initialBulk = bulkLaw.law(eigenvalues, referenceScale);
  snapshot.bulk = bulkLaw.fit(eigenvalues);
  snapshot.twEdge = std::isnan(line) ? bulkLaw.spikeEdge(snapshot.bulk.scale) : line;
  snapshot.spikes = static_cast<int>(countAbove(eigenvalues, snapshot.twEdge));
  snapshot.phase = classifyPhase(eigenvalues, bulkLaw, fits, snapshot.bulk);
}

/// NaN for every number that is not a count; a status and a phase that say why.
struct NothingMeasured {
  template <typename Field>
  void operator()(const char*, Field& field) const {
    if constexpr (std::is_same_v<Field, double>) {
      field = kNaN;
    } else if constexpr (std::is_same_v<Field, TailFit> || std::is_same_v<Field, BulkLaw>) {
      visitMeasures(field, *this);
    } else if constexpr (std::is_same_v<Field, Status>) {
      field = Status::diverged;
    } else if constexpr (std::is_same_v<Field, Phase>) {
      field = Phase::diverged;
    }
  }
};

SpectralMeasures divergedSpectral() {
  SpectralMeasures measures;
  visitMeasures(measures, NothingMeasured{});
  return measures;
}

}  // namespace

template <typename Scalar>
SpectralMeasures measureSpectral(const Matrix<Scalar>& w, const Vector<double>& beta,
                                 const MarchenkoPastur& bulkLaw) {
  Spectrum spectrum = measureSpectrum(w);
  if (spectrum.eigenvalues.empty()) return divergedSpectral();
  SpectralMeasures result;
  result.eigenvalues = std::move(spectrum.eigenvalues);
  result.simWBeta = std::abs(spectrum.topRight.dot(beta));
  recordSpectrum(bulkLaw, 1, bulkLaw.spikeEdge(), result);
  return result;
}

template <typename Scalar>
Vector<double> testOutputs(const Config& config, const Student<Scalar>& student,
                           const Vector<double>& coefficients, const Dataset<Scalar>& test,
                           Index first, Index count) {
  const MatrixView<Scalar> x = inputs(test, first, count);
  if (config.train == TrainedLayers::both) return predict(student, config.activation, x);
  return ridgeOutputs(student, config.activation, config.featureScale, coefficients, x);
}

template <typename Scalar>
FeatureMeasures featureMeasures(const RidgeFit& fit, const Vector<double>& outputs,
                                const Dataset<Scalar>& test) {
  return {fit.loss, meanSquaredError(outputs, test.y), fit.kta, fit.saturation};
}

Snapshot describeSpectrum(std::vector<double> ascending, int h, int d) {
  const MarchenkoPastur bulkLaw(h, d);
  if (std::ssize(ascending) != std::min(h, d)) {
    throw std::invalid_argument("describeSpectrum: " + std::to_string(ascending.size()) +
                                " eigenvalues for a " + std::to_string(h) + " x " +
                                std::to_string(d) + " matrix");
  }
  Snapshot snapshot = divergedSnapshot();
  snapshot.status = Status::ok;
  snapshot.eigenvalues = std::move(ascending);
  const double total =
      std::accumulate(snapshot.eigenvalues.begin(), snapshot.eigenvalues.end(), 0.0);
  recordSpectrum(bulkLaw, std::sqrt(total / h / d), kNaN, snapshot);
  return snapshot;
}

Snapshot divergedSnapshot() {
  Snapshot snapshot;
  visitMeasures(snapshot, NothingMeasured{});
  snapshot.learningRate = 0;  // known of any run
  return snapshot;
}

template SpectralMeasures measureSpectral(const Matrix<float>&, const Vector<double>&,
                                          const MarchenkoPastur&);
template SpectralMeasures measureSpectral(const Matrix<double>&, const Vector<double>&,
                                          const MarchenkoPastur&);
template Vector<double> testOutputs(const Config&, const Student<float>&, const Vector<double>&,
                                    const Dataset<float>&, Index, Index);
template Vector<double> testOutputs(const Config&, const Student<double>&, const Vector<double>&,
                                    const Dataset<double>&, Index, Index);
template FeatureMeasures featureMeasures(const RidgeFit&, const Vector<double>&,
                                         const Dataset<float>&);
template FeatureMeasures featureMeasures(const RidgeFit&, const Vector<double>&,
                                         const Dataset<double>&);

}  // namespace tailcraft
