#include "tails/bootstrap.h"

#include "spectra/resolution.h"

namespace tailcraft {

TailBootstrap::TailBootstrap(std::span<const double> ascending, std::uint32_t seed,
                             double resolution)
    : values_(ascending.begin() + firstCounted(ascending, resolution), ascending.end()),
      resolution_(resolution),
      random_(seed, Stream::resampling) {
  fitTails(ascending);  // refuses values out of order
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
    const TailFits fits = fitTails(sample_, resolution_);
    if (fits.hill.status == FitStatus::ok) hill_.push_back(fits.hill.alpha);
    if (fits.ks.status == FitStatus::ok) ks_.push_back(fits.ks.alpha);
    if (fits.ksRobust.status == FitStatus::ok) ksRobust_.push_back(fits.ksRobust.alpha);
  }
}

}  // namespace tailcraft
