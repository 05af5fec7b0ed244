#include "model/backpropagation.h"

#include <cmath>

#include "linalg/multiply.h"
#include "model/activation.h"
#include "model/output_sum.h"

namespace tailcraft {

namespace {

template <typename Scalar>
std::span<Scalar> rowSpan(Matrix<Scalar>& m, Index i) {
  return {m.data() + i * m.cols(), static_cast<std::size_t>(m.cols())};
}

/// z = X W^T / sqrt d (samples x h).
template <typename Scalar>
void preActivations(const Student<Scalar>& student, const Matrix<Scalar>& x, Matrix<Scalar>& z) {
  const auto scale = static_cast<Scalar>(1 / std::sqrt(static_cast<double>(x.cols())));
  multiply(view(x), view(student.w).transposed(), z, scale);
}

}  // namespace

template <typename Scalar>
Vector<double> predict(const Student<Scalar>& student, Activation activation,
                       const Matrix<Scalar>& x) {
  const Index h = student.w.rows();
  Matrix<Scalar> z;
  preActivations(student, x, z);
  Vector<double> f(x.rows());
  for (Index i = 0; i < x.rows(); ++i) {
    activate(activation, rowSpan(z, i));
    f[i] = outputSum(student.a.data(), z.row(i).data(), h) / std::sqrt(static_cast<double>(h));
  }
  return f;
}

template <typename Scalar>
double Backpropagation<Scalar>::forward(const Student<Scalar>& student,
                                        const Dataset<Scalar>& data) {
  const Index n = data.x.rows();
  const Index h = student.w.rows();
  const double sqrtH = std::sqrt(static_cast<double>(h));
  const double slopeScale =
      2 / (static_cast<double>(n) * sqrtH * std::sqrt(static_cast<double>(data.x.cols())));
  const double valueScale = 2 / (static_cast<double>(n) * sqrtH);

  preActivations(student, data.x, scaledSlopes_);
  values_.resize(h);
  secondLayer_.setZero(h);
  double loss = 0;
  for (Index i = 0; i < n; ++i) {
    activateWithSlope(activation_, rowSpan(scaledSlopes_, i),
                      std::span<Scalar>(values_.data(), static_cast<std::size_t>(h)));
    const double residual = outputSum(student.a.data(), values_.data(), h) / sqrtH - data.y[i];
    loss += residual * residual;
    addGradients(residual * valueScale, residual * slopeScale, student.a, i);
  }
  return loss / static_cast<double>(n);
}

/// secondLayer += valueFactor sigma(z_i), and slopes_i *= slopeFactor a, both with one rounding.
template <typename Scalar>
void Backpropagation<Scalar>::addGradients(double valueFactor, double slopeFactor,
                                           const Vector<double>& a, Index i) {
  Scalar* slopes = scaledSlopes_.data() + i * scaledSlopes_.cols();
  for (Index j = 0; j < a.size(); ++j) {
    secondLayer_[j] += valueFactor * static_cast<double>(values_[j]);
    slopes[j] = static_cast<Scalar>(static_cast<double>(slopes[j]) * (slopeFactor * a[j]));
  }
}

template <typename Scalar>
void Backpropagation<Scalar>::firstLayerGradient(const Dataset<Scalar>& data,
                                                 Matrix<Scalar>& gradient) const {
  multiply(view(scaledSlopes_).transposed(), view(data.x), gradient);
}

template Vector<double> predict(const Student<float>&, Activation, const Matrix<float>&);
template Vector<double> predict(const Student<double>&, Activation, const Matrix<double>&);
template class Backpropagation<float>;
template class Backpropagation<double>;

}  // namespace tailcraft
