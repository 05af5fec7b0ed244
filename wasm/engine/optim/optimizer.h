#pragma once

// Update rules with the semantics of torch.optim. Hyperparameters are plain structs; the moments
// belong to the run.

#include <variant>

#include "config.h"
#include "linalg/matrix.h"

namespace tailcraft {

/// b <- m b + g (first step b = g), W <- W - eta b.
struct GradientDescent {
  double momentum = 0;
};

/// Kingma and Ba 2015, algorithm 1:
/// W <- W - eta (m1 / (1 - b1^t)) / (sqrt(m2 / (1 - b2^t)) + eps). With eps = 0 an entry whose
/// gradient has always been 0 stays where it is: the limit of its step for eps -> 0, not 0/0.
struct Adam {
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
};

/// W <- W - eta sign(g): Adam's first step up to eps.
struct SignDescent {};

/// W <- W - eta sqrt(max(h, d)) O, where O is the nearest matrix with orthonormal rows or columns
/// to the momentum buffer b <- m b + g (Jordan et al. 2024, "Muon"). The factor gives a step the
/// Frobenius norm eta sqrt(h d) of a sign step, so that equal rates mean steps of equal size.
struct Muon {
  double momentum = 0;
};

using UpdateRule = std::variant<GradientDescent, Adam, SignDescent, Muon>;

UpdateRule updateRule(const Config& config);

/// Running moments of one parameter; empty until the first step.
template <typename Scalar>
struct Moments {
  Matrix<Scalar> first;
  Matrix<Scalar> second;
};

/// One step of `rule` on a parameter (rows x cols).
/// @param rate      eta of this step
/// @param step      1 for the first step (Adam's bias correction)
/// @param gradient  used as scratch space
template <typename Scalar>
void applyUpdate(const UpdateRule& rule, double rate, double weightDecay, int step,
                 Eigen::Ref<Matrix<Scalar>> parameter, Matrix<Scalar>& gradient,
                 Moments<Scalar>& moments);

}  // namespace tailcraft
