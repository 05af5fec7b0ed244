#pragma once

// How strongly two measured quantities go together, by three coefficients that ask different
// things: Pearson's of a straight line, Spearman's (1904) of any monotone curve, Kendall's tau-b
// (Biometrika 33 (1945) 239) of the order of each two points. All lie in [-1, 1].

#include <cstddef>
#include <cstdint>
#include <span>

namespace tailcraft {

/// A coefficient with its 95 % interval: percentiles over pairs resampled with replacement. NaN
/// where it does not exist: fewer than three pairs, or a quantity that is the same in all of them.
struct Correlation {
  double value = 0;
  double low = 0;
  double high = 0;
};

struct Correlations {
  std::ptrdiff_t pairs = 0;    ///< pairs used
  std::ptrdiff_t dropped = 0;  ///< pairs left out because a number in them is not finite
  Correlation pearson;
  Correlation spearman;  ///< Pearson's of the ranks; equal values share the mean of their ranks
  Correlation kendall;   ///< tau-b, which counts ties
};

/// The order of the pairs does not matter. Replicate r depends on (seed, r) and the pairs only;
/// replicates in which a coefficient does not exist are left out of its interval.
/// @param replicates 0 for none: the intervals are NaN
/// @throws std::invalid_argument when x and y differ in length or replicates < 0
Correlations correlate(std::span<const double> x, std::span<const double> y, int replicates,
                       std::uint32_t seed);

}  // namespace tailcraft
