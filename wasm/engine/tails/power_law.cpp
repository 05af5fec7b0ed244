#include "tails/power_law.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace tailcraft {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Logarithms shared by every candidate x_min. Built from the gaps log(x_{i+1} / x_i), so that
/// close values keep their relative accuracy and a common factor of the sample changes nothing.
class LogTail {
 public:
  explicit LogTail(std::span<const double> x) : x_(x), p_(std::ssize(x)) {
    for (std::ptrdiff_t i = 0; i < p_; ++i) {
      if (!std::isfinite(x[i])) return;
      if (i > 0 && x[i] < x[i - 1])
        throw std::invalid_argument("eigenvalues must be ascending: value " + std::to_string(i) +
                                    " is below the one before it");
    }
    while (first_ < p_ && x[first_] <= 0) ++first_;
    log_.assign(p_, 0.0);
    for (std::ptrdiff_t i = first_ + 1; i < p_; ++i) log_[i] = log_[i - 1] + gap(x[i - 1], x[i]);
    sum_.assign(p_, 0.0);
    for (std::ptrdiff_t i = p_ - 2; i >= first_; --i)
      sum_[i] = sum_[i + 1] + static_cast<double>(p_ - 1 - i) * gap(x[i], x[i + 1]);
    valid_ = true;
  }

  std::ptrdiff_t size() const { return p_; }

  /// The maximum-likelihood exponent of the tail from i on; NaN when it has none.
  double alpha(std::ptrdiff_t i) const {
    if (!valid_ || i < first_ || !(sum_[i] > 0)) return kNaN;
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
    if (std::isnan(alpha)) return degenerate();
    const std::ptrdiff_t m = p_ - i;
    TailFit fit;
    fit.status = FitStatus::ok;
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
    if (i < 0 || i >= p_) return degenerate();
    const double exponent = alpha(i);
    if (std::isnan(exponent)) return degenerate();
    return fit(i, exponent, distance(i, exponent, kInfinity));
  }

  static TailFit degenerate() {
    TailFit fit;
    fit.alpha = fit.standardError = fit.D = fit.xmin = fit.alphaHat = kNaN;
    return fit;
  }

 private:
  static double gap(double low, double high) {
    const double relative = (high - low) / low;
    return relative < 1 ? std::log1p(relative) : std::log(high) - std::log(low);
  }

  std::span<const double> x_;
  std::ptrdiff_t p_;
  std::ptrdiff_t first_ = 0;  // the first positive value
  bool valid_ = false;
  std::vector<double> log_;  // log(x_j / x_first)
  std::vector<double> sum_;  // sum over j >= i of log(x_j / x_i)
};

/// The candidates i = 0 .. count-1 in order, with the best so far. Ties keep the first.
class KsSearch {
 public:
  KsSearch(const LogTail& tail, std::ptrdiff_t count) : tail_(tail) {
    // A good bound from the start spares the full distance of nearly every candidate. It is the
    // distance of a candidate that will be met again, so the minimum stays exact.
    constexpr std::ptrdiff_t kSparse = 32;
    for (std::ptrdiff_t i = 0; i < count; i += kSparse) {
      const double alpha = tail_.alpha(i);
      if (!std::isnan(alpha)) bound_ = std::min(bound_, tail_.distance(i, alpha, bound_));
    }
  }

  void tryUpTo(std::ptrdiff_t end) {
    for (; next_ < end; ++next_) {
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

  TailFit best() const { return tail_.fit(bestIndex_, bestAlpha_, best_); }

 private:
  const LogTail& tail_;
  std::ptrdiff_t next_ = 0;
  double bound_ = kInfinity;
  double best_ = kInfinity;
  double bestAlpha_ = kNaN;
  std::ptrdiff_t bestIndex_ = -1;
};

/// Number of candidates i = 0, 1, ... that leave a tail long enough for the rule.
std::ptrdiff_t candidateCount(std::ptrdiff_t p, KsRule rule) {
  return std::max<std::ptrdiff_t>(0, p - leastTailSize(p, rule) + 1);
}

}  // namespace

std::ptrdiff_t leastTailSize(std::ptrdiff_t p, KsRule rule) {
  if (rule == KsRule::reference) return 2;
  return std::max<std::ptrdiff_t>(10, (p + 49) / 50);
}

TailFit fitAt(std::span<const double> ascending, std::ptrdiff_t i) {
  if (i < 0 || i >= std::ssize(ascending))
    throw std::invalid_argument("x_min index " + std::to_string(i) + " is not in 0 .. " +
                                std::to_string(std::ssize(ascending) - 1));
  return LogTail(ascending).fit(i);
}

TailFit hillAtMedian(std::span<const double> ascending) {
  const LogTail tail(ascending);
  return tail.fit(tail.size() / 2);
}

TailFit fitKs(std::span<const double> ascending, KsRule rule) {
  const LogTail tail(ascending);
  const std::ptrdiff_t count = candidateCount(tail.size(), rule);
  KsSearch search(tail, count);
  search.tryUpTo(count);
  return search.best();
}

TailFits fitTails(std::span<const double> ascending) {
  const LogTail tail(ascending);
  TailFits fits;
  fits.hill = tail.fit(tail.size() / 2);
  // The robust candidates are the first of all candidates: one search, stopped once on its way.
  const std::ptrdiff_t robust = candidateCount(tail.size(), KsRule::robust);
  KsSearch search(tail, robust);
  search.tryUpTo(robust);
  fits.ksRobust = search.best();
  search.tryUpTo(candidateCount(tail.size(), KsRule::reference));
  fits.ks = search.best();
  return fits;
}

std::vector<double> exponentCurve(std::span<const double> ascending) {
  const LogTail tail(ascending);
  std::vector<double> alphas(std::max<std::ptrdiff_t>(0, tail.size() - 1));
  for (std::size_t i = 0; i < alphas.size(); ++i)
    alphas[i] = tail.alpha(static_cast<std::ptrdiff_t>(i));
  return alphas;
}

KsCurve ksCurve(std::span<const double> ascending) {
  const LogTail tail(ascending);
  KsCurve curve;
  curve.alphas = exponentCurve(ascending);
  curve.Ds.assign(curve.alphas.size(), kNaN);
  for (std::size_t i = 0; i < curve.alphas.size(); ++i)
    if (!std::isnan(curve.alphas[i]))
      curve.Ds[i] = tail.distance(static_cast<std::ptrdiff_t>(i), curve.alphas[i], kInfinity);
  return curve;
}

}  // namespace tailcraft
