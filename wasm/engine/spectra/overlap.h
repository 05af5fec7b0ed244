#pragma once

// The paper's central argument: whose singular vectors carry the spike? Squared overlaps between
// the leading singular vectors of weights and of their update.

#include <vector>

#include "linalg/matrix.h"

namespace tailcraft {

/// |U_A^T U_B|^2 and |V_A^T V_B|^2 for the leading `count` singular vectors of A and B
/// (count x count; row i belongs to A, column j to B, both by falling singular value).
struct OverlapPair {
  Matrix<double> left;
  Matrix<double> right;
};

struct Overlaps {
  OverlapPair previousVsUpdate;              ///< W_{t-1} against M_t = W_t - W_{t-1}
  OverlapPair currentVsUpdate;               ///< W_t against M_t
  OverlapPair initialVsTotal;                ///< W_0 against M = W_t - W_0
  OverlapPair currentVsTotal;                ///< W_t against M
  std::vector<double> updateSingularValues;  ///< of M_t, falling
  std::vector<double> totalSingularValues;   ///< of M, falling
  /// (v_i . beta)^2 for every right singular vector v_i of W_t, leading first (min(h, d)).
  std::vector<double> betaAlignment;
};

/// @param initial, previous, current  W_0, W_{t-1}, W_t (h x d)
/// @param count  number of leading vectors; more than min(h, d) is cut to that
template <typename Scalar>
Overlaps measureOverlaps(const Matrix<Scalar>& initial, const Matrix<Scalar>& previous,
                         const Matrix<Scalar>& current, const Vector<double>& beta, Index count);

}  // namespace tailcraft
