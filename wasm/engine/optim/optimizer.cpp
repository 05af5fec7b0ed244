#include "optim/optimizer.h"

#include <algorithm>
#include <cmath>

#include "optim/orthogonalize.h"

namespace tailcraft {

namespace {

template <typename Scalar>
using Parameter = Eigen::Ref<Matrix<Scalar>>;

/// The momentum buffer after this gradient; without momentum the gradient itself.
template <typename Scalar>
Matrix<Scalar>& momentumBuffer(double momentum, Matrix<Scalar>& gradient,
                               Moments<Scalar>& moments) {
  if (momentum == 0) return gradient;
  if (moments.first.size() == 0) {
    moments.first = gradient;
  } else {
    moments.first = static_cast<Scalar>(momentum) * moments.first + gradient;
  }
  return moments.first;
}

template <typename Scalar>
void apply(const GradientDescent& rule, double rate, int /*step*/, Parameter<Scalar> parameter,
           Matrix<Scalar>& gradient, Moments<Scalar>& moments) {
  parameter -= static_cast<Scalar>(rate) * momentumBuffer(rule.momentum, gradient, moments);
}

template <typename Scalar>
void apply(const Adam& rule, double rate, int step, Parameter<Scalar> parameter,
           Matrix<Scalar>& gradient, Moments<Scalar>& moments) {
  if (moments.first.size() == 0) {
    moments.first.setZero(gradient.rows(), gradient.cols());
    moments.second.setZero(gradient.rows(), gradient.cols());
  }
  const auto b1 = static_cast<Scalar>(rule.beta1);
  const auto b2 = static_cast<Scalar>(rule.beta2);
  const auto keep1 = static_cast<Scalar>(1 - rule.beta1);
  const auto keep2 = static_cast<Scalar>(1 - rule.beta2);
  const auto scaledRate = static_cast<Scalar>(rate / (1 - std::pow(rule.beta1, step)));
  const auto correction = static_cast<Scalar>(1 / std::sqrt(1 - std::pow(rule.beta2, step)));
  const auto epsilon = static_cast<Scalar>(rule.epsilon);
  for (Index i = 0; i < gradient.rows(); ++i) {
    const auto g = gradient.row(i).array();
    auto m1 = moments.first.row(i).array();
    auto m2 = moments.second.row(i).array();
    m1 = b1 * m1 + keep1 * g;
    m2 = b2 * m2 + keep2 * g.square();
    if (epsilon > 0) {
      parameter.row(i).array() -= scaledRate * m1 / (m2.sqrt() * correction + epsilon);
    } else {
      // Where every gradient so far was 0 this is 0/0. Its limit for eps -> 0 is 0: no movement.
      parameter.row(i).array() -=
          (m2 > 0).select(scaledRate * m1 / (m2.sqrt() * correction), Scalar(0));
    }
  }
}

template <typename Scalar>
void apply(const SignDescent& /*rule*/, double rate, int /*step*/, Parameter<Scalar> parameter,
           Matrix<Scalar>& gradient, Moments<Scalar>& /*moments*/) {
  parameter.array() -= static_cast<Scalar>(rate) * gradient.array().sign();
}

template <typename Scalar>
void apply(const Muon& rule, double rate, int /*step*/, Parameter<Scalar> parameter,
           Matrix<Scalar>& gradient, Moments<Scalar>& moments) {
  Matrix<Scalar> direction = momentumBuffer(rule.momentum, gradient, moments);
  orthogonalize(direction);
  const double scale =
      rate * std::sqrt(static_cast<double>(std::max(parameter.rows(), parameter.cols())));
  parameter -= static_cast<Scalar>(scale) * direction;
}

}  // namespace

UpdateRule updateRule(const Config& config) {
  switch (config.optimizer) {
    case OptimizerKind::gd:
      return GradientDescent{config.momentum};
    case OptimizerKind::adam:
      return Adam{config.beta1, config.beta2, config.epsilon};
    case OptimizerKind::sign:
      return SignDescent{};
    case OptimizerKind::muon:
      return Muon{config.momentum};
  }
  return GradientDescent{};
}

template <typename Scalar>
void applyUpdate(const UpdateRule& rule, double rate, double weightDecay, int step,
                 Eigen::Ref<Matrix<Scalar>> parameter, Matrix<Scalar>& gradient,
                 Moments<Scalar>& moments) {
  if (weightDecay != 0) gradient += static_cast<Scalar>(weightDecay) * parameter;
  std::visit(
      [&](const auto& chosen) { apply<Scalar>(chosen, rate, step, parameter, gradient, moments); },
      rule);
}

template void applyUpdate(const UpdateRule&, double, double, int, Eigen::Ref<Matrix<float>>,
                          Matrix<float>&, Moments<float>&);
template void applyUpdate(const UpdateRule&, double, double, int, Eigen::Ref<Matrix<double>>,
                          Matrix<double>&, Moments<double>&);

}  // namespace tailcraft
