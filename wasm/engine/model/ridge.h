#pragma once

// What the features of the first layer are worth: ridge read-out and kernel-target alignment.

#include "config.h"
#include "data/problem.h"

namespace tailcraft {

/// A ridge read-out and what it says of the set that fitted it.
struct RidgeFit {
  Vector<double> coefficients;  ///< a_hat (h); empty where the matrix is not positive definite
  double loss = 0;              ///< MSE on the set that fitted it; NaN without coefficients
  double kta = 0;               ///< kernel-target alignment
  double saturation = 0;        ///< share of pre-activations with |W x / sqrt d| > 2.6
};

/// With Z = sigma(X W^T / sqrt d) / sqrt h (n x h; `FeatureScale::asPublishedCode` divides by d
/// instead of sqrt d, as the code published with arXiv 2406.04657 does):
///   a_hat = (Z^T Z + lambda I)^-1 Z^T y,   lambda = n reg / h,
///   KTA = <K, y y^T>_F / (||K||_F ||y y^T||_F),   K = Z Z^T   (Cristianini et al. 2001).
/// One Gram matrix on the smaller of n and h serves both: ||Z Z^T||_F = ||Z^T Z||_F.
template <typename Scalar>
RidgeFit fitRidge(const Student<Scalar>& student, Activation activation, FeatureScale featureScale,
                  double reg, const Dataset<Scalar>& probe);

/// Z a_hat for the rows of x (samples x d); NaN without coefficients. What an output is does not
/// depend on the other rows.
template <typename Scalar>
Vector<double> ridgeOutputs(const Student<Scalar>& student, Activation activation,
                            FeatureScale featureScale, const Vector<double>& coefficients,
                            MatrixView<Scalar> x);

double meanSquaredError(const Vector<double>& outputs, const Vector<double>& y);

/// The kernel-target alignment alone, on any set.
template <typename Scalar>
double kernelTargetAlignment(const Student<Scalar>& student, Activation activation,
                             FeatureScale featureScale, const Dataset<Scalar>& data);

}  // namespace tailcraft
