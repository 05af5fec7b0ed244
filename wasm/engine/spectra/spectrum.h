#pragma once

// Eigenvalues of W^T W: the empirical spectral density of the paper.

#include <span>
#include <vector>

#include "linalg/matrix.h"

namespace tailcraft {

struct Spectrum {
  /// lambda_1 <= ... <= lambda_p, p = min(h, d): squared singular values of W. Empty when W holds
  /// anything not finite.
  std::vector<double> eigenvalues;
  /// v_1, the right singular vector of the largest one (d), unit norm; empty on request or with the
  /// eigenvalues. The sign is arbitrary.
  Vector<double> topRight;
};

enum class TopVector { wanted, unwanted };

/// The Gram matrix of the smaller side and all that follows are in double, whatever the type of W.
template <typename Scalar>
Spectrum measureSpectrum(const Matrix<Scalar>& w, TopVector topVector = TopVector::wanted);

/// Scalars of a spectrum (eigenvalues ascending, at least one).
struct SpectrumSummary {
  double lambdaMax;
  double lambdaMin;
  double frobeniusSquared;  ///< sum lambda
  double stableRank;        ///< sum lambda / lambda_max; 0 for the zero matrix
  double effectiveRank;     ///< exp(entropy of lambda / sum lambda); Roy and Vetterli 2007
  /// (sum lambda)^2 / sum lambda^2: how many equal eigenvalues would be spread as much; 0 for zero.
  double participationRatio;
};

SpectrumSummary summarize(std::span<const double> eigenvalues);

}  // namespace tailcraft
