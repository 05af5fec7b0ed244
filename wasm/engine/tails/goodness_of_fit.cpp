#include "tails/goodness_of_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "spectra/resolution.h"

namespace tailcraft {

GoodnessOfFit::GoodnessOfFit(std::span<const double> ascending, KsRule rule, std::uint32_t seed,
                             double resolution)
    : first_(firstCounted(ascending, resolution)),
      values_(ascending.begin() + first_, ascending.end()),
      rule_(rule),
      resolution_(resolution),
      random_(seed, Stream::resampling),
      fit_(fitKs(ascending, rule, resolution)),
      sample_(values_.size()) {}

void GoodnessOfFit::advance(int count) {
  if (fit_.status != FitStatus::ok) return;
  for (int i = 0; i < count; ++i) {
    draw(static_cast<std::uint32_t>(replicates_));
    const TailFit replicate = fitKs(sample_, rule_, resolution_);
    ++replicates_;
    if (replicate.status == FitStatus::ok && replicate.D >= fit_.D) ++atLeastAsFar_;
  }
}

double GoodnessOfFit::pValue() const {
  if (replicates_ == 0) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(atLeastAsFar_) / replicates_;
}

double GoodnessOfFit::standardError() const {
  const double p = pValue();
  return std::sqrt(p * (1 - p) / replicates_);
}

void GoodnessOfFit::draw(std::uint32_t replicate) {
  const auto total = static_cast<double>(values_.size());
  const auto below = static_cast<double>(fit_.xminIndex - first_);
  const double power = -1 / (fit_.alpha - 1);
  for (std::size_t i = 0; i < sample_.size(); ++i) {
    const auto [which, level] = random_.uniforms(replicate, static_cast<std::uint32_t>(i));
    const double position = which * total;
    sample_[i] = position < below ? values_[static_cast<std::size_t>(position)]
                                  : fit_.xmin * std::pow(level, power);
  }
  std::sort(sample_.begin(), sample_.end());
}

}  // namespace tailcraft
