#pragma once

// The teacher's link functions sigma_star of the single-index model y = sigma_star(x . beta) +
// noise.

#include "config.h"

namespace tailcraft {

/// E softplus(g) for g ~ N(0, 1).
inline constexpr double kMeanSoftplus = 0.8060591833473997;

/// sigma_star(z). He1..He3 are the probabilists' Hermite polynomials z, z^2 - 1, z^3 - 3z.
double teacherLink(Teacher teacher, double z);

/// log(1 + e^z) without overflow.
double softplus(double z);

}  // namespace tailcraft
