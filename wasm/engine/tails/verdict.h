#pragma once

// What the tests together say about a tail, in the categories of Clauset, Shalizi, Newman (SIAM
// Review 51 (2009), table 6.1): first whether a power law is plausible by itself, then whether
// another law is significantly better. The words are made elsewhere.

#include <cstddef>

#include "tails/alternatives.h"

namespace tailcraft {

enum class Support {
  undetermined,  ///< no tail, or one too small or too short for laws to be told apart in it
  none,          ///< the power law is ruled out: by its own goodness of fit or by a better law
  moderate,      ///< plausible, but some other law fits as well
  withCutoff,    ///< plausible only with an exponential cut-off
  good,          ///< plausible, and better than every law that is not a power law with a cut-off
};

namespace verdict_levels {
/// Goodness of fit below this rules the power law out.
inline constexpr double kGoodnessOfFit = 0.1;
/// A likelihood ratio with a p value below this is significant.
inline constexpr double kLikelihoodRatio = 0.1;
/// Least tail in which laws can be told apart: below 10 points every curve passes.
inline constexpr std::ptrdiff_t kTailSize = 10;
/// Steepest exponent: the mean of log(lambda / x_min) is 1 / (alpha - 1), and within a tenth of
/// x_min a power law is an exponential law.
inline constexpr double kExponent = 11;
}  // namespace verdict_levels

struct TailVerdict {
  Support support = Support::undetermined;
  TailLaw best = TailLaw::powerLaw;  ///< largest likelihood less the number of parameters (Akaike)
  TailLaw rival = TailLaw::logNormal;  ///< the law that comes closest to the power law or beats it
  double R = 0;       ///< power law over rival, in standard deviations: negative when it loses
  double pValue = 1;  ///< of that comparison
  double goodnessOfFit = 0;     ///< NaN when it was not computed
  std::ptrdiff_t tailSize = 0;  ///< eigenvalues in the tail
  std::ptrdiff_t size = 0;      ///< of so many in all
};

/// @param comparisons    from compareTailLaws at the fit's x_min
/// @param goodnessOfFit  p value of the power law, NaN when not computed
TailVerdict judgeTail(const TailFit& fit, std::ptrdiff_t size, const LawComparisons& comparisons,
                      double goodnessOfFit);

}  // namespace tailcraft
