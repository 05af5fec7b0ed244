#include "tails/power_law.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "spectra/resolution.h"

namespace tailcraft {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Logarithms shared by every candidate x_min. Built from the gaps log(x_{i+1} / x_i), so that
/// close values keep their relative accuracy and a common factor of the sample changes nothing.
class LogTail {
 public:
  LogTail(std::span<const double> x, double resolution)
      : x_(x), p_(std::ssize(x)), counted_(firstCounted(x, resolution)) {
    for (std::ptrdiff_t i = 0; i < p_; ++i) {
      if (!std::isfinite(x[i])) {
        reason_ = NoTail::notFinite;
        return;
      }
      if (i > 0 && x[i] < x[i - 1])
        throw std::invalid_argument("eigenvalues must be ascending: value " + std::to_string(i) +
                                    " is below the one before it");
    }
    while (first_ < p_ && x[first_] <= 0) ++first_;
    if (p_ - first_ < 2) return;
    const double largest = x[p_ - 1];
    // An eigenvalue moves by 2 sqrt(lambda) times the error of its singular value, which has 1 / p
    // of the computation's in it.
    const double rounding = 2 * std::numeric_limits<double>::epsilon() * static_cast<double>(p_);
    leastSpan_ = std::max(4 * std::sqrt(resolution / largest), 2 * rounding);
    log_.assign(p_, 0.0);
    starts_.assign(p_, false);
    starts_[first_] = true;
    for (std::ptrdiff_t i = first_ + 1; i < p_; ++i) {
      const double relative = (x[i] - x[i - 1]) / x[i - 1];
      starts_[i] = relative * relative > rounding * rounding * (largest / x[i]);
      log_[i] = log_[i - 1] + gap(x[i - 1], x[i]);
    }
    sum_.assign(p_, 0.0);
    for (std::ptrdiff_t i = p_ - 2; i >= first_; --i)
      sum_[i] = sum_[i + 1] + static_cast<double>(p_ - 1 - i) * gap(x[i], x[i + 1]);
    const std::ptrdiff_t middle = median();
    if (middle + 1 < p_ && !(span(middle) > std::max(kLeastSpan, leastSpan_))) {
      reason_ = NoTail::noSpread;
      return;
    }
    reason_ = NoTail::none;
  }

  /// Values in all, and those of them that count.
  std::ptrdiff_t size() const { return p_; }
  std::ptrdiff_t counted() const { return p_ - counted_; }

  /// Index of the median of those that count: where its run of equal values starts.
  std::ptrdiff_t median() const { return runStart(counted_ + counted() / 2); }

  /// Does a tail start here, or within a run of equal values?
  bool isStart(std::ptrdiff_t i) const { return starts_.empty() || starts_[i]; }

  /// The maximum-likelihood exponent of the values from i on; NaN when they have none.
  double alpha(std::ptrdiff_t i) const {
    if (reason_ != NoTail::none || i < first_ || !(span(i) > leastSpan_)) return kNaN;
    return 1.0 + static_cast<double>(p_ - i) / sum_[i];
  }

  /// max_j |1 - (x_j / x_i)^(1 - alpha) - (j - i) / m|, or infinity as soon as it is known to
  /// exceed `limit`. A sparse first pass dismisses most candidates.
  double distance(std::ptrdiff_t i, double alpha, double limit) const {
    constexpr std::ptrdiff_t kSparse = 16;
    const double slope = 1.0 - alpha;
    const double step = 1.0 / static_cast<double>(p_ - i);
    const auto deviation = [&](std::ptrdiff_t j) {
      const double fitted = 1.0 - std::exp(slope * (log_[j] - log_[i]));
      return std::abs(fitted - static_cast<double>(j - i) * step);
    };
    for (std::ptrdiff_t j = i + kSparse / 2; j < p_; j += kSparse)
      if (deviation(j) > limit) return kInfinity;
    double largest = 0;
    for (std::ptrdiff_t j = i; j < p_; ++j) {
      largest = std::max(largest, deviation(j));
      if (largest > limit) return kInfinity;
    }
    return largest;
  }

  TailFit fit(std::ptrdiff_t i, double alpha, double distance) const {
    const std::ptrdiff_t m = p_ - i;
    TailFit fit;
    fit.status = FitStatus::ok;
    fit.reason = NoTail::none;
    fit.alpha = alpha;
    fit.standardError = (alpha - 1.0) / std::sqrt(static_cast<double>(m));
    fit.D = distance;
    fit.xmin = x_[i];
    fit.xminIndex = i;
    fit.tailSize = m;
    fit.alphaHat = alpha * std::log10(x_[p_ - 1]);
    return fit;
  }

  TailFit fit(std::ptrdiff_t i) const {
    if (reason_ != NoTail::none) return none(reason_);
    i = runStart(i);
    if (i < first_ || i + 1 >= p_) return none(NoTail::tooFew);
    const double exponent = alpha(i);
    if (std::isnan(exponent)) return none(NoTail::noSpread);
    return fit(i, exponent, distance(i, exponent, kInfinity));
  }

  /// The fit of a spectrum in which a search found nothing.
  TailFit nothing() const { return none(reason_ == NoTail::none ? NoTail::tooFew : reason_); }

 private:
  std::ptrdiff_t runStart(std::ptrdiff_t i) const {
    while (i > first_ && i < p_ && !isStart(i)) --i;
    return i;
  }

  /// log(x_max / x_i)
  double span(std::ptrdiff_t i) const { return log_[p_ - 1] - log_[i]; }

  static TailFit none(NoTail reason) {
    TailFit fit;
    fit.reason = reason;
    fit.alpha = fit.standardError = fit.D = fit.xmin = fit.alphaHat = kNaN;
    return fit;
  }

  static double gap(double low, double high) {
    const double relative = (high - low) / low;
    return relative < 1 ? std::log1p(relative) : std::log(high) - std::log(low);
  }

  std::span<const double> x_;
  std::ptrdiff_t p_;
  std::ptrdiff_t counted_;
  std::ptrdiff_t first_ = 0;  // the first positive value
  NoTail reason_ = NoTail::tooFew;
  double leastSpan_ = 0;      // log-range that rounding explains
  std::vector<char> starts_;  // where a value is above the one before
  std::vector<double> log_;   // log(x_j / x_first)
  std::vector<double> sum_;   // sum over j >= i of log(x_j / x_i)
};

/// The candidates i = 0 .. count-1 in order, with the best so far. Ties keep the first.
class KsSearch {
 public:
  KsSearch(const LogTail& tail, std::ptrdiff_t count) : tail_(tail) {
    // A good bound from the start spares the full distance of nearly every candidate. It is the
    // distance of a candidate that will be met again, so the minimum stays exact.
    constexpr std::ptrdiff_t kSparse = 32;
    for (std::ptrdiff_t i = 0; i < count; i += kSparse) {
      if (!tail_.isStart(i)) continue;
      const double alpha = tail_.alpha(i);
      if (!std::isnan(alpha)) bound_ = std::min(bound_, tail_.distance(i, alpha, bound_));
    }
  }

  void tryUpTo(std::ptrdiff_t end) {
    for (; next_ < end; ++next_) {
      if (!tail_.isStart(next_)) continue;
      const double alpha = tail_.alpha(next_);
      if (std::isnan(alpha)) continue;
      const double distance = tail_.distance(next_, alpha, bound_);
      if (distance < best_ && distance <= bound_) {
        best_ = bound_ = distance;
        bestIndex_ = next_;
        bestAlpha_ = alpha;
      }
    }
  }

  TailFit best() const {
    return bestIndex_ < 0 ? tail_.nothing() : tail_.fit(bestIndex_, bestAlpha_, best_);
  }

 private:
  const LogTail& tail_;
  std::ptrdiff_t next_ = 0;
  double bound_ = kInfinity;
  double best_ = kInfinity;
  double bestAlpha_ = kNaN;
  std::ptrdiff_t bestIndex_ = -1;
};

/// Number of candidates i = 0, 1, ... that leave a tail long enough for the rule.
std::ptrdiff_t candidateCount(const LogTail& tail, KsRule rule) {
  return std::max<std::ptrdiff_t>(0, tail.size() - leastTailSize(tail.counted(), rule) + 1);
}

}  // namespace

std::ptrdiff_t leastTailSize(std::ptrdiff_t p, KsRule rule) {
  if (rule == KsRule::reference) return 2;
  return std::max<std::ptrdiff_t>(10, (p + 49) / 50);
}

TailFit fitAt(std::span<const double> ascending, std::ptrdiff_t i, double resolution) {
  if (i < 0 || i >= std::ssize(ascending))
    throw std::invalid_argument("x_min index " + std::to_string(i) + " is not in 0 .. " +
                                std::to_string(std::ssize(ascending) - 1));
  return LogTail(ascending, resolution).fit(i);
}

TailFit hillAtMedian(std::span<const double> ascending, double resolution) {
  const LogTail tail(ascending, resolution);
  return tail.fit(tail.median());
}

TailFit fitKs(std::span<const double> ascending, KsRule rule, double resolution) {
  const LogTail tail(ascending, resolution);
  const std::ptrdiff_t count = candidateCount(tail, rule);
  KsSearch search(tail, count);
  search.tryUpTo(count);
  return search.best();
}

TailFits fitTails(std::span<const double> ascending, double resolution) {
  const LogTail tail(ascending, resolution);
  TailFits fits;
  fits.hill = tail.fit(tail.median());
  // The robust candidates are the first of all candidates: one search, stopped once on its way.
  const std::ptrdiff_t robust = candidateCount(tail, KsRule::robust);
  KsSearch search(tail, robust);
  search.tryUpTo(robust);
  fits.ksRobust = search.best();
  search.tryUpTo(candidateCount(tail, KsRule::reference));
  fits.ks = search.best();
  return fits;
}

namespace {

std::vector<double> exponentsOf(const LogTail& tail) {
  std::vector<double> alphas(std::max<std::ptrdiff_t>(0, tail.size() - 1));
  for (std::size_t i = 0; i < alphas.size(); ++i)
    alphas[i] = tail.alpha(static_cast<std::ptrdiff_t>(i));
  return alphas;
}

}  // namespace

std::vector<double> exponentCurve(std::span<const double> ascending, double resolution) {
  return exponentsOf(LogTail(ascending, resolution));
}

KsCurve ksCurve(std::span<const double> ascending, double resolution) {
  const LogTail tail(ascending, resolution);
  KsCurve curve;
  curve.alphas = exponentsOf(tail);
  curve.Ds.assign(curve.alphas.size(), kNaN);
  for (std::ptrdiff_t i = 0; i < std::ssize(curve.alphas); ++i)
    if (tail.isStart(i) && !std::isnan(curve.alphas[i]))
      curve.Ds[i] = tail.distance(i, curve.alphas[i], kInfinity);
  return curve;
}

}  // namespace tailcraft
