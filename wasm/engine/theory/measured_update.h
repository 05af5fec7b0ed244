#pragma once

// The spike of W_1 = W_0 + M, predicted from the update M that was made. Only its leading direction
// is used, M ~ sigma_1 u v^T, and that the rest of W_1 is noise: where the prediction fails, that
// is what failed. Beside it stands what W_1 really shows.

#include "linalg/matrix.h"
#include "theory/spiked_model.h"

namespace tailcraft {

struct UpdateSpike {
  // Of the update.
  double strength = 0;   ///< sigma_1 of M
  double bulkScale = 0;  ///< root mean square of the entries of W_1 - sigma_1 u v^T

  // Predicted from these; overlaps with u and v.
  Spike predicted;
  double predictedAlignment = 0;  ///< expected |v_1 . beta|

  // Measured.
  double eigenvalue = 0;    ///< lambda_max of W_1^T W_1
  double leftOverlap = 0;   ///< (u . u_1)^2
  double rightOverlap = 0;  ///< (v . v_1)^2
  double alignment = 0;     ///< |v_1 . beta|
};

/// Everything NaN, and nothing detached, when W_1 is not finite.
/// @param initial, current  W_0, W_1 (h x d)
/// @param a                 second layer, of which the update is a function (h)
/// @param beta              the teacher's direction, a unit vector (d)
template <typename Scalar>
UpdateSpike spikeOfUpdate(const Matrix<Scalar>& initial, const Matrix<Scalar>& current,
                          const Vector<double>& a, const Vector<double>& beta);

}  // namespace tailcraft
