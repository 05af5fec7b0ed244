#pragma once

// The Marchenko-Pastur law: the spectrum of W^T W for an h x d matrix of i.i.d. entries with mean 0
// and standard deviation s, at the finite size h x d (V. A. Marchenko, L. A. Pastur, "Distribution
// of eigenvalues for some sets of random matrices", Mat. Sbornik 72 (1967)). With p = min(h, d) and
// m = max(h, d), the p eigenvalues that are not zero by force fill
//     [s^2 (sqrt m - sqrt p)^2, s^2 (sqrt m + sqrt p)^2]
// with density sqrt((upper - x)(x - lower)) / (2 pi s^2 p x), normalised to one for h >= d and for
// h < d alike.

#include <cstddef>
#include <span>
#include <vector>

namespace tailcraft {

/// A Marchenko-Pastur law and how well eigenvalues follow it. NaN where nothing could be fitted.
struct BulkLaw {
  double scale = 0;  ///< standard deviation s of the entries
  double lower = 0;  ///< edges of the law
  double upper = 0;
  double ksDistance = 0;       ///< KS distance between the law and the eigenvalues it describes
  std::ptrdiff_t leftOut = 0;  ///< largest eigenvalues that it does not describe
};

/// P(eigenvalue <= x) for entries of standard deviation one, closed form; the sides of the matrix,
/// large >= small > 0, need not be whole numbers.
double marchenkoPasturCdf(double x, double large, double small);

/// The law for one shape; holds a table of its distribution, so make it once per shape.
class MarchenkoPastur {
 public:
  /// @throws std::invalid_argument unless h >= 1 and d >= 1
  MarchenkoPastur(int h, int d);

  double lower(double scale = 1) const { return scale * scale * lower_; }
  double upper(double scale = 1) const { return scale * scale * upper_; }

  /// Density at lambda; 0 outside the edges. The integral over lambda is one.
  double density(double lambda, double scale = 1) const;

  /// P(eigenvalue <= lambda), closed form.
  double cdf(double lambda, double scale = 1) const;

  /// The lambda with cdf(lambda) = u.
  /// @throws std::invalid_argument unless 0 <= u <= 1
  double quantile(double u, double scale = 1) const;

  /// The Tracy-Widom 99 % line of this shape (tracy_widom.h): what lies above is an outlier.
  double spikeEdge(double scale = 1) const { return scale * scale * spikeEdge_; }

  /// The width of the Tracy-Widom law at the upper edge.
  double edgeWidth(double scale = 1) const { return scale * scale * edgeWidth_; }

  /// The exponent that the Hill estimator with x_min at the median finds on a large sample of the
  /// law: 1 + 1 / E[log(lambda / median) | lambda > median]. It depends on the shape only.
  double hillAlpha() const { return hillAlpha_; }

  /// sup_x |F_n(x) - F(x)| for ascending eigenvalues, the largest `leaveOut` of them left out.
  /// Zeros stand for values that are not resolved: F_n is known from the first positive one on. NaN
  /// when none is left or one is not finite.
  double ksDistance(std::span<const double> ascending, double scale,
                    std::ptrdiff_t leaveOut = 0) const;

  /// The law at a given scale against all the eigenvalues.
  BulkLaw law(std::span<const double> ascending, double scale) const;

  /// The law of the bulk. What lies above the Tracy-Widom 99 % line of the fitted scale (but at
  /// most half of all) is left out; the scale starts from the median of the rest and then minimises
  /// the KS distance. All NaN where the median is 0: the bulk is not resolved.
  BulkLaw fit(std::span<const double> ascending) const;

 private:
  double meanLogAboveMedian() const;
  double tabulatedCdf(double singularValue) const;

  double large_;  // max(h, d)
  double small_;  // min(h, d)
  double lower_;  // edges at scale 1
  double upper_;
  double spikeEdge_;
  double edgeWidth_;
  double median_;  // quantile 1/2 at scale 1
  double hillAlpha_;
  std::vector<double> table_;  // cdf at scale 1, on an even grid of singular values
};

}  // namespace tailcraft
