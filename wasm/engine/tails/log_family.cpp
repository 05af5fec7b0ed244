#include "tails/log_family.h"

#include <algorithm>
#include <cmath>

#include "theory/quadrature.h"

namespace tailcraft {
namespace {

constexpr double kNegligible = 46;  // exp(-46) = 1e-20 of the peak
constexpr int kMaxSteps = 200;

/// Where the convex exponent a u + b g(u) is least.
double peak(Curvature curvature, double a, double b) {
  if (a >= 0 || b <= 0) return 0;
  if (curvature == Curvature::square) return -a / (2 * b);
  return std::max(0.0, std::log(-a / b));
}

/// The point beyond `from`, in the direction of `step`, where the exponent has risen by
/// kNegligible.
template <typename Exponent>
double reach(Exponent&& exponent, double from, double step) {
  const double level = exponent(from) + kNegligible;
  double inside = from;
  double outside = from + step;
  while (exponent(outside) < level) {
    inside = outside;
    step *= 2;
    outside = from + step;
  }
  for (int i = 0; i < 20; ++i) {
    const double middle = 0.5 * (inside + outside);
    (exponent(middle) < level ? inside : outside) = middle;
  }
  return outside;
}

/// Mean log-likelihood of one observation of u.
double likelihood(const LogFamilyFit& fit, double meanU, double meanG) {
  return -fit.a * meanU - fit.b * meanG - fit.logZ;
}

}  // namespace

double curvatureTerm(Curvature curvature, double u) {
  return curvature == Curvature::square ? u * u : std::expm1(u);
}

LogFamilyMoments logFamilyMoments(Curvature curvature, double a, double b) {
  const auto exponent = [=](double u) {
    return a * u + (b > 0 ? b * curvatureTerm(curvature, u) : 0);
  };
  const double centre = peak(curvature, a, b);
  const double top = exponent(centre);
  const double low =
      centre > 0 && exponent(0) > top + kNegligible ? reach(exponent, centre, -1e-3 * centre) : 0.0;
  const double high = reach(exponent, centre, 1e-3 / (std::abs(a) + b));

  // Moments about the peak, so that the variances do not cancel.
  const double atPeak = curvatureTerm(curvature, centre);
  double mass = 0, u1 = 0, g1 = 0, uu = 0, ug = 0, gg = 0;
  visitNodes(low, high, 32, [&](double u, double weight) {
    const double density = weight * std::exp(top - exponent(u));
    const double du = u - centre;
    const double dg = curvatureTerm(curvature, u) - atPeak;
    mass += density;
    u1 += density * du;
    g1 += density * dg;
    uu += density * du * du;
    ug += density * du * dg;
    gg += density * dg * dg;
  });
  u1 /= mass;
  g1 /= mass;
  return {std::log(mass) - top, centre + u1,         atPeak + g1,
          uu / mass - u1 * u1,  ug / mass - u1 * g1, gg / mass - g1 * g1};
}

LogFamilyFit fitLogFamily(Curvature curvature, double meanU, double meanG) {
  // At the edge the best power law has a = 1 / meanU and log Z = -log a. The likelihood rises from
  // there into b > 0 only if the power law expects more of g than the sample has.
  const double edge = 1 / meanU;
  const LogFamilyFit powerLaw{edge, 0, -std::log(edge), true};
  const double expected = curvature == Curvature::square ? 2 * meanU * meanU
                          : edge > 1                     ? 1 / (edge - 1)
                                                         : HUGE_VAL;
  if (!(expected > meanG)) return powerLaw;

  LogFamilyFit fit{edge, 0.1 / meanG, 0, false};
  LogFamilyMoments at = logFamilyMoments(curvature, fit.a, fit.b);
  fit.logZ = at.logZ;
  for (int step = 0; step < kMaxSteps && !fit.converged; ++step) {
    const double gradientA = at.meanU - meanU;
    const double gradientB = at.meanG - meanG;
    const double determinant = at.varianceU * at.varianceG - at.covariance * at.covariance;
    if (!(determinant > 0)) break;
    const double newtonA = (at.varianceG * gradientA - at.covariance * gradientB) / determinant;
    const double newtonB = (at.varianceU * gradientB - at.covariance * gradientA) / determinant;
    const double gain = newtonA * gradientA + newtonB * gradientB;  // twice what Newton promises
    fit.converged = gain < 1e-18;
    // b stays positive and changes by a factor at most.
    double length = newtonB < 0 ? std::min(1.0, 0.9 * fit.b / -newtonB) : 1.0;
    const double before = likelihood(fit, meanU, meanG);
    for (; length > 1e-10; length *= 0.5) {
      LogFamilyFit next = fit;
      next.a += length * newtonA;
      next.b += length * newtonB;
      const LogFamilyMoments moments = logFamilyMoments(curvature, next.a, next.b);
      next.logZ = moments.logZ;
      if (likelihood(next, meanU, meanG) >= before - 1e-15 * std::abs(before)) {
        fit = next;
        at = moments;
        break;
      }
    }
    if (length <= 1e-10) break;
  }
  return likelihood(fit, meanU, meanG) > likelihood(powerLaw, meanU, meanG) ? fit : powerLaw;
}

}  // namespace tailcraft
