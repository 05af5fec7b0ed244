#pragma once

// Loss and analytic gradient of the student on one data set.

#include "config.h"
#include "data/problem.h"
#include "linalg/matrix.h"

namespace tailcraft {

/// f(x) for every row of x (samples x d): samples values.
template <typename Scalar>
Vector<double> predict(const Student<Scalar>& student, Activation activation, MatrixView<Scalar> x);

/// Loss L = mean_i (f(x_i) - y_i)^2 and its gradient. `forward` does all that needs sigma, leaving
///   B_ij = 2 r_i a_j sigma'(z_ij) / (n sqrt(h d)),   r = f - y,   z = X W^T / sqrt d   (n x h),
/// in place of the pre-activations, so that `firstLayerGradient` is the single product
/// dL/dW = B^T X (h x d). One matrix of n x h numbers is all the memory the two passes need.
template <typename Scalar>
class Backpropagation {
 public:
  /// @param layers  those whose gradients will be asked for
  Backpropagation(Activation activation, TrainedLayers layers)
      : activation_(activation), layers_(layers) {}

  /// Returns the loss; keeps what the gradients need. The data set must outlive the gradient calls.
  double forward(const Student<Scalar>& student, const Dataset<Scalar>& data);

  /// `forward` in two halves, for a student whose units are spread over several shards. This one
  /// returns what each block of the shard's units adds to sqrt(h) f (blocks x samples).
  Matrix<double> blockOutputs(const Student<Scalar>& shard, const Dataset<Scalar>& data);

  /// The other half, given f (samples) and the h units of the whole student. Returns the loss.
  double receive(const Student<Scalar>& shard, const Dataset<Scalar>& data,
                 const Vector<double>& outputs, Index h);

  /// dL/dW (h x d) at the last `forward`.
  void firstLayerGradient(const Dataset<Scalar>& data, Matrix<Scalar>& gradient) const;

  /// dL/da (h) at the last `forward`; 0 unless it is one of the layers.
  const Vector<double>& secondLayerGradient() const { return secondLayer_; }

 private:
  /// What a residual is multiplied by in the gradients of a and, before a_j, of W.
  struct Factors {
    double value;
    double slope;
  };
  void requireForward(Index samples) const;
  static Factors factors(const Dataset<Scalar>& data, double sqrtH);
  void addGradients(Factors factors, double residual, const Vector<double>& a, Index i,
                    const Scalar* values);

  Activation activation_;
  TrainedLayers layers_;
  Matrix<Scalar> scaledSlopes_;  // z, then sigma'(z), then B (n x h)
  Matrix<Scalar> values_;        // sigma(z) (n x h), or of one row (1 x h)
  Vector<double> secondLayer_;   // dL/da (h)
};

}  // namespace tailcraft
