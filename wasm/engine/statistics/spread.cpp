#include "statistics/spread.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tailcraft {

BootstrapSpread spreadOf(std::vector<double> replicates) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  if (replicates.size() < 2) return {kNaN, kNaN, kNaN, kNaN};
  std::sort(replicates.begin(), replicates.end());
  const auto n = static_cast<double>(replicates.size());
  double mean = 0;
  for (double value : replicates) mean += value / n;
  double squares = 0;
  for (double value : replicates) squares += (value - mean) * (value - mean);
  const auto quantile = [&](double level) {
    const double position = level * (n - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, replicates.size() - 1);
    const double share = position - std::floor(position);
    return replicates[below] + share * (replicates[above] - replicates[below]);
  };
  return {mean, std::sqrt(squares / (n - 1)), quantile(0.025), quantile(0.975)};
}

}  // namespace tailcraft
