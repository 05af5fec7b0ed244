#pragma once

// One direction in noise: an h x d matrix theta u v^T + noise, the noise i.i.d. N(0, s^2), u and v
// unit vectors independent of it. F. Benaych-Georges and R. R. Nadakuditi, "The singular values and
// vectors of low rank perturbations of large rectangular random matrices", J. Multivar. Anal. 111
// (2012), sections 3.1 and 3.2. Written without normalisation, with theta the singular value
// itself: beyond theta = s (h d)^(1/4) the leading eigenvalue of W^T W leaves the bulk for
//     lambda = (theta^2 + s^2 h) (theta^2 + s^2 d) / theta^2.

namespace tailcraft {

struct Spike {
  bool detached = false;    ///< theta is beyond the threshold
  double strength = 0;      ///< theta
  double eigenvalue = 0;    ///< of W^T W; the upper edge of the bulk when not detached
  double leftOverlap = 0;   ///< (u . u_1)^2, in R^h; 0 when not detached
  double rightOverlap = 0;  ///< (v . v_1)^2, in R^d
};

/// Strength at which the spike detaches: s (h d)^(1/4).
double spikeThreshold(int h, int d, double scale = 1);

/// @throws std::invalid_argument unless h, d >= 1, scale > 0 and strength >= 0
Spike predictSpike(int h, int d, double scale, double strength);

/// The inverse: the strength behind a leading eigenvalue; 0 when it lies inside the bulk.
double strengthOf(int h, int d, double scale, double eigenvalue);

/// The strength to use for W_0 + theta u v^T when v is not independent of W_0, as in training where
/// the gradient depends on W_0. With u still independent, the rows of W_0 orthogonal to u are noise
/// that v knows nothing of, and only the length of the row u^T W = u^T W_0 + theta v matters. It is
/// that of an independent direction of strength sqrt(theta^2 + 2 theta u^T W_0 v), or 0.
double effectiveStrength(double strength, double uW0v);

/// The spike of W_0 + theta u v^T in that case, W_0 with entries of standard deviation `scale`:
/// `strength` is the effective one, `rightOverlap` that of v_1 with the given v.
Spike predictDependentSpike(int h, int d, double scale, double strength, double uW0v);

}  // namespace tailcraft
