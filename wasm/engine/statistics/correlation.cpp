#include "statistics/correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "data/philox.h"
#include "statistics/spread.h"

namespace tailcraft {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// (x, y) pairs in lexicographic order.
using Pairs = std::vector<std::pair<double, double>>;

struct Coefficients {
  double pearson = kNaN;
  double spearman = kNaN;
  double kendall = kNaN;
};

double inUnitInterval(double r) { return std::clamp(r, -1.0, 1.0); }

/// Deviations from the mean in units of the largest one, whose squares cannot overflow.
std::vector<double> deviations(std::vector<double> values) {
  const double mean =
      std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  double largest = 0;
  for (double& value : values) {
    value -= mean;
    largest = std::max(largest, std::abs(value));
  }
  for (double& value : values) value /= largest;
  return values;
}

double pearson(const std::vector<double>& x, const std::vector<double>& y) {
  const std::vector<double> dx = deviations(x);
  const std::vector<double> dy = deviations(y);
  const auto dot = [](const std::vector<double>& a, const std::vector<double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
  };
  return inUnitInterval(dot(dx, dy) / std::sqrt(dot(dx, dx) * dot(dy, dy)));
}

/// Ranks from 1; equal values share the mean of their ranks.
std::vector<double> midRanks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0, end = 0; first < order.size(); first = end) {
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    // Places first + 1 ... end.
    const double rank = 0.5 * static_cast<double>(first + 1 + end);
    for (std::size_t i = first; i < end; ++i) ranks[order[i]] = rank;
  }
  return ranks;
}

/// Sorts values[first, end) and returns how many pairs had to change places.
double sortCountingSwaps(std::vector<double>& values, std::vector<double>& scratch,
                         std::size_t first, std::size_t end) {
  if (end - first < 2) return 0;
  const std::size_t middle = first + (end - first) / 2;
  double swaps = sortCountingSwaps(values, scratch, first, middle) +
                 sortCountingSwaps(values, scratch, middle, end);
  for (std::size_t left = first, right = middle, out = first; out < end; ++out) {
    const bool fromRight = left == middle || (right < end && values[right] < values[left]);
    if (fromRight) swaps += static_cast<double>(middle - left);
    scratch[out] = values[fromRight ? right++ : left++];
  }
  std::copy(scratch.begin() + static_cast<std::ptrdiff_t>(first),
            scratch.begin() + static_cast<std::ptrdiff_t>(end),
            values.begin() + static_cast<std::ptrdiff_t>(first));
  return swaps;
}

/// Pairs of equal neighbours in a sequence whose equal items stand together.
template <typename Items>
double tiedPairs(const Items& items) {
  double ties = 0;
  for (std::size_t first = 0, end = 0; first < items.size(); first = end) {
    while (end < items.size() && items[end] == items[first]) ++end;
    const auto count = static_cast<double>(end - first);
    ties += 0.5 * count * (count - 1);
  }
  return ties;
}

/// tau-b = (concordant - discordant) / sqrt((all - tied in x) (all - tied in y)) in O(n log n), by
/// counting the exchanges of a merge sort (W. R. Knight, J. Am. Stat. Assoc. 61 (1966) 436).
double kendall(const Pairs& pairs, const std::vector<double>& x, std::vector<double> y) {
  const auto n = static_cast<double>(pairs.size());
  std::vector<double> scratch(y.size());
  const double discordant = sortCountingSwaps(y, scratch, 0, y.size());
  const double all = 0.5 * n * (n - 1);
  const double xTies = tiedPairs(x);
  const double yTies = tiedPairs(y);
  const double concordant = all - xTies - yTies + tiedPairs(pairs) - discordant;
  return inUnitInterval((concordant - discordant) / std::sqrt((all - xTies) * (all - yTies)));
}

/// Of at least one pair, in lexicographic order.
Coefficients coefficients(const Pairs& pairs) {
  std::vector<double> x;
  std::vector<double> y;
  for (const auto& [first, second] : pairs) {
    x.push_back(first);
    y.push_back(second);
  }
  const auto [least, most] = std::minmax_element(y.begin(), y.end());
  // Where a quantity does not vary, rounding must not make up a coefficient.
  if (x.front() == x.back() || *least == *most) return {};
  return {pearson(x, y), pearson(midRanks(x), midRanks(y)), kendall(pairs, x, y)};
}

/// Replicate r: as many pairs, drawn with replacement. Counting keeps them in order.
Pairs resample(const Pairs& pairs, const RandomStream& random, int replicate) {
  std::vector<int> copies(pairs.size(), 0);
  const auto n = static_cast<double>(pairs.size());
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const double level =
        random.uniform(static_cast<std::uint32_t>(replicate), static_cast<std::uint32_t>(i));
    ++copies[static_cast<std::size_t>(level * n)];
  }
  Pairs sample;
  for (std::size_t i = 0; i < pairs.size(); ++i)
    sample.insert(sample.end(), static_cast<std::size_t>(copies[i]), pairs[i]);
  return sample;
}

}  // namespace

Correlations correlate(std::span<const double> x, std::span<const double> y, int replicates,
                       std::uint32_t seed) {
  if (x.size() != y.size()) {
    throw std::invalid_argument("correlate: x holds " + std::to_string(x.size()) +
                                " numbers and y " + std::to_string(y.size()));
  }
  if (replicates < 0) {
    throw std::invalid_argument("replicates is " + std::to_string(replicates) +
                                ", expected a number from 0 up");
  }
  Pairs pairs;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (std::isfinite(x[i]) && std::isfinite(y[i])) pairs.emplace_back(x[i], y[i]);
  std::sort(pairs.begin(), pairs.end());

  constexpr std::size_t kLeast = 3;
  const Coefficients found = pairs.size() < kLeast ? Coefficients{} : coefficients(pairs);
  std::vector<double> pearsons;
  std::vector<double> spearmans;
  std::vector<double> kendalls;
  const RandomStream random(seed, Stream::resampling);
  for (int r = 0; r < replicates && !std::isnan(found.pearson); ++r) {
    const Coefficients drawn = coefficients(resample(pairs, random, r));
    if (std::isnan(drawn.pearson)) continue;
    pearsons.push_back(drawn.pearson);
    spearmans.push_back(drawn.spearman);
    kendalls.push_back(drawn.kendall);
  }
  const auto with = [](double value, std::vector<double> drawn) {
    const BootstrapSpread spread = spreadOf(std::move(drawn));
    return Correlation{value, spread.low, spread.high};
  };
  return {.pairs = static_cast<std::ptrdiff_t>(pairs.size()),
          .dropped = static_cast<std::ptrdiff_t>(x.size() - pairs.size()),
          .pearson = with(found.pearson, std::move(pearsons)),
          .spearman = with(found.spearman, std::move(spearmans)),
          .kendall = with(found.kendall, std::move(kendalls))};
}

}  // namespace tailcraft
