#include "theory/marchenko_pastur.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>

#include "number_text.h"
#include "theory/golden_section.h"
#include "theory/tracy_widom.h"

namespace tailcraft {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr int kTableSize = 2048;

/// sup |F_n - F| over the points from `first` on, of n in all, whose distribution function is
/// cdf(i), i = first .. n-1.
template <typename Cdf>
double supremum(std::ptrdiff_t first, std::ptrdiff_t n, Cdf&& cdf) {
  double largest = 0;
  const double step = 1.0 / static_cast<double>(n);
  for (std::ptrdiff_t i = first; i < n; ++i) {
    const double f = cdf(i);
    const double below = static_cast<double>(i) * step;
    largest = std::max({largest, f - below, below + step - f});
  }
  return largest;
}

double medianOf(std::span<const double> ascending) {
  const std::size_t n = ascending.size();
  return 0.5 * (ascending[(n - 1) / 2] + ascending[n / 2]);
}

std::ptrdiff_t zeros(std::span<const double> ascending) {
  return std::upper_bound(ascending.begin(), ascending.end(), 0.0) - ascending.begin();
}

struct Edges {
  double lower;
  double upper;
};

Edges edges(double large, double small) {
  // sqrt(large) - sqrt(small) without cancellation.
  const double sum = std::sqrt(large) + std::sqrt(small);
  const double difference = (large - small) / sum;
  return {difference * difference, sum * sum};
}

bool allFinite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

}  // namespace

// With c = small / large and x / large = |1 - sqrt(c) e^(i phi)|^2, phi in [0, pi], the integral of
// the density becomes elementary:
//   F = (sqrt(c) sin(phi) + c phi - (1 - c) arg(1 - sqrt(c) e^(-i phi))) / (pi c).
double marchenkoPasturCdf(double x, double large, double small) {
  if (std::isnan(x)) return kNaN;
  const auto [lower, upper] = edges(large, small);
  if (x <= lower) return 0;
  if (x >= upper) return 1;
  const double c = small / large;
  const double phi = 2 * std::atan2(std::sqrt(x - lower), std::sqrt(upper - x));
  const double sine = std::sqrt(c) * std::sin(phi);
  const double cosine = std::sqrt(c) * std::cos(phi);
  const double f =
      (sine + c * phi - (1 - c) * std::atan2(sine, 1 - cosine)) / (std::numbers::pi * c);
  return std::clamp(f, 0.0, 1.0);
}

MarchenkoPastur::MarchenkoPastur(int h, int d) {
  if (h < 1 || d < 1)
    throw std::invalid_argument("matrix shape must be at least 1 x 1, got " + std::to_string(h) +
                                " x " + std::to_string(d));
  large_ = std::max(h, d);
  small_ = std::min(h, d);
  const Edges edge = edges(large_, small_);
  lower_ = edge.lower;
  upper_ = edge.upper;
  const double least = std::sqrt(lower_);
  const double most = std::sqrt(upper_);
  table_.resize(kTableSize + 1);
  for (int i = 0; i <= kTableSize; ++i) {
    const double singular = least + (most - least) * i / kTableSize;
    table_[i] = cdf(singular * singular);
  }
  median_ = quantile(0.5);
  hillAlpha_ = 1 + 1 / meanLogAboveMedian();
  spikeEdge_ = tailcraft::spikeEdge(h, d);
  edgeWidth_ = edgeScaling(h, d).width;
}

double MarchenkoPastur::density(double lambda, double scale) const {
  const double x = lambda / (scale * scale);
  if (!(x > lower_ && x < upper_)) return 0;
  const double root = std::sqrt((upper_ - x) * (x - lower_));
  return root / (2 * std::numbers::pi * small_ * x * scale * scale);
}

double MarchenkoPastur::cdf(double lambda, double scale) const {
  return marchenkoPasturCdf(lambda / (scale * scale), large_, small_);
}

double MarchenkoPastur::quantile(double u, double scale) const {
  if (!(u >= 0 && u <= 1))
    throw std::invalid_argument("a quantile level must lie in [0, 1], got " + numberText(u));
  if (u == 0) return lower(scale);
  if (u == 1) return upper(scale);
  double low = std::sqrt(lower_);
  double high = std::sqrt(upper_);
  const auto node = std::upper_bound(table_.begin() + 1, table_.end() - 1, u) - table_.begin();
  const double width = (high - low) / kTableSize;
  high = low + width * static_cast<double>(node);
  low = high - width;
  for (int i = 0; i < 48; ++i) {
    const double middle = 0.5 * (low + high);
    (cdf(middle * middle) < u ? low : high) = middle;
  }
  const double singular = 0.5 * (low + high) * scale;
  return singular * singular;
}

double MarchenkoPastur::ksDistance(std::span<const double> ascending, double scale,
                                   std::ptrdiff_t leaveOut) const {
  const std::ptrdiff_t n = std::ssize(ascending) - std::max<std::ptrdiff_t>(0, leaveOut);
  if (n < 1 || !(scale > 0) || !allFinite(ascending)) return kNaN;
  const std::ptrdiff_t first = zeros(ascending);
  if (first >= n) return kNaN;
  return supremum(first, n, [&](std::ptrdiff_t i) { return cdf(ascending[i], scale); });
}

BulkLaw MarchenkoPastur::law(std::span<const double> ascending, double scale) const {
  return {scale, lower(scale), upper(scale), ksDistance(ascending, scale), 0};
}

BulkLaw MarchenkoPastur::fit(std::span<const double> ascending) const {
  if (ascending.empty() || !allFinite(ascending)) return {kNaN, kNaN, kNaN, kNaN, 0};

  // Median and spikes depend on each other; leaving more out only lowers the median, so this ends.
  const std::ptrdiff_t p = std::ssize(ascending);
  std::ptrdiff_t kept = p;
  double scale = 0;
  for (;;) {
    scale = std::sqrt(std::max(0.0, medianOf(ascending.first(kept))) / median_);
    const std::ptrdiff_t above = countAbove(ascending, spikeEdge(scale));
    const std::ptrdiff_t next = std::max(p - above, (p + 1) / 2);
    if (next >= kept) break;
    kept = next;
  }
  if (!(scale > 0)) return {kNaN, kNaN, kNaN, kNaN, p - kept};

  std::vector<double> singular(kept);
  for (std::ptrdiff_t i = 0; i < kept; ++i) singular[i] = std::sqrt(std::max(0.0, ascending[i]));
  const std::ptrdiff_t first = zeros(ascending);
  const auto distance = [&](double s) {
    return supremum(first, kept, [&](std::ptrdiff_t i) { return tabulatedCdf(singular[i] / s); });
  };
  scale = goldenSection(distance, 0.9 * scale, 1.1 * scale, 24);
  return {scale, lower(scale), upper(scale), ksDistance(ascending, scale, p - kept), p - kept};
}

/// E[log(lambda / median) | lambda > median], by parts: 2 * integral over log lambda of 1 - F.
double MarchenkoPastur::meanLogAboveMedian() const {
  constexpr int kPanels = 2000;  // Simpson's rule
  const double low = std::log(median_);
  const double step = (std::log(upper_) - low) / kPanels;
  double sum = 0.5;  // 1 - F at the median; at the upper edge it is 0
  for (int i = 1; i < kPanels; ++i)
    sum += (i % 2 == 1 ? 4 : 2) * (1 - cdf(std::exp(low + i * step)));
  return 2 * sum * step / 3;
}

/// Linear interpolation in the singular value, where the density is bounded at both edges for every
/// shape: accurate to 1e-5, enough to place a scale, while distances that are shown use the closed
/// form.
double MarchenkoPastur::tabulatedCdf(double singularValue) const {
  const double low = std::sqrt(lower_);
  const double high = std::sqrt(upper_);
  const double position = (singularValue - low) / (high - low) * kTableSize;
  if (!(position > 0)) return 0;  // nor for what is no number
  if (position >= kTableSize) return 1;
  const auto node = static_cast<std::size_t>(position);
  const double fraction = position - static_cast<double>(node);
  return table_[node] + fraction * (table_[node + 1] - table_[node]);
}

}  // namespace tailcraft
