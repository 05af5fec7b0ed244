#include "data/normal.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "data/philox_vectors.h"
#include "linalg/simd.h"

namespace tailcraft {

namespace {

/// Polynomial with ascending coefficients, of a number or of a vector of them.
template <std::size_t N, typename Number>
Number horner(const std::array<double, N>& coefficients, Number x) {
  Number sum = x * 0 + coefficients[N - 1];
#pragma GCC unroll 8
  for (std::size_t k = N - 1; k-- > 0;) sum = sum * x + coefficients[k];
  return sum;
}

using Pair = simd::Vec<double>;

/// log(x) for a pair of normal positive x: x = 2^e m with m in (sqrt(1/2), sqrt(2)], and
/// log m = 2 artanh((m - 1) / (m + 1)) by its series. Deterministic where std::log is not.
Pair naturalLog(Pair x) {
  constexpr std::uint64_t kMantissa = 0x000FFFFFFFFFFFFF;
  constexpr std::uint64_t kExponentOfOne = 0x3FF0000000000000;
  const auto bits = reinterpret_cast<PairOfBits>(x);
  const auto fraction = reinterpret_cast<Pair>((bits & kMantissa) | kExponentOfOne);
  const Pair biased = wholeNumbers(bits >> 52);
  const auto isLarge = fraction > 1.4142135623730951;
  const Pair m = isLarge ? fraction * 0.5 : fraction;
  const Pair exponent = isLarge ? biased - 1022 : biased - 1023;
  const Pair s = (m - 1) / (m + 1);
  const Pair s2 = s * s;
  Pair sum = simd::broadcast(0.0);
#pragma GCC unroll 16
  for (int k = 23; k >= 3; k -= 2) sum = sum * s2 + 1.0 / k;
  return exponent * 0.6931471805599453 + 2 * (s + s * s2 * sum);
}

// Coefficients of the three rational approximations of AS 241.
constexpr std::array<double, 8> kCentreNumerator{3.3871328727963666080e0, 1.3314166789178437745e2,
                                                 1.9715909503065514427e3, 1.3731693765509461125e4,
                                                 4.5921953931549871457e4, 6.7265770927008700853e4,
                                                 3.3430575583588128105e4, 2.5090809287301226727e3};
constexpr std::array<double, 8> kCentreDenominator{1.0,
                                                   4.2313330701600911252e1,
                                                   6.8718700749205790830e2,
                                                   5.3941960214247511077e3,
                                                   2.1213794301586595867e4,
                                                   3.9307895800092710610e4,
                                                   2.8729085735721942674e4,
                                                   5.2264952788528545610e3};
constexpr std::array<double, 8> kMiddleNumerator{
    1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
    3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr std::array<double, 8> kMiddleDenominator{1.0,
                                                   2.05319162663775882187e0,
                                                   1.67638483018380384940e0,
                                                   6.89767334985100004550e-1,
                                                   1.48103976427480074590e-1,
                                                   1.51986665636164571966e-2,
                                                   5.47593808499534494600e-4,
                                                   1.05075007164441684324e-9};
constexpr std::array<double, 8> kFarNumerator{6.65790464350110377720e0,  5.46378491116411436990e0,
                                              1.78482653991729133580e0,  2.96560571828504891230e-1,
                                              2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                              2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr std::array<double, 8> kFarDenominator{1.0,
                                                5.99832206555887937690e-1,
                                                1.36929880922735805310e-1,
                                                1.48753612908506148525e-2,
                                                7.86869131145613259100e-4,
                                                1.84631831751005468180e-5,
                                                1.42151175831644588870e-7,
                                                2.04426310338993978564e-15};

// |p - 1/2| up to which the first of the approximations holds.
constexpr double kCentre = 0.425;

/// The quantile at 1/2 + q near the centre.
template <typename Number>
Number centralQuantile(Number q) {
  const Number r = 0.180625 - q * q;
  return q * horner(kCentreNumerator, r) / horner(kCentreDenominator, r);
}

Pair squareRoot(Pair x) { return Pair{std::sqrt(x[0]), std::sqrt(x[1])}; }

/// The quantile at a pair of p away from the centre. Not inlined, like every hot loop: a browser's
/// optimising compiler takes over at the next call of a function.
__attribute__((noinline)) Pair outerQuantile(Pair p) {
  const Pair r = squareRoot(-naturalLog(p < 0.5 ? p : 1 - p));
  Pair magnitude = horner(kMiddleNumerator, r - 1.6) / horner(kMiddleDenominator, r - 1.6);
  for (int lane = 0; lane < 2; ++lane) {
    // Less than once in 10^10 draws.
    const double far = r[lane] - 5;
    if (far > 0) magnitude[lane] = horner(kFarNumerator, far) / horner(kFarDenominator, far);
  }
  return p < 0.5 ? -magnitude : magnitude;
}

// Draws that are made together.
constexpr Index kBatch = 256;
using BatchOfDraws = std::array<double, kBatch>;

/// Draws [begin, begin + size) of a row, size <= kBatch, and some more up to a multiple of 8.
/// Almost all are central: first every draw is taken for one, a vector at a time, then the others
/// are put right.
__attribute__((noinline)) void fillBatch(const RandomStream& stream, std::uint32_t row, Index begin,
                                         Index size, BatchOfDraws& draws) {
  static_assert(simd::kWidth<double> == 2, "a block of random bits makes two draws");
  alignas(16) BatchOfDraws uniforms;
  std::array<std::uint16_t, kBatch + 1> outer;
  const Index whole = (size + 7) / 8 * 8;
  fillUniforms(stream, row, static_cast<std::uint32_t>(begin / 2), static_cast<std::size_t>(whole),
               uniforms.data());
  Index outers = 0;
  for (Index j = 0; j < whole; j += 2) {
    const Pair q = simd::load(uniforms.data() + j) - 0.5;
    simd::store(draws.data() + j, centralQuantile(q));
    // Written down always, kept when it is one: which draws are is nothing to guess.
    for (Index lane = 0; lane < 2; ++lane) {
      outer[outers] = static_cast<std::uint16_t>(j + lane);
      outers += std::abs(q[lane]) > kCentre ? 1 : 0;
    }
  }
  if (outers % 2 == 1) outer[outers] = outer[outers - 1];
  for (Index k = 0; k < outers; k += 2) {
    const Pair z = outerQuantile(Pair{uniforms[outer[k]], uniforms[outer[k + 1]]});
    draws[outer[k]] = z[0];
    draws[outer[k + 1]] = z[1];
  }
}

template <typename Scalar>
void fillRow(const RandomStream& stream, std::uint32_t row, Index count, Scalar* target) {
  BatchOfDraws draws;
  for (Index begin = 0; begin < count; begin += kBatch) {
    const Index size = std::min(kBatch, count - begin);
    fillBatch(stream, row, begin, size, draws);
    for (Index j = 0; j < size; ++j) target[begin + j] = static_cast<Scalar>(draws[j]);
  }
}

}  // namespace

double normalQuantile(double p) {
  const double q = p - 0.5;
  return std::abs(q) <= kCentre ? centralQuantile(q) : outerQuantile(simd::broadcast(p))[0];
}

template <typename Scalar>
void fillNormal(const RandomStream& stream, Matrix<Scalar>& target) {
  for (Index i = 0; i < target.rows(); ++i) {
    fillRow(stream, static_cast<std::uint32_t>(i), target.cols(), target.row(i).data());
  }
}

template <typename Scalar>
void fillNormal(const RandomStream& stream, Vector<Scalar>& target) {
  fillRow(stream, 0, target.size(), target.data());
}

template void fillNormal(const RandomStream&, Matrix<float>&);
template void fillNormal(const RandomStream&, Matrix<double>&);
template void fillNormal(const RandomStream&, Vector<float>&);
template void fillNormal(const RandomStream&, Vector<double>&);

}  // namespace tailcraft
