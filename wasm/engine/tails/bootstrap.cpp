#include "tails/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tailcraft {

TailBootstrap::TailBootstrap(std::span<const double> ascending, std::uint32_t seed)
    : values_(ascending.begin(), ascending.end()), random_(seed, Stream::resampling) {
  fitAt(values_, 0);  // refuses values out of order
}

void TailBootstrap::advance(int count) {
  for (int r = 0; r < count; ++r, ++replicates_) {
    // Counting how often each value is drawn keeps the replicate in order without sorting.
    copies_.assign(values_.size(), 0);
    const auto n = static_cast<double>(values_.size());
    for (std::size_t i = 0; i < values_.size(); i += 2) {
      const auto pair = random_.uniforms(static_cast<std::uint32_t>(replicates_),
                                         static_cast<std::uint32_t>(i / 2));
      ++copies_[static_cast<std::size_t>(pair[0] * n)];
      if (i + 1 < values_.size()) ++copies_[static_cast<std::size_t>(pair[1] * n)];
    }
    sample_.clear();
    for (std::size_t i = 0; i < values_.size(); ++i)
      sample_.insert(sample_.end(), static_cast<std::size_t>(copies_[i]), values_[i]);
    const TailFits fits = fitTails(sample_);
    if (fits.hill.status == FitStatus::ok) hill_.push_back(fits.hill.alpha);
    if (fits.ks.status == FitStatus::ok) ks_.push_back(fits.ks.alpha);
    if (fits.ksRobust.status == FitStatus::ok) ksRobust_.push_back(fits.ksRobust.alpha);
  }
}

BootstrapSpread TailBootstrap::spread(const std::vector<double>& alphas) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  if (alphas.size() < 2) return {kNaN, kNaN, kNaN, kNaN};
  std::vector<double> sorted = alphas;
  std::sort(sorted.begin(), sorted.end());
  const auto n = static_cast<double>(sorted.size());
  double mean = 0;
  for (double alpha : sorted) mean += alpha / n;
  double squares = 0;
  for (double alpha : sorted) squares += (alpha - mean) * (alpha - mean);
  const auto quantile = [&](double level) {
    const double position = level * (n - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (position - std::floor(position)) * (sorted[above] - sorted[below]);
  };
  return {mean, std::sqrt(squares / (n - 1)), quantile(0.025), quantile(0.975)};
}

}  // namespace tailcraft
