#pragma once

// How far from its fitted Marchenko-Pastur law the bulk of pure noise lies, by simulation: the
// tables of Kolmogorov and Smirnov do not apply, because eigenvalues repel (their distance falls
// like 1/p, not 1/sqrt(p)) and because the scale is fitted.
//
// Noise matrices are not drawn. The spectrum of an h x d Gaussian matrix is that of a bidiagonal
// one with independent chi-distributed entries (I. Dumitriu, A. Edelman, "Matrix models for beta
// ensembles", J. Math. Phys. 43 (2002), theorem 3.1, beta = 1), at O(p^2) instead of O(p^3).

#include <cstdint>
#include <vector>

#include "data/philox.h"
#include "theory/marchenko_pastur.h"

namespace tailcraft {

class BulkNull {
 public:
  /// Replicate r depends on (seed, r) only.
  /// @throws std::invalid_argument unless h >= 1 and d >= 1
  BulkNull(int h, int d, std::uint32_t seed);

  /// The spectrum of replicate r: p = min(h, d) ascending eigenvalues of W^T W, entries N(0, 1).
  std::vector<double> spectrum(int replicate) const;

  /// Draws and fits `count` more spectra.
  void advance(int count);

  int replicates() const { return static_cast<int>(distances_.size()); }

  /// Share of noise spectra whose fit lies at least this far away (a BulkLaw's ksDistance); NaN
  /// before the first replicate or for a NaN distance.
  double pValue(double ksDistance) const;

 private:
  int large_;
  int small_;
  MarchenkoPastur law_;
  RandomStream random_;
  std::vector<double> distances_;
};

}  // namespace tailcraft
