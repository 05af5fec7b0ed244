#include "model/backpropagation.h"

#include <cmath>
#include <stdexcept>

#include "linalg/multiply.h"
#include "linalg/simd.h"
#include "model/activation.h"
#include "model/output_sum.h"

namespace tailcraft {

namespace {

template <typename Scalar>
std::span<Scalar> rowSpan(Matrix<Scalar>& m, Index i) {
  return {m.data() + i * m.cols(), static_cast<std::size_t>(m.cols())};
}

/// x_j *= factor a_j, with one rounding.
template <typename Scalar>
__attribute__((noinline)) void multiplyScaled(Index size, double factor, const double* a,
                                              Scalar* x) {
  constexpr Index kWidth = simd::kWidth<double>;
  const simd::Vec<double> f = simd::broadcast(factor);
  Index j = 0;
  for (; j + kWidth <= size; j += kWidth) {
    simd::storeRounded(x + j, simd::loadAsDouble(x + j) * (f * simd::load(a + j)));
  }
  for (; j < size; ++j) x[j] = static_cast<Scalar>(static_cast<double>(x[j]) * (factor * a[j]));
}

/// z = X W^T / sqrt d (samples x h).
template <typename Scalar>
void preActivations(const Student<Scalar>& student, MatrixView<Scalar> x, Matrix<Scalar>& z) {
  const auto scale = static_cast<Scalar>(1 / std::sqrt(static_cast<double>(x.cols)));
  multiply(x, view(student.w).transposed(), z, scale);
}

}  // namespace

template <typename Scalar>
Vector<double> predict(const Student<Scalar>& student, Activation activation,
                       MatrixView<Scalar> x) {
  const Index h = student.w.rows();
  Matrix<Scalar> z;
  preActivations(student, x, z);
  Vector<double> f(x.rows);
  for (Index i = 0; i < x.rows; ++i) {
    activate(activation, rowSpan(z, i));
    f[i] = outputSum(student.a.data(), z.row(i).data(), h) / std::sqrt(static_cast<double>(h));
  }
  return f;
}

template <typename Scalar>
auto Backpropagation<Scalar>::factors(const Dataset<Scalar>& data, double sqrtH) -> Factors {
  const auto n = static_cast<double>(data.x.rows());
  const double value = 2 / (n * sqrtH);
  return {value, 2 / (n * sqrtH * std::sqrt(static_cast<double>(data.x.cols())))};
}

template <typename Scalar>
double Backpropagation<Scalar>::forward(const Student<Scalar>& student,
                                        const Dataset<Scalar>& data) {
  const Index n = data.x.rows();
  const Index h = student.w.rows();
  const double sqrtH = std::sqrt(static_cast<double>(h));
  const Factors scales = factors(data, sqrtH);

  preActivations(student, inputs(data), scaledSlopes_);
  values_.resize(1, h);
  secondLayer_.setZero(h);
  double loss = 0;
  for (Index i = 0; i < n; ++i) {
    activateWithSlope(activation_, rowSpan(scaledSlopes_, i), rowSpan(values_, 0));
    const double residual = outputSum(student.a.data(), values_.data(), h) / sqrtH - data.y[i];
    loss += residual * residual;
    addGradients(scales, residual, student.a, i, values_.data());
  }
  return loss / static_cast<double>(n);
}

template <typename Scalar>
Matrix<double> Backpropagation<Scalar>::blockOutputs(const Student<Scalar>& shard,
                                                     const Dataset<Scalar>& data) {
  const Index n = data.x.rows();
  const Index units = shard.w.rows();
  preActivations(shard, inputs(data), scaledSlopes_);
  const bool keepsValues = layers_ == TrainedLayers::both;
  values_.resize(keepsValues ? n : 1, units);
  Matrix<double> sums(unitBlocks(units), n);
  for (Index i = 0; i < n; ++i) {
    const std::span<Scalar> values = rowSpan(values_, keepsValues ? i : 0);
    activateWithSlope(activation_, rowSpan(scaledSlopes_, i), values);
    forEachBlockSum(shard.a.data(), values.data(), units,
                    [&](Index block, double sum) { sums(block, i) = sum; });
  }
  return sums;
}

template <typename Scalar>
double Backpropagation<Scalar>::receive(const Student<Scalar>& shard, const Dataset<Scalar>& data,
                                        const Vector<double>& outputs, Index h) {
  const Index n = data.x.rows();
  requireForward(n);
  const Factors scales = factors(data, std::sqrt(static_cast<double>(h)));
  secondLayer_.setZero(shard.a.size());
  double loss = 0;
  for (Index i = 0; i < n; ++i) {
    const double residual = outputs[i] - data.y[i];
    loss += residual * residual;
    addGradients(scales, residual, shard.a, i,
                 rowSpan(values_, layers_ == TrainedLayers::both ? i : 0).data());
  }
  return loss / static_cast<double>(n);
}

template <typename Scalar>
void Backpropagation<Scalar>::requireForward(Index samples) const {
  if (scaledSlopes_.rows() != samples) {
    throw std::logic_error("backpropagation: no forward pass of these samples");
  }
}

/// slopes_i *= slope factor a, with one rounding, and secondLayer += value factor sigma(z_i).
template <typename Scalar>
void Backpropagation<Scalar>::addGradients(Factors factors, double residual,
                                           const Vector<double>& a, Index i, const Scalar* values) {
  multiplyScaled(a.size(), residual * factors.slope, a.data(),
                 scaledSlopes_.data() + i * scaledSlopes_.cols());
  if (layers_ == TrainedLayers::first) return;
  const double valueFactor = residual * factors.value;
  for (Index j = 0; j < a.size(); ++j) {
    secondLayer_[j] += valueFactor * static_cast<double>(values[j]);
  }
}

template <typename Scalar>
void Backpropagation<Scalar>::firstLayerGradient(const Dataset<Scalar>& data,
                                                 Matrix<Scalar>& gradient) const {
  requireForward(data.x.rows());
  multiply(view(scaledSlopes_).transposed(), view(data.x), gradient);
}

template Vector<double> predict(const Student<float>&, Activation, MatrixView<float>);
template Vector<double> predict(const Student<double>&, Activation, MatrixView<double>);
template class Backpropagation<float>;
template class Backpropagation<double>;

}  // namespace tailcraft
