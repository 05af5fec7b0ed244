#include "theory/tracy_widom.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>

#include "number_text.h"

namespace tailcraft {
namespace {

// Chebyshev series of log F_1 on [-7, 2], and on s >= 2 of the ratio of 1 - F_1 to its leading
// asymptotic term, in t = s^(-3/2). They interpolate F_1(s) = det(I - T_s), T_s with kernel
// Ai((x + y) / 2) / 2 on (s, inf) (P. L. Ferrari, H. Spohn, J. Phys. A 38 (2005) L557), evaluated
// by Gauss-Legendre quadrature as F. Bornemann does (Math. Comp. 79 (2010) 871). The test of this
// file evaluates the determinant again.
constexpr double kLeft = -7;
constexpr double kRight = 2;
constexpr std::array kLogCdf = {
    -5.667555284397e+00, 8.680934708099e+00,  -3.811963523112e+00, 8.346301181390e-01,
    -3.462042465697e-02, -9.970192448233e-03, -2.080501530797e-03, -7.017215062403e-05,
    1.666002600151e-04,  7.245548377293e-05,  8.433185151737e-06,  -5.802627621065e-06,
    -3.292416645257e-06, -4.655975118985e-07, 2.691373738822e-07,  1.621811665974e-07,
    2.198165576834e-08,  -1.385765159189e-08, -8.263933698965e-09, -8.441205714214e-10,
    6.905573486775e-10,  4.858474228991e-10};

constexpr double kTailNear = 0.35355339059327373;  // s = 2
constexpr double kTailFar = 0.0075;                // s = 26; the series reaches 1 at infinity
constexpr std::array kTailRatio = {8.958991897579e-01,  -8.668369573383e-02, 9.410094616368e-03,
                                   -1.393104676223e-03, 2.494057158189e-04,  -5.193310918872e-05,
                                   1.208658467709e-05,  -2.953664972031e-06, 7.211940515524e-07,
                                   -1.803224585206e-07, 5.256953117261e-08,  -1.737870655716e-08};

/// Clenshaw's recurrence on [low, high].
template <std::size_t N>
double chebyshev(const std::array<double, N>& c, double low, double high, double x) {
  const double u = (2 * x - low - high) / (high - low);
  double current = 0;
  double previous = 0;
  for (std::size_t j = N - 1; j > 0; --j) {
    const double next = 2 * u * current - previous + c[j];
    previous = current;
    current = next;
  }
  return u * current - previous + c[0];
}

/// log F_1 for s < 2. Left of the series the first terms of J. Baik, R. Buckingham, J. DiFranco
/// (Comm. Math. Phys. 280 (2008)) are within 0.2 % of a value below 6e-9.
double logCdf(double s) {
  if (s >= kLeft) return chebyshev(kLogCdf, kLeft, kRight, s);
  constexpr double kLogConstant = -11.0 / 48.0 * std::numbers::ln2 - 0.1654211437004509 / 2;
  const double a = -s;
  return kLogConstant - a * a * a / 24 - a * std::sqrt(a / 18) - std::log(a) / 16;
}

}  // namespace

EdgeScaling edgeScaling(int h, int d) {
  if (h < 1 || d < 1)
    throw std::invalid_argument("matrix shape must be at least 1 x 1, got " + std::to_string(h) +
                                " x " + std::to_string(d));
  // A single row and column has no n - 1 to divide by: keep half a sample.
  const double samples = std::sqrt(std::max(0.5, std::max(h, d) - 1.0));
  const double variables = std::sqrt(static_cast<double>(std::min(h, d)));
  const double sum = samples + variables;
  return {sum * sum, sum * std::cbrt(1 / samples + 1 / variables)};
}

double spikeEdge(int h, int d, double scale, double level) {
  const EdgeScaling edge = edgeScaling(h, d);
  const double quantile = level == kSpikeLevel ? kSpikeQuantile : tracyWidomQuantile(level);
  return scale * scale * (edge.centre + quantile * edge.width);
}

std::ptrdiff_t countAbove(std::span<const double> ascending, double edge) {
  return ascending.end() - std::upper_bound(ascending.begin(), ascending.end(), edge);
}

double tracyWidomCdf(double s) {
  if (std::isnan(s)) return s;
  return s < kRight ? std::exp(logCdf(s)) : 1 - tracyWidomSurvival(s);
}

double tracyWidomSurvival(double s) {
  if (std::isnan(s)) return s;
  if (s < kRight) return -std::expm1(logCdf(s));
  const double root = std::sqrt(s);
  const double cube = s * root;
  const double leading =
      std::exp(-2.0 / 3.0 * cube) / (4 * std::sqrt(std::numbers::pi) * std::sqrt(cube));
  return leading > 0 ? leading * chebyshev(kTailRatio, kTailFar, kTailNear, 1 / cube) : 0;
}

double tracyWidomQuantile(double level) {
  if (!(level > 0 && level < 1))
    throw std::invalid_argument("a probability must lie between 0 and 1, got " + numberText(level));
  double low = -60;
  double high = 120;
  // Whichever tail is the smaller keeps the accuracy of a level near 0 or 1.
  for (int i = 0; i < 64; ++i) {
    const double middle = 0.5 * (low + high);
    const bool below =
        level < 0.5 ? tracyWidomCdf(middle) < level : tracyWidomSurvival(middle) > 1 - level;
    (below ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double spikePValue(double lambda, int h, int d, double scale) {
  if (!(scale > 0)) throw std::invalid_argument("scale must be positive, got " + numberText(scale));
  const EdgeScaling edge = edgeScaling(h, d);
  return tracyWidomSurvival((lambda / (scale * scale) - edge.centre) / edge.width);
}

}  // namespace tailcraft
