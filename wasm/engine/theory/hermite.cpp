#include "theory/hermite.h"

#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

#include "data/teacher.h"
#include "model/activation.h"
#include "theory/quadrature.h"

namespace tailcraft {
namespace {

/// Nodes and weights of E[f(z)]. The panels end at 0, where relu and sign have their kink, and at
/// 13, beyond which the density is below 1e-37.
struct GaussianRule {
  std::vector<double> nodes;
  std::vector<double> weights;

  GaussianRule() {
    constexpr double kReach = 13;
    constexpr int kPanels = 52;
    visitNodes(-kReach, kReach, kPanels, [&](double z, double weight) {
      nodes.push_back(z);
      weights.push_back(weight * std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi));
    });
  }

  std::vector<double> coefficients(const std::vector<double>& values, int count) const {
    if (count < 1 || count > 32)
      throw std::invalid_argument("the number of Hermite coefficients must be 1 .. 32, got " +
                                  std::to_string(count));
    std::vector<double> result(static_cast<std::size_t>(count), 0.0);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      // He_k / sqrt(k!) by its recurrence.
      double previous = 0;
      double current = 1;
      for (int k = 0; k < count; ++k) {
        result[static_cast<std::size_t>(k)] += weights[i] * values[i] * current;
        const double next = (nodes[i] * current - std::sqrt(k) * previous) / std::sqrt(k + 1.0);
        previous = current;
        current = next;
      }
    }
    return result;
  }

  double meanSquare(const std::vector<double>& values) const {
    double sum = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i) sum += weights[i] * values[i] * values[i];
    return sum;
  }

  std::vector<double> values(Teacher teacher) const {
    std::vector<double> result;
    for (double z : nodes) result.push_back(teacherLink(teacher, z));
    return result;
  }
};

}  // namespace

std::vector<double> hermiteCoefficients(Teacher teacher, int count) {
  const GaussianRule rule;
  return rule.coefficients(rule.values(teacher), count);
}

std::vector<double> hermiteCoefficients(Activation activation, int count) {
  const GaussianRule rule;
  std::vector<double> values = rule.nodes;
  activate(activation, std::span<double>(values));
  return rule.coefficients(values, count);
}

int informationExponent(const std::vector<double>& coefficients, double tolerance) {
  for (std::size_t k = 1; k < coefficients.size(); ++k)
    if (std::abs(coefficients[k]) > tolerance) return static_cast<int>(k);
  return 0;
}

double secondMoment(Teacher teacher) {
  const GaussianRule rule;
  return rule.meanSquare(rule.values(teacher));
}

ActivationMoments activationMoments(Activation activation) {
  const GaussianRule rule;
  std::vector<double> slopes = rule.nodes;
  std::vector<double> values(slopes.size());
  activateWithSlope(activation, std::span<double>(slopes), std::span<double>(values));
  return {rule.meanSquare(values), rule.coefficients(slopes, 1)[0], rule.meanSquare(slopes)};
}

}  // namespace tailcraft
