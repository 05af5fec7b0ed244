#pragma once

#include <vector>

namespace tailcraft {

/// Spread of a statistic over bootstrap replicates (B. Efron, Ann. Statist. 7 (1979)); NaN with
/// fewer than two of them.
struct BootstrapSpread {
  double mean = 0;
  double standardError = 0;
  double low = 0;   ///< 2.5 % point
  double high = 0;  ///< 97.5 % point
};

/// Quantiles are interpolated between order statistics (type 7 of Hyndman and Fan, Am. Stat. 50
/// (1996), the default of R and NumPy).
/// @param replicates finite values of the statistic, in any order
BootstrapSpread spreadOf(std::vector<double> replicates);

}  // namespace tailcraft
