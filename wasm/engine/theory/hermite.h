#pragma once

// Hermite coefficients of the functions of one Gaussian variable that teacher and student are made
// of: c_k = E[f(z) He_k(z)] / sqrt(k!), z ~ N(0, 1), He_k the probabilists' polynomials, so that
// E[f^2] = sum c_k^2. The information exponent, the least k >= 1 with c_k not 0, says how hard the
// direction beta is to find by gradients (G. Ben Arous, R. Gheissari, A. Jagannath, JMLR 22
// (2021)).

#include <vector>

#include "config.h"

namespace tailcraft {

/// c_0 .. c_{count - 1} of a teacher link.
/// @throws std::invalid_argument unless 1 <= count <= 32
std::vector<double> hermiteCoefficients(Teacher teacher, int count);

/// The same for a student activation.
std::vector<double> hermiteCoefficients(Activation activation, int count);

/// Least k >= 1 with |c_k| > tolerance; 0 when there is none among the given ones.
int informationExponent(const std::vector<double>& coefficients, double tolerance = 1e-10);

/// E[f^2] of a link, without the label noise.
double secondMoment(Teacher teacher);

/// First and second moments of an activation and of its slope.
struct ActivationMoments {
  double square;       ///< E sigma^2
  double slope;        ///< E sigma' = c_1
  double slopeSquare;  ///< E sigma'^2
};
ActivationMoments activationMoments(Activation activation);

}  // namespace tailcraft
