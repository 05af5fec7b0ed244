#include "peak.h"

#include <cstddef>

namespace {

#if defined(__AVX512F__)
constexpr std::size_t kVectorBytes = 64;
#elif defined(__AVX__)
constexpr std::size_t kVectorBytes = 32;
#else
constexpr std::size_t kVectorBytes = 16;
#endif

// As many chains as a matrix product's micro-kernel keeps: enough to hide the latency of a multiply
// and an add, few enough for 16 registers.
constexpr std::size_t kChains = 10;

template <typename Scalar>
constexpr std::size_t kLanes = kVectorBytes / sizeof(Scalar);

template <typename Scalar>
constexpr std::size_t kRounds = 12500 * sizeof(Scalar) / 4;

template <typename Scalar>
double operations() {
  return 2.0 * static_cast<double>(kChains * kLanes<Scalar> * kRounds<Scalar>);
}

/// x <- 0.999 x + 0.001 in every lane of every chain: stays near 1, never denormal.
template <typename Scalar>
double chains() {
  typedef Scalar Lanes __attribute__((vector_size(kVectorBytes)));
  Lanes x[kChains];  // std::array would forget the attribute
  for (std::size_t k = 0; k < kChains; ++k) x[k] = Lanes{} + static_cast<Scalar>(0.5 + 0.1 * k);
  const Lanes factor = Lanes{} + static_cast<Scalar>(0.999);
  const Lanes term = Lanes{} + static_cast<Scalar>(0.001);
  for (std::size_t round = 0; round < kRounds<Scalar>; ++round) {
    for (Lanes& chain : x) chain = chain * factor + term;
  }
  double sum = 0;
  for (const Lanes& chain : x) sum += static_cast<double>(chain[0]);
  return sum;
}

}  // namespace

double peakOperationsFloat() { return operations<float>(); }
double peakOperationsDouble() { return operations<double>(); }
double peakFloat() { return chains<float>(); }
double peakDouble() { return chains<double>(); }
