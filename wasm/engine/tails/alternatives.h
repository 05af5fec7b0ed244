#pragma once

// What else a tail could be. Each law is fitted by maximum likelihood to the values x >= x_min and
// is normalised there (Clauset, Shalizi, Newman, SIAM Review 51 (2009), table 2.1):
//   power law              x^-alpha                                  first = alpha
//   exponential            e^(-lambda x)                             first = lambda
//   log-normal             e^(-(ln x - mu)^2 / (2 sigma^2)) / x      first = mu, second = sigma
//   truncated power law    x^-alpha e^(-lambda x)                    first = alpha, second = lambda
//   stretched exponential  x^(beta - 1) e^(-lambda x^beta)           first = lambda, second = beta
// Two laws are compared by the likelihood ratio of Q. H. Vuong (Econometrica 57 (1989) 307) as in
// appendix C of that review.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "tails/power_law.h"

namespace tailcraft {

enum class TailLaw { powerLaw, exponential, logNormal, truncatedPowerLaw, stretchedExponential };

inline constexpr std::array kTailLaws = {TailLaw::powerLaw, TailLaw::exponential,
                                         TailLaw::logNormal, TailLaw::truncatedPowerLaw,
                                         TailLaw::stretchedExponential};

/// A law fitted to a tail. Degenerate (fewer than two values, all equal, not positive or not
/// finite): the numbers are NaN.
struct LawFit {
  TailLaw law = TailLaw::powerLaw;
  FitStatus status = FitStatus::degenerate;
  double first = 0;
  double second = 0;  ///< NaN for a law of one parameter
  double xmin = 0;
  double logLikelihood = 0;
  /// The likelihood is largest where this law turns into the plain power law (lambda = 0, sigma or
  /// lambda infinite, beta = 0): it has nothing to add, and its density is the power law's.
  bool isPowerLaw = false;
  // As an exponential family in log(x / xmin), or in (x / xmin)^beta for the stretched exponential.
  double a = 0;
  double b = 0;
  double logZ = 0;
};

/// @param tail  the values >= x_min, ascending; the first one is x_min
/// @throws std::invalid_argument when they are not ascending
LawFit fitLaw(TailLaw law, std::span<const double> tail);

/// log of the density at x >= fit.xmin; NaN for a degenerate fit, -infinity below xmin.
double logDensity(const LawFit& fit, double x);

/// Which of two laws the same tail prefers.
struct Comparison {
  TailLaw first = TailLaw::powerLaw;
  TailLaw second = TailLaw::powerLaw;
  double logLikelihoodRatio = 0;  ///< of first over second; positive: the first is preferred
  double R = 0;  ///< the ratio in units of its standard deviation; 0 when both agree
  /// Two-sided probability of a ratio this large when both are equally far from the truth. For
  /// nested laws: probability under the smaller one, from chi-square with one degree of freedom.
  double pValue = 1;
  bool nested = false;
};

Comparison compareLaws(std::span<const double> tail, const LawFit& first, const LawFit& second);

struct LawComparisons {
  std::vector<LawFit> fits;       ///< in the order of kTailLaws
  std::vector<Comparison> pairs;  ///< each pair once, in that order: 10 of them
};

/// Every law fitted to the tail from index `xminIndex` on, and every pair compared.
/// @throws std::invalid_argument when the index is out of range
LawComparisons compareTailLaws(std::span<const double> ascending, std::ptrdiff_t xminIndex);

}  // namespace tailcraft
