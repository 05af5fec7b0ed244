#include "theory/spiked_model.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "number_text.h"

namespace tailcraft {
namespace {

void check(int h, int d, double scale) {
  if (h < 1 || d < 1)
    throw std::invalid_argument("matrix shape must be at least 1 x 1, got " + std::to_string(h) +
                                " x " + std::to_string(d));
  if (!(scale > 0)) throw std::invalid_argument("scale must be positive, got " + numberText(scale));
}

double upperEdge(double rows, double columns) {
  const double edge = std::sqrt(rows) + std::sqrt(columns);
  return edge * edge;
}

}  // namespace

double spikeThreshold(int h, int d, double scale) {
  check(h, d, scale);
  return scale * std::pow(static_cast<double>(h) * d, 0.25);
}

Spike predictSpike(int h, int d, double scale, double strength) {
  check(h, d, scale);
  if (!(strength >= 0))
    throw std::invalid_argument("spike strength must not be negative, got " + numberText(strength));
  Spike spike;
  spike.strength = strength;
  spike.detached = strength > spikeThreshold(h, d, scale);
  const double variance = scale * scale;
  if (!spike.detached) {
    spike.eigenvalue = variance * upperEdge(h, d);
    return spike;
  }
  const double square = strength * strength;
  const double rows = variance * h;
  const double columns = variance * d;
  spike.eigenvalue = (square + rows) / square * (square + columns);
  const double excess = 1 - rows / square * (columns / square);  // the share that is not noise
  spike.leftOverlap = excess * square / (square + rows);
  spike.rightOverlap = excess * square / (square + columns);
  return spike;
}

double strengthOf(int h, int d, double scale, double eigenvalue) {
  check(h, d, scale);
  const double variance = scale * scale;
  if (!(eigenvalue > variance * upperEdge(h, d))) return 0;
  // theta^4 - (lambda - s^2 (h + d)) theta^2 + s^4 h d = 0, larger root.
  const double product = variance * h * (variance * d);
  const double half = 0.5 * (eigenvalue - variance * (static_cast<double>(h) + d));
  return std::sqrt(half + std::sqrt(std::max(0.0, half * half - product)));
}

LeadingRow leadingRow(double uu, double ub, double bb) {
  const double half = 0.5 * (uu - bb);
  const double largest = 0.5 * (uu + bb) + std::hypot(half, ub);
  const double angle = 0.5 * std::atan2(ub, half);
  return {std::sqrt(std::max(0.0, largest)), std::cos(angle), std::sin(angle)};
}

LeadingRow dependentRow(double strength, double uW0v, double bW0v) {
  return leadingRow(strength * (strength + 2 * uW0v), strength * bW0v, 0);
}

Spike predictDependentSpike(int h, int d, double scale, double strength, double uW0v, double bW0v) {
  const LeadingRow row = dependentRow(strength, uW0v, bW0v);
  Spike spike = predictSpike(h, d, scale, row.strength);
  if (!spike.detached) return spike;
  // v_1 follows the row cosine u^T W + sine b^T W; so much of that lies along v.
  const double along = (row.cosine * (strength + uW0v) + row.sine * bW0v) / row.strength;
  spike.leftOverlap *= row.cosine * row.cosine;
  spike.rightOverlap = std::min(1.0, spike.rightOverlap * along * along);
  return spike;
}

}  // namespace tailcraft
