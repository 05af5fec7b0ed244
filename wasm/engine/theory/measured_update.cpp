#include "theory/measured_update.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "linalg/singular_vectors.h"

namespace tailcraft {

template <typename Scalar>
UpdateSpike spikeOfUpdate(const Matrix<Scalar>& initial, const Matrix<Scalar>& current,
                          const Vector<double>& a, const Vector<double>& beta) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  if (!current.allFinite() || !initial.allFinite()) {
    const Spike nothing{false, kNaN, kNaN, kNaN, kNaN};
    return {kNaN, kNaN, nothing, kNaN, kNaN, kNaN, kNaN, kNaN};
  }
  const Index h = current.rows();
  const Index d = current.cols();
  const Matrix<Scalar> update = current - initial;
  const SingularVectors ofUpdate = singularVectors(update, 1);
  const SingularVectors ofCurrent = singularVectors(current, 1);
  const auto u = ofUpdate.u.col(0);
  const auto v = ofUpdate.v.col(0);

  UpdateSpike spike;
  spike.strength = ofUpdate.values[0];
  spike.eigenvalue = ofCurrent.values[0] * ofCurrent.values[0];
  spike.leftOverlap = std::pow(u.dot(ofCurrent.u.col(0)), 2);
  spike.rightOverlap = std::pow(v.dot(ofCurrent.v.col(0)), 2);
  spike.alignment = std::abs(ofCurrent.v.col(0).dot(beta));

  const Vector<double> rest = a - u.dot(a) * u;
  const double length = rest.norm();
  const Vector<double> b = length > 1e-6 * a.norm() ? Vector<double>(rest / length) : 0 * rest;
  Vector<double> alongU = Vector<double>::Zero(d);  // u^T W_1
  Vector<double> alongB = Vector<double>::Zero(d);  // b^T W_1
  double squares = 0;
  for (Index i = 0; i < h; ++i) {
    const Vector<double> row = current.row(i).transpose().template cast<double>();
    alongU += u[i] * row;
    alongB += b[i] * row;
    squares += (row - spike.strength * u[i] * v).squaredNorm();
  }
  spike.bulkScale = std::sqrt(squares / static_cast<double>(h * d));
  if (!(spike.bulkScale > 0)) return spike;  // nothing but the one direction: no noise to compare

  const int rows = static_cast<int>(h);
  const int cols = static_cast<int>(d);
  const double noise = spike.bulkScale * spike.bulkScale * static_cast<double>(d);
  const LeadingRow leading = leadingRow(alongU.squaredNorm() - noise, alongU.dot(alongB),
                                        b.isZero() ? 0 : alongB.squaredNorm() - noise);
  spike.predicted = predictSpike(rows, cols, spike.bulkScale, leading.strength);
  spike.predictedAlignment = 1 / std::sqrt(static_cast<double>(d));
  if (!spike.predicted.detached) return spike;

  // v_1 follows the leading row as far as the spike is no noise; the rest of it points anywhere.
  const Vector<double> row = (leading.cosine * alongU + leading.sine * alongB) / leading.strength;
  const double followed = spike.predicted.rightOverlap;
  const auto along = [&](const Vector<double>& x) {
    return std::min(1.0, followed * std::pow(row.dot(x), 2));
  };
  spike.predicted.leftOverlap *= leading.cosine * leading.cosine;
  spike.predicted.rightOverlap = along(v);
  spike.predictedAlignment = std::sqrt(along(beta) + (1 - along(beta)) / cols);
  return spike;
}

template UpdateSpike spikeOfUpdate(const Matrix<float>&, const Matrix<float>&,
                                   const Vector<double>&, const Vector<double>&);
template UpdateSpike spikeOfUpdate(const Matrix<double>&, const Matrix<double>&,
                                   const Vector<double>&, const Vector<double>&);

}  // namespace tailcraft
