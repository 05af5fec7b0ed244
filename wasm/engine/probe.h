#pragma once

// A probe as pure functions of the weights: everything in a Snapshot but the history of the run.

#include <vector>

#include "config.h"
#include "data/problem.h"
#include "model/ridge.h"
#include "snapshot.h"
#include "spectra/spectrum.h"

namespace tailcraft {

/// @param bulkLaw  the Marchenko-Pastur law of this h x d
template <typename Scalar>
SpectralMeasures measureSpectral(const Matrix<Scalar>& w, const Vector<double>& beta,
                                 const MarchenkoPastur& bulkLaw);

/// Outputs on test samples [first, first + count): of the ridge read-out with these coefficients,
/// or of the student itself when both of its layers are trained.
template <typename Scalar>
Vector<double> testOutputs(const Config& config, const Student<Scalar>& student,
                           const Vector<double>& coefficients, const Dataset<Scalar>& test,
                           Index first, Index count);

/// What the read-out of the probe set and these outputs make together.
/// @param outputs  of all test samples
template <typename Scalar>
FeatureMeasures featureMeasures(const RidgeFit& fit, const Vector<double>& outputs,
                                const Dataset<Scalar>& test);

/// What a Snapshot says that follows from a spectrum alone, of any h x d matrix; losses and
/// alignments are NaN. The scale of its entries is not known to be 1, so `initialBulk` is the law
/// of independent entries with the same mean square, and spikes are counted above the Tracy-Widom
/// 99 % line of the fitted bulk.
/// @param spectrum  its min(h, d) eigenvalues of W^T W and what else measureSpectrum says
/// @throws std::invalid_argument for another number of eigenvalues
Snapshot describeSpectrum(Spectrum spectrum, int h, int d);

/// The snapshot of weights that are no longer finite, at step 0: NaN everywhere, no eigenvalues.
Snapshot divergedSnapshot();

}  // namespace tailcraft
