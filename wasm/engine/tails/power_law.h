#pragma once

// Power-law fits to the upper tail of a spectrum, p(lambda) ~ lambda^-alpha for lambda >= x_min.
//
// Hill estimator: B. M. Hill, "A simple general approach to inference about the tail of a
// distribution", Ann. Statist. 3 (1975). Choice of x_min by the Kolmogorov-Smirnov distance:
// A. Clauset, C. R. Shalizi, M. E. J. Newman, "Power-law distributions in empirical data",
// SIAM Review 51 (2009), equations 3.1, 3.2 and 3.9.
//
// Everything here takes the eigenvalues in ascending order, with 0 for those that are not resolved,
// and their resolution (spectra/resolution.h; 0 where it is not known). A tail holds every value
// from x_min on: values that the computation of a spectrum cannot tell apart are one value, and
// x_min is the least of them. Values that are not finite make the fit degenerate; an order that is
// not ascending throws std::invalid_argument.

#include <cstddef>
#include <span>
#include <vector>

namespace tailcraft {

/// `degenerate`: no tail could be fitted.
enum class FitStatus { ok, degenerate };

/// Why not.
enum class NoTail {
  none,       ///< there is one
  notFinite,  ///< a value is not finite
  tooFew,     ///< fewer than two resolved values, or than the rule asks for
  noSpread,   ///< from x_min, or from the median on, the values are one value: they lie within 1 %,
              ///< or within what rounding of the matrix explains
};

/// A spectrum whose upper half spans less than this has no tail.
inline constexpr double kLeastSpan = 0.01;

/// A power law fitted to the values from index `xminIndex` on. Degenerate: the numbers are NaN.
struct TailFit {
  FitStatus status = FitStatus::degenerate;
  NoTail reason = NoTail::tooFew;
  double alpha = 0;          ///< exponent of the density
  double standardError = 0;  ///< (alpha - 1) / sqrt(tailSize), the large-sample error of the MLE
  double D = 0;              ///< KS distance between the fitted law and the tail
  double xmin = 0;           ///< where the tail starts
  std::ptrdiff_t xminIndex = -1;  ///< 0-based index of xmin among all the values
  std::ptrdiff_t tailSize = 0;    ///< number of values in the tail
  double alphaHat = 0;            ///< alpha * log10(lambda_max)
};

/// Which x_min the KS fit may choose. `reference`: any that leaves two values, as the published
/// code does. `robust`: only those that leave at least max(10, 2 %) of the values, because a
/// handful of points can lie on a power law by chance.
enum class KsRule { reference, robust };

/// Fits at every candidate x_min = lambda_i, i = 0 .. p-2. NaN where no fit exists. The distances
/// are NaN within a run of equal values too, where no tail starts.
struct KsCurve {
  std::vector<double> alphas;
  std::vector<double> Ds;
};

struct TailFits {
  TailFit hill;
  TailFit ks;
  TailFit ksRobust;
};

/// Least number of values that a tail may have under the rule, for p values in all.
std::ptrdiff_t leastTailSize(std::ptrdiff_t p, KsRule rule);

/// The fit whose x_min is lambda_i (0 <= i < p), whatever its quality.
TailFit fitAt(std::span<const double> ascending, std::ptrdiff_t i, double resolution = 0);

/// The Hill estimator on the upper half of the p values that count: x_min is their median, index
/// floor(p / 2).
TailFit hillAtMedian(std::span<const double> ascending, double resolution = 0);

/// The fit of least KS distance; the first one when several are equal.
TailFit fitKs(std::span<const double> ascending, KsRule rule, double resolution = 0);

/// All three fits at once, at little more than the price of one: O(p) candidates, most of which are
/// dismissed by a few points of their tail.
TailFits fitTails(std::span<const double> ascending, double resolution = 0);

/// The exponent of the values from lambda_i on, i = 0 .. p-2; NaN where no fit exists. O(p).
std::vector<double> exponentCurve(std::span<const double> ascending, double resolution = 0);

/// Exponent and KS distance at every candidate; O(p^2).
KsCurve ksCurve(std::span<const double> ascending, double resolution = 0);

}  // namespace tailcraft
