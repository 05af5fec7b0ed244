#pragma once

// What the features of the first layer are worth: ridge read-out and kernel-target alignment.

#include "config.h"
#include "data/problem.h"

namespace tailcraft {

struct ReadoutLosses {
  double probe = 0;       ///< MSE of the ridge read-out on the set that fitted it
  double test = 0;        ///< MSE of the same read-out on the test set
  double kta = 0;         ///< kernel-target alignment on the probe set
  double saturation = 0;  ///< share of probe pre-activations with |W x / sqrt d| > 2.6
};

/// With Z = sigma(X_probe W^T / sqrt d) / sqrt h (n x h; `Readout::asPublishedCode` divides by d
/// instead of sqrt d, as the code published with arXiv 2406.04657 does):
///   a_hat = (Z^T Z + lambda I)^-1 Z^T y,   lambda = n reg / h,
///   KTA = <K, y y^T>_F / (||K||_F ||y y^T||_F),   K = Z Z^T   (Cristianini et al. 2001).
/// One Gram matrix on the smaller of n and h serves both: ||Z Z^T||_F = ||Z^T Z||_F.
template <typename Scalar>
ReadoutLosses measureReadout(const Student<Scalar>& student, Activation activation, Readout readout,
                             double reg, const Dataset<Scalar>& probe, const Dataset<Scalar>& test);

/// The kernel-target alignment alone, on any set.
template <typename Scalar>
double kernelTargetAlignment(const Student<Scalar>& student, Activation activation, Readout readout,
                             const Dataset<Scalar>& data);

}  // namespace tailcraft
