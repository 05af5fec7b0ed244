#pragma once

// Tails as exponential families in u = log(x / x_min) >= 0, with density exp(-a u - b g(u)) / Z:
//   g = u^2      log-normal above x_min (b > 0), a power law for b = 0;
//   g = e^u - 1  power law with an exponential cut-off; a power law for b = 0, an exponential law
//                for a = -1.
// In these coordinates the log-likelihood is concave, the power law is the edge b = 0 of both, and
// every moment is one integral of a log-concave function.

namespace tailcraft {

enum class Curvature { square, exponential };

/// g(u) of the family.
double curvatureTerm(Curvature curvature, double u);

/// log Z and the moments of u and g under the density.
struct LogFamilyMoments {
  double logZ;
  double meanU, meanG;
  double varianceU, covariance, varianceG;
};

/// @param b  >= 0; a must be positive when b is 0
LogFamilyMoments logFamilyMoments(Curvature curvature, double a, double b);

struct LogFamilyFit {
  double a;
  double b;  ///< 0 where the likelihood is largest at the edge: the data prefer the plain power law
  double logZ;
  bool converged;
};

/// Maximum likelihood from the sample means of u and g (both positive), by damped Newton steps.
LogFamilyFit fitLogFamily(Curvature curvature, double meanU, double meanG);

}  // namespace tailcraft
