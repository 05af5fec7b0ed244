#include "theory/one_step.h"

#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

#include "theory/hermite.h"

namespace tailcraft {
namespace {

constexpr double kTwoOverPi = 2 / std::numbers::pi;

void require(bool condition, const char* what, double value) {
  if (!condition) throw std::invalid_argument(what + std::to_string(value));
}

/// mu_1^2 (|g|^2 / d) / Var N; infinite for a linear student, whose gradient has rank one.
double signalToNoise(const OneStepMoments& m, int n, int d) {
  return m.slope * m.slope * m.directionSquared * n / (d * m.residualSquared * m.slopeVariance);
}

/// The step eta (rankOne u v^T + noise of standard deviation `spread`) taken from W_0.
struct RankOneStep {
  double strength;  // at rate 1
  double uW0v;      // does not depend on the rate
  double spread;    // at rate 1
  double vDotBeta;  // alignment of v with beta
};

OneStepPrediction predict(const OneStepSetup& setup, const RankOneStep& step, double rate) {
  require(rate >= 0 && std::isfinite(rate), "the learning rate must be finite and >= 0, got ",
          rate);
  OneStepPrediction result;
  result.updateStrength = rate * step.strength;
  result.uW0v = step.uW0v;
  result.bulkScale = std::hypot(1.0, rate * step.spread);
  const double effective = effectiveStrength(result.updateStrength, step.uW0v);
  result.spike = predictSpike(setup.h, setup.d, result.bulkScale, effective);

  // The row u^T W_1 holds theta (v . beta) of beta, v_1 follows that row with the spike's overlap,
  // and the rest of v_1 points anywhere.
  const double share = effective > 0 ? result.updateStrength * step.vDotBeta / effective : 0;
  const double meant = std::min(1.0, result.spike.rightOverlap * share * share);
  result.alignment = std::sqrt(meant + (1 - meant) / setup.d);

  // theta_eff^2 = s^2 sqrt(h d):  (strength^2 - spread^2 sqrt(h d)) eta^2 + 2 strength uW0v eta
  // - sqrt(h d) = 0, positive root; with too much noise in the update it never detaches.
  const double level = std::sqrt(static_cast<double>(setup.h) * setup.d);
  const double quadratic = step.strength * step.strength - step.spread * step.spread * level;
  const double linear = step.strength * step.uW0v;
  result.thresholdRate = quadratic > 0
                             ? (std::sqrt(linear * linear + quadratic * level) - linear) / quadratic
                             : HUGE_VAL;
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
  m.linkSlope = hermiteCoefficients(s.link, 2)[1];
  m.slope = activation.slope;
  m.slopeVariance = activation.slopeSquare - activation.slope * activation.slope;
  if (m.slopeVariance < 1e-12 * activation.slopeSquare) m.slopeVariance = 0;  // constant slope
  m.labelSquared = secondMoment(s.link) + s.noise * s.noise;
  m.residualSquared =
      s.residualSquared.value_or(m.labelSquared + activation.square * s.secondLayerSquared);
  require(m.residualSquared > 0, "E r^2 must be positive, got ", m.residualSquared);
  m.directionSquared = s.gradientDirectionSquared.value_or(
      m.linkSlope * m.linkSlope + m.slope * m.slope * s.secondLayerSquared +
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
  step.spread = 2 / std::sqrt(h * d) *
                std::sqrt(setup.secondLayerSquared * m.residualSquared * m.slopeVariance / setup.n);
  step.vDotBeta = m.linkSlope / length;
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
  step.uW0v = -m.slope * std::sqrt(kTwoOverPi) * std::sqrt(d) / length * linearPart;
  step.spread = std::sqrt(std::max(0.0, 1 - kappa * kappa));
  step.vDotBeta = linearPart * m.linkSlope / length;
  return predict(setup, step, learningRate);
}

}  // namespace tailcraft
