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

BulkLaw noLaw() { return {kNaN, kNaN, kNaN, kNaN, 0}; }

/// Takes the spectrum over, of W itself and not of a multiple of it.
void keep(Spectrum& spectrum, SpectralMeasures& snapshot) {
  snapshot.eigenvalues = std::move(spectrum.eigenvalues);
  snapshot.resolution = spectrum.resolution;
  snapshot.rows = spectrum.rows;
  snapshot.columns = spectrum.columns;
  if (spectrum.exponent == 0) return;
  for (double& value : snapshot.eigenvalues) value = std::ldexp(value, -2 * spectrum.exponent);
  snapshot.resolution = std::ldexp(snapshot.resolution, -2 * spectrum.exponent);
}

/// A law of that shape; `usual` where it is the one.
template <typename Use>
void withLawOf(const CountedPart& part, const MarchenkoPastur& usual, int h, int d, Use&& use) {
  const bool same = part.large == std::max(h, d) && part.small == std::min(h, d);
  if (same || part.large == 0 || part.small == 0) {
    use(usual);
  } else {
    use(MarchenkoPastur(part.large, part.small));
  }
}

/// All that follows from the spectrum.
/// @param law             of the part that counts
/// @param referenceScale  scale of the law that the spectrum is held against
/// @param line            what lies above is counted as a spike; NaN: the line of the fitted bulk
void recordSpectrum(const CountedPart& part, const MarchenkoPastur& law, double referenceScale,
                    double line, SpectralMeasures& snapshot) {
  const SpectrumSummary summary = summarize(snapshot.eigenvalues);
  snapshot.lambdaMax = summary.lambdaMax;
  snapshot.lambdaMin = summary.lambdaMin;
  snapshot.frobeniusSquared = summary.frobeniusSquared;
  snapshot.stableRank = summary.stableRank;
  snapshot.effectiveRank = summary.effectiveRank;
  snapshot.participationRatio = summary.participationRatio;
  snapshot.rank = summary.rank;

  const TailFits fits = fitTails(snapshot.eigenvalues, snapshot.resolution);
  snapshot.hill = fits.hill;
  snapshot.ks = fits.ks;
  snapshot.ksRobust = fits.ksRobust;

  snapshot.initialBulk = law.law(part.values, referenceScale);
  snapshot.bulk = part.hasBulk ? law.fit(part.values) : noLaw();
  snapshot.twEdge = std::isnan(line) ? law.spikeEdge(snapshot.bulk.scale) : line;
  snapshot.spikes = std::isnan(snapshot.twEdge)
                        ? 0
                        : static_cast<int>(countAbove(snapshot.eigenvalues, snapshot.twEdge));
  snapshot.phase = classifyPhase(part, law, fits, snapshot.bulk);
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
    } else if constexpr (std::is_same_v<Field, NoTail>) {
      field = NoTail::notFinite;
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
  result.simWBeta = std::abs(spectrum.topRight.dot(beta));
  keep(spectrum, result);
  if (!std::isfinite(result.eigenvalues.back())) return divergedSpectral();
  const auto h = static_cast<int>(w.rows());
  const auto d = static_cast<int>(w.cols());
  const CountedPart part =
      countedPart(result.eigenvalues, result.resolution, result.rows, result.columns);
  withLawOf(part, bulkLaw, h, d, [&](const MarchenkoPastur& law) {
    recordSpectrum(part, law, 1, bulkLaw.spikeEdge(), result);
  });
  result.initialBulk = bulkLaw.law(result.eigenvalues, 1);
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

Snapshot describeSpectrum(Spectrum spectrum, int h, int d) {
  const MarchenkoPastur wholeLaw(h, d);
  if (std::ssize(spectrum.eigenvalues) != std::min(h, d)) {
    throw std::invalid_argument("describeSpectrum: " + std::to_string(spectrum.eigenvalues.size()) +
                                " eigenvalues for a " + std::to_string(h) + " x " +
                                std::to_string(d) + " matrix");
  }
  Snapshot snapshot = divergedSnapshot();
  snapshot.status = Status::ok;
  spectrum.exponent = 0;  // all that is said does not depend on the scale, but for the scale itself
  keep(spectrum, snapshot);
  const CountedPart part =
      countedPart(snapshot.eigenvalues, snapshot.resolution, snapshot.rows, snapshot.columns);
  const double total = std::accumulate(part.values.begin(), part.values.end(), 0.0);
  withLawOf(part, wholeLaw, h, d, [&](const MarchenkoPastur& law) {
    recordSpectrum(part, law, std::sqrt(total / part.large / part.small), kNaN, snapshot);
  });
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
