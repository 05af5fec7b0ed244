#pragma once

// Is the power law of a KS fit plausible at all? The semi-parametric bootstrap of Clauset, Shalizi,
// Newman (SIAM Review 51 (2009), section 4.1): samples are drawn that follow the fitted law above
// x_min and the data below it, x_min is searched again in each, and the p value is the share of
// them that lie farther from their own fit than the data from theirs. Below 0.1 the law is ruled
// out.
//
// Eigenvalues repel and lie more evenly than independent draws, so their distance D is smaller than
// that of a sample: the p value errs on the side of the power law.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "data/philox.h"
#include "tails/power_law.h"

namespace tailcraft {

class GoodnessOfFit {
 public:
  /// Copies the values that count (ascending). Replicate r depends on (seed, r) only.
  /// @throws std::invalid_argument when the values are not ascending
  GoodnessOfFit(std::span<const double> ascending, KsRule rule, std::uint32_t seed,
                double resolution = 0);

  /// The fit under test. When it is degenerate there is nothing to test: advance does nothing.
  const TailFit& fit() const { return fit_; }

  /// Draws `count` more replicates.
  void advance(int count);

  int replicates() const { return replicates_; }

  /// Share of replicates with a distance at least as large; NaN before the first one.
  double pValue() const;

  /// Binomial standard error of the p value at the present number of replicates.
  double standardError() const;

 private:
  void draw(std::uint32_t replicate);

  std::ptrdiff_t first_;
  std::vector<double> values_;
  KsRule rule_;
  double resolution_;
  RandomStream random_;
  TailFit fit_;
  std::vector<double> sample_;
  int replicates_ = 0;
  int atLeastAsFar_ = 0;
};

}  // namespace tailcraft
