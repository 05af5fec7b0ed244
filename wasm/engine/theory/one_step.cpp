#include "theory/one_step.h"

#include <cmath>
#include <numbers>
#include <stdexcept>

#include "number_text.h"
#include "theory/hermite.h"

namespace tailcraft {
namespace {

constexpr double kTwoOverPi = 2 / std::numbers::pi;

void require(bool condition, const char* what, double value) {
  if (!condition) throw std::invalid_argument(what + numberText(value));
}

/// mu_1^2 (|g|^2 / d) / Var N; infinite for a linear student, whose gradient has rank one.
double signalToNoise(const OneStepMoments& m, int n, int d) {
  return m.slope * m.slope * m.directionSquared * n / (d * m.residualSquared * m.slopeVariance);
}

/// The step eta (rankOne u v^T + noise of standard deviation `spread`) taken from W_0.
struct RankOneStep {
  double strength;  // at rate 1
  double uW0v;      // does not depend on the rate
  double bW0v;      // nor does this
  double spread;    // at rate 1
  double vDotBeta;  // alignment of v with beta
};

/// The least rate at which the effective strength reaches the threshold, whose square is
/// t = level (1 + rate^2 spread^2). An eigenvalue t of the rows' Gram matrix means
///   theta^2 (1 + bW0v^2 / t) + 2 theta uW0v = t,  theta = rate strength:
/// a quadratic equation in the rate but for the weak dependence of the first t on it, which is
/// iterated. With too much noise in the update the spike never detaches: infinity.
double thresholdRate(const RankOneStep& step, double level) {
  const double linear = step.strength * step.uW0v;
  double rate = 0;
  for (int i = 0; i < 20; ++i) {
    const double t = level * (1 + rate * rate * step.spread * step.spread);
    const double quadratic = step.strength * step.strength * (1 + step.bW0v * step.bW0v / t) -
                             step.spread * step.spread * level;
    if (!(quadratic > 0)) return HUGE_VAL;
    rate = (std::sqrt(linear * linear + quadratic * level) - linear) / quadratic;
  }
  return rate;
}

OneStepPrediction predict(const OneStepSetup& setup, const RankOneStep& step, double rate) {
  require(rate >= 0 && std::isfinite(rate), "the learning rate must be finite and >= 0, got ",
          rate);
  OneStepPrediction result;
  result.updateStrength = rate * step.strength;
  result.uW0v = step.uW0v;
  result.bW0v = step.bW0v;
  result.bulkScale = std::hypot(1.0, rate * step.spread);
  result.spike = predictDependentSpike(setup.h, setup.d, result.bulkScale, result.updateStrength,
                                       step.uW0v, step.bW0v);

  // v_1 follows the spike's row, which holds so much of beta; the rest of v_1 points anywhere.
  const LeadingRow row = dependentRow(result.updateStrength, step.uW0v, step.bW0v);
  const double followed =
      predictSpike(setup.h, setup.d, result.bulkScale, row.strength).rightOverlap;
  const double share =
      row.strength > 0 ? row.cosine * result.updateStrength * step.vDotBeta / row.strength : 0;
  const double meant = std::min(1.0, followed * share * share);
  result.alignment = std::sqrt(meant + (1 - meant) / setup.d);
  result.thresholdRate = thresholdRate(step, std::sqrt(static_cast<double>(setup.h) * setup.d));
  return result;
}

}  // namespace

OneStepMoments oneStepMoments(const OneStepSetup& s) {
  require(s.n >= 1, "n must be at least 1, got ", s.n);
  require(s.d >= 1, "d must be at least 1, got ", s.d);
  require(s.h >= 1, "h must be at least 1, got ", s.h);
  require(s.noise >= 0, "noise must not be negative, got ", s.noise);
  require(s.secondLayerSquared > 0, "|a|^2 / h must be positive, got ", s.secondLayerSquared);
  const ActivationMoments activation = activationMoments(s.activation);
  OneStepMoments m;
  m.teacherSlope = hermiteCoefficients(s.teacher, 2)[1];
  m.slope = activation.slope;
  m.slopeVariance = activation.slopeSquare - activation.slope * activation.slope;
  if (m.slopeVariance < 1e-12 * activation.slopeSquare) m.slopeVariance = 0;  // constant slope
  m.labelSquared = secondMoment(s.teacher) + s.noise * s.noise;
  m.residualSquared =
      s.residualSquared.value_or(m.labelSquared + activation.square * s.secondLayerSquared);
  require(m.residualSquared > 0, "E r^2 must be positive, got ", m.residualSquared);
  m.directionSquared = s.gradientDirectionSquared.value_or(
      m.teacherSlope * m.teacherSlope + m.slope * m.slope * s.secondLayerSquared +
      m.residualSquared * s.d / s.n);
  require(m.directionSquared > 0, "|X^T r / n|^2 must be positive, got ", m.directionSquared);
  return m;
}

OneStepPrediction predictGdStep(const OneStepSetup& setup, double learningRate) {
  const OneStepMoments m = oneStepMoments(setup);
  const double length = std::sqrt(m.directionSquared);
  const double h = setup.h;
  const double d = setup.d;
  // 2 mu_1 / sqrt(h d) times |a| |g|; u = a / |a|, v = g / |g|.
  const double a = std::sqrt(setup.secondLayerSquared * h);
  RankOneStep step;
  step.strength = 2 * m.slope / std::sqrt(h * d) * a * length;
  // u^T W_0 g = -mu_1 |W_0^T a|^2 / (|a| sqrt(h d)) = -mu_1 |a| sqrt(d / h).
  step.uW0v = -m.slope * a * std::sqrt(d / h) / length;
  step.bW0v = 0;  // u is the direction of a
  step.spread = 2 / std::sqrt(h * d) *
                std::sqrt(setup.secondLayerSquared * m.residualSquared * m.slopeVariance / setup.n);
  step.vDotBeta = m.teacherSlope / length;
  return predict(setup, step, learningRate);
}

double signStepKappa(const OneStepMoments& moments, int n, int d) {
  const double rho = signalToNoise(moments, n, d);
  return std::sqrt(kTwoOverPi * std::asin(std::isinf(rho) ? 1.0 : rho / (1 + rho)));
}

OneStepPrediction predictSignStep(const OneStepSetup& setup, double learningRate) {
  const OneStepMoments m = oneStepMoments(setup);
  const double h = setup.h;
  const double d = setup.d;
  const double kappa = signStepKappa(m, setup.n, setup.d);
  const double rho = signalToNoise(m, setup.n, setup.d);
  // phi is a function of the Gaussian g, so its part along g has E[g phi] / sqrt(E g^2 E phi^2)
  // = sqrt(2 / pi) sqrt(rho / (1 + rho)) / kappa as correlation; sign(a) has sqrt(2 / pi) with a.
  const double linearPart =
      std::sqrt(kTwoOverPi * (std::isinf(rho) ? 1.0 : rho / (1 + rho))) / kappa;
  const double length = std::sqrt(m.directionSquared);
  RankOneStep step;
  step.strength = kappa * std::sqrt(h * d);
  // W_0^T a is part of g; sign(a) holds sqrt(2 / pi) of it, the rest of a the remainder.
  const double tie = -m.slope * std::sqrt(setup.secondLayerSquared * d) / length * linearPart;
  step.uW0v = tie * std::sqrt(kTwoOverPi);
  step.bW0v = tie * std::sqrt(1 - kTwoOverPi);
  step.spread = std::sqrt(std::max(0.0, 1 - kappa * kappa));
  step.vDotBeta = linearPart * m.teacherSlope / length;
  return predict(setup, step, learningRate);
}

}  // namespace tailcraft
