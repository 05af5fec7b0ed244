#pragma once

// The largest eigenvalue of a Gaussian sample covariance matrix: the Tracy-Widom law of order one
// (C. A. Tracy, H. Widom, "On orthogonal and symplectic matrix ensembles", Comm. Math. Phys. 177
// (1996)) with the centre and the width of I. M. Johnstone, "On the distribution of the largest
// eigenvalue in principal components analysis", Ann. Statist. 29 (2001), theorem 1.1.

#include <cstddef>
#include <span>

namespace tailcraft {

/// Level of the line above which an eigenvalue counts as a spike, and the TW_1 quantile there.
inline constexpr double kSpikeLevel = 0.99;
inline constexpr double kSpikeQuantile = 2.02344928138;

/// (lambda_max - centre) / width follows TW_1 when the entries of an h x d matrix are N(0, 1).
struct EdgeScaling {
  double centre;
  double width;
};

/// Johnstone's scaling, the larger side in the role of the sample size.
/// @throws std::invalid_argument unless h >= 1 and d >= 1
EdgeScaling edgeScaling(int h, int d);

/// The eigenvalue that lambda_max of an h x d matrix of N(0, scale^2) entries stays below with
/// probability `level` (0 < level < 1).
double spikeEdge(int h, int d, double scale = 1, double level = kSpikeLevel);

/// Number of ascending eigenvalues above the edge.
std::ptrdiff_t countAbove(std::span<const double> ascending, double edge);

/// F_1(s), to 1e-9.
double tracyWidomCdf(double s);

/// 1 - F_1(s), accurate relative to its own size also far out in the tail.
double tracyWidomSurvival(double s);

/// The s with F_1(s) = level.
/// @throws std::invalid_argument unless 0 < level < 1
double tracyWidomQuantile(double level);

/// Probability that the largest eigenvalue of pure noise lies above lambda: the p value of an
/// outlier.
double spikePValue(double lambda, int h, int d, double scale = 1);

}  // namespace tailcraft
