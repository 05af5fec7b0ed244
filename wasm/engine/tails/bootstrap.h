#pragma once

// Uncertainty of the exponents by resampling the eigenvalues with replacement (B. Efron, Ann.
// Statist. 7 (1979)). Unlike (alpha - 1) / sqrt(m) it includes the choice of x_min. It treats the
// eigenvalues as independent; they repel, so it overstates how far an exponent would move between
// equal runs.

#include <cstdint>
#include <span>
#include <vector>

#include "data/philox.h"
#include "statistics/spread.h"
#include "tails/power_law.h"

namespace tailcraft {

class TailBootstrap {
 public:
  /// Copies the values that count (ascending, finite). Replicate r depends on (seed, r) only.
  /// @throws std::invalid_argument when the values are not ascending
  TailBootstrap(std::span<const double> ascending, std::uint32_t seed, double resolution = 0);

  /// Draws and fits `count` more replicates.
  void advance(int count);

  int replicates() const { return replicates_; }
  /// Over the replicates in which the exponent exists.
  BootstrapSpread hill() const { return spreadOf(hill_); }
  BootstrapSpread ks() const { return spreadOf(ks_); }
  BootstrapSpread ksRobust() const { return spreadOf(ksRobust_); }

 private:
  std::vector<double> values_;
  double resolution_;
  RandomStream random_;
  std::vector<int> copies_;
  std::vector<double> sample_;
  std::vector<double> hill_, ks_, ksRobust_;
  int replicates_ = 0;
};

}  // namespace tailcraft
