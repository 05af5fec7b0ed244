#include "theory/bulk_shape.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "theory/golden_section.h"

namespace tailcraft {

BulkShape fitBulkShape(std::span<const double> ascending, int h, int d, std::ptrdiff_t leaveOut) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  constexpr std::ptrdiff_t kLeast = 10;
  constexpr double kWidest = 8;
  constexpr int kEvaluations = 24;
  const std::ptrdiff_t count = std::ssize(ascending) - std::max<std::ptrdiff_t>(0, leaveOut);
  if (count < kLeast || !(ascending[count - kLeast] > 0) || !std::isfinite(ascending.back()))
    return {kNaN, kNaN, kNaN, kNaN, kNaN};

  const auto bulk = ascending.first(count);
  const double small = std::min(h, d);
  const double mean = std::accumulate(bulk.begin(), bulk.end(), 0.0) / static_cast<double>(count);
  // The mean of the law is s^2 times the larger side; spikes left out make it somewhat less.
  const auto startingScale = [&](double aspect) { return std::sqrt(mean / (aspect * small)); };
  const auto distance = [&](double aspect, double scale) {
    double largest = 0;
    const double step = 1 / static_cast<double>(count);
    for (std::ptrdiff_t i = 0; i < count; ++i) {
      const double f = marchenkoPasturCdf(bulk[i] / (scale * scale), aspect * small, small);
      const double below = static_cast<double>(i) * step;
      largest = std::max({largest, f - below, below + step - f});
    }
    return largest;
  };
  const auto bestScale = [&](double aspect) {
    const double start = startingScale(aspect);
    return goldenSection([&](double scale) { return distance(aspect, scale); }, 0.85 * start,
                         1.15 * start, kEvaluations);
  };

  const double most = std::log(kWidest * std::max(h, d) / small);
  const double logAspect =
      goldenSection([&](double x) { return distance(std::exp(x), bestScale(std::exp(x))); }, 0,
                    most, kEvaluations);
  BulkShape shape;
  shape.aspect = std::exp(logAspect);
  shape.scale = bestScale(shape.aspect);
  shape.ksDistance = distance(shape.aspect, shape.scale);
  const double larger = std::sqrt(shape.aspect * small);
  shape.lower = std::pow(shape.scale * (larger - std::sqrt(small)), 2);
  shape.upper = std::pow(shape.scale * (larger + std::sqrt(small)), 2);
  return shape;
}

}  // namespace tailcraft
