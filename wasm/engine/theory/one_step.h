#pragma once

// The first full-batch step, predicted from the configuration before it is taken: where the spike
// of W_1 = W_0 + M lies and how well it is aligned with beta. After J. Ba, M. A. Erdogdu, T.
// Suzuki, Z. Wang, D. Wu, G. Yang, "High-dimensional asymptotics of feature learning: how one
// gradient step improves the representation" (NeurIPS 2022), proposition 2; here W_0 has entries of
// variance one, the residual keeps the student's own output, and M's dependence on W_0 is not
// neglected.
//
// With r = y - f the residual, z_ij = w_j . x_i / sqrt(d), a (h) the second layer, g = X^T r / n:
//   -dL/dW_jk = (2 / sqrt(h d)) a_j T_jk,
//   T_jk = (1/n) sum_i r_i sigma'(z_ij) x_ik = mu_1 g_k + N_jk,  mu_1 = E sigma'(z),
// where the entries N_jk, from the rest of sigma', are noise of variance E[r^2] Var(sigma') / n.
//
// g consists of mu_1* beta (mu_1* = E[sigma_star(s) s]), of -mu_1 W_0^T a / sqrt(h d), the linear
// part of the student itself, and of the noise of n samples:
//   |g|^2 = mu_1*^2 + mu_1^2 |a|^2/h + E[r^2] d/n,   E[r^2] = E[y^2] + E[sigma^2] |a|^2/h.
// The second term ties M to W_0: u^T W_0 v is negative, and so is b^T W_0 v where u is not along a,
// with b the rest of a (see dependentRow). Both are of order sqrt(d), like the strength itself.
//
// Single runs scatter around these means, by 2 to 6 % of lambda at d = 1000: mostly |a|^2/h (2/h)
// and the projections of the label noise; what is known of a run can be put in.

#include <optional>

#include "config.h"
#include "theory/spiked_model.h"

namespace tailcraft {

/// What the first step depends on. A mini-batch counts as its n.
struct OneStepSetup {
  int n = 0;
  int d = 0;
  int h = 0;
  Teacher teacher = Teacher::softplus;
  Activation activation = Activation::tanh;
  double noise = 0;
  double secondLayerSquared = 1;  ///< |a|^2 / h
  /// E r^2, the loss before the step, where it is known.
  std::optional<double> residualSquared = std::nullopt;
  /// |X^T r / n|^2, where it is known.
  std::optional<double> gradientDirectionSquared = std::nullopt;
};

/// The averages of the comment above.
struct OneStepMoments {
  double teacherSlope;      ///< mu_1*
  double slope;             ///< mu_1
  double slopeVariance;     ///< Var sigma'
  double labelSquared;      ///< E y^2, noise included
  double residualSquared;   ///< E r^2
  double directionSquared;  ///< |g|^2
};

/// @throws std::invalid_argument unless n, d, h >= 1, noise >= 0 and the given moments are positive
OneStepMoments oneStepMoments(const OneStepSetup& setup);

struct OneStepPrediction {
  double updateStrength;  ///< leading singular value of M: its rank-one part
  double uW0v;            ///< u^T W_0 v of that part
  double bW0v;            ///< b^T W_0 v, b the direction of a orthogonal to u; 0 for GD
  double bulkScale;       ///< standard deviation of the entries that form the bulk of W_1
  Spike spike;            ///< of W_1, with the effective strength
  double alignment;       ///< expected |v_1 . beta| (root mean square)
  double thresholdRate;   ///< least learning rate at which the spike leaves the bulk
};

/// M = -eta dL/dW.
OneStepPrediction predictGdStep(const OneStepSetup& setup, double learningRate);

/// M = -eta sign(dL/dW): signGD, and Adam's first step up to its epsilon. Entry by entry,
/// sign(T_jk) has the mean phi_k = erf(mu_1 g_k / sqrt(2 Var N)) over the noise. So sign(G) is the
/// rank-one sign(a) phi^T plus noise of variance 1 - phi_k^2, and its leading singular value takes
/// the share kappa of its Frobenius norm sqrt(h d):
///   kappa^2 = E phi^2 = (2 / pi) arcsin(rho / (1 + rho)),  rho = mu_1^2 (|g|^2 / d) / Var N.
OneStepPrediction predictSignStep(const OneStepSetup& setup, double learningRate);

/// kappa = ||sign G||_2 / sqrt(h d) in the proportional limit.
double signStepKappa(const OneStepMoments& moments, int n, int d);

}  // namespace tailcraft
