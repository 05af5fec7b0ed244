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

// In training v is not independent of W_0: the gradient is a function of it, by way of few rows of
// W_0 only. Let u, b be orthonormal, u independent of W_0, and v tied to the rows u^T W_0 and
// b^T W_0. Then the rows of W = W_0 + theta u v^T orthogonal to u and b are noise that v knows
// nothing of, and only the Gram matrix of these two rows matters:
//     [ theta^2 + 2 theta u^T W_0 v    theta b^T W_0 v ]
//     [ theta b^T W_0 v                0               ]  + s^2 d I.
// Its leading eigenvector is the left direction of the spike, its eigenvalue (without the noise's
// s^2 d) the squared strength of an independent direction with the same effect.

/// The two rows as one direction.
struct LeadingRow {
  double strength = 0;  ///< that of an independent direction with the same effect; 0 when negative
  double cosine = 1;    ///< its left vector is cosine u + sine b
  double sine = 0;
};

/// @param uu, ub, bb  the Gram matrix of the rows without s^2 d I
LeadingRow leadingRow(double uu, double ub, double bb);

/// The same from theta, u^T W_0 v and b^T W_0 v.
LeadingRow dependentRow(double strength, double uW0v, double bW0v = 0);

/// The spike of W_0 + theta u v^T in that case, W_0 with entries of standard deviation `scale`:
/// `strength` is the effective one, the overlaps those of u_1 and v_1 with the given u and v.
Spike predictDependentSpike(int h, int d, double scale, double strength, double uW0v,
                            double bW0v = 0);

}  // namespace tailcraft
