#include "model/activation.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cmath>

#include "linalg/hyperbolic.h"

namespace tailcraft {

namespace {

template <typename Scalar>
using Row = Eigen::Map<Eigen::Array<Scalar, Eigen::Dynamic, 1>>;

template <typename Scalar>
Row<Scalar> asArray(std::span<Scalar> values) {
  return {values.data(), static_cast<Eigen::Index>(values.size())};
}

constexpr double kTwoOverSqrtPi = 1.1283791670955126;
constexpr double kSqrtHalf = 0.7071067811865476;
constexpr double kOneOverSqrtTwoPi = 0.3989422804014327;

/// tanh of `z` into `value`, and its slope over `z` where that is wanted. What does not fill
/// a Wide goes through one of its own, so that every number meets the same operations.
template <bool wantSlope, typename Scalar>
__attribute__((noinline)) void tanhRow(std::span<Scalar> z, std::span<Scalar> value) {
  constexpr std::size_t kWidth = simd::kWideWidth<Scalar>;
  const auto apply = [](Scalar* zs, Scalar* values) {
    const auto result = simd::tanhAndSlope<Scalar>(simd::load<Scalar, simd::Wide<Scalar>>(zs));
    if (wantSlope) simd::store(zs, result.slope);
    simd::store(values, result.value);
  };
  std::size_t j = 0;
  for (; j + kWidth <= z.size(); j += kWidth) apply(z.data() + j, value.data() + j);
  if (j == z.size()) return;
  std::array<Scalar, kWidth> zs{};
  std::array<Scalar, kWidth> values{};
  std::copy(z.begin() + static_cast<std::ptrdiff_t>(j), z.end(), zs.begin());
  apply(zs.data(), values.data());
  for (std::size_t k = 0; j + k < z.size(); ++k) {
    if (wantSlope) z[j + k] = zs[k];
    value[j + k] = values[k];
  }
}

template <typename Scalar>
Scalar softplusOf(Scalar z) {
  return std::max(z, Scalar(0)) + std::log1p(std::exp(-std::abs(z)));
}

template <typename Scalar>
Scalar logistic(Scalar z) {
  return Scalar(1) / (Scalar(1) + std::exp(-z));
}

/// Phi(z), the distribution function of N(0, 1); by erfc, so that its left tail keeps its digits.
template <typename Scalar>
Scalar normalCdf(Scalar z) {
  return std::erfc(-z * static_cast<Scalar>(kSqrtHalf)) / 2;
}

}  // namespace

template <typename Scalar>
void activate(Activation activation, std::span<Scalar> z) {
  auto row = asArray(z);
  switch (activation) {
    case Activation::tanh:
      tanhRow<false>(z, z);
      return;
    case Activation::relu:
      row = row.max(Scalar(0));
      return;
    case Activation::softplus:
      for (Scalar& v : z) v = softplusOf(v);
      return;
    case Activation::gelu:
      for (Scalar& v : z) v *= normalCdf(v);
      return;
    case Activation::erf:
      for (Scalar& v : z) v = std::erf(v);
      return;
    case Activation::identity:
      return;
  }
}

template <typename Scalar>
void activateWithSlope(Activation activation, std::span<Scalar> z, std::span<Scalar> value) {
  auto row = asArray(z);
  auto out = asArray(value);
  switch (activation) {
    case Activation::tanh:
      tanhRow<true>(z, value);
      return;
    case Activation::relu:
      out = row.max(Scalar(0));
      for (Scalar& v : z) v = v > 0 ? Scalar(1) : Scalar(0);
      return;
    case Activation::softplus:
      for (std::size_t j = 0; j < z.size(); ++j) {
        value[j] = softplusOf(z[j]);
        z[j] = logistic(z[j]);
      }
      return;
    case Activation::gelu:
      for (std::size_t j = 0; j < z.size(); ++j) {
        const Scalar cdf = normalCdf(z[j]);
        value[j] = z[j] * cdf;
        z[j] = cdf + z[j] * static_cast<Scalar>(kOneOverSqrtTwoPi) * std::exp(-z[j] * z[j] / 2);
      }
      return;
    case Activation::erf:
      for (std::size_t j = 0; j < z.size(); ++j) {
        value[j] = std::erf(z[j]);
        z[j] = static_cast<Scalar>(kTwoOverSqrtPi) * std::exp(-z[j] * z[j]);
      }
      return;
    case Activation::identity:
      out = row;
      row.setOnes();
      return;
  }
}

template void activate(Activation, std::span<float>);
template void activate(Activation, std::span<double>);
template void activateWithSlope(Activation, std::span<float>, std::span<float>);
template void activateWithSlope(Activation, std::span<double>, std::span<double>);

}  // namespace tailcraft
