#pragma once

// Eigenvalues of W^T W: the empirical spectral density of the paper.

#include <limits>
#include <span>
#include <vector>

#include "linalg/matrix.h"

namespace tailcraft {

struct Spectrum {
  /// lambda_1 <= ... <= lambda_p, p = min(h, d): squared singular values of W, 0 where they are not
  /// resolved. Empty when W holds anything not finite.
  std::vector<double> eigenvalues;
  /// Eigenvalues at or below it cannot be told from zero, and the error of a singular value is its
  /// root (resolution.h).
  double resolution = 0;
  int rows = 0;  ///< rows and columns of W that are not all zero
  int columns = 0;
  /// Eigenvalues and resolution are those of 2^exponent W: not 0 only where squares of the entries
  /// would leave the range of a double.
  int exponent = 0;
  /// v_1, the right singular vector of the largest one (d), unit norm; empty on request or with the
  /// eigenvalues. The sign is arbitrary.
  Vector<double> topRight;
};

enum class TopVector { wanted, unwanted };

/// The Gram matrix of the smaller side and all that follows are in double, whatever the type of W.
/// Where rounding of that product hides eigenvalues that the entries resolve, they are computed
/// from W itself, unless that would take longer than a few seconds.
/// @param roundoff  unit roundoff of the entries (resolution.h)
template <typename Scalar>
Spectrum measureSpectrum(const Matrix<Scalar>& w, TopVector topVector = TopVector::wanted,
                         double roundoff = std::numeric_limits<Scalar>::epsilon() / 2);

/// Scalars of a spectrum (eigenvalues ascending, at least one).
struct SpectrumSummary {
  double lambdaMax;
  double lambdaMin;
  double frobeniusSquared;  ///< sum lambda
  double stableRank;        ///< sum lambda / lambda_max; 0 for the zero matrix
  double effectiveRank;     ///< exp(entropy of lambda / sum lambda); Roy and Vetterli 2007
  /// (sum lambda)^2 / sum lambda^2: how many equal eigenvalues would be spread as much; 0 for zero.
  double participationRatio;
  int rank;  ///< eigenvalues above the resolution
};

SpectrumSummary summarize(std::span<const double> eigenvalues);

}  // namespace tailcraft
