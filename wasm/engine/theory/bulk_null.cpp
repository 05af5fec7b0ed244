#include "theory/bulk_null.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "data/normal.h"
#include "linalg/tridiagonal_values.h"

namespace tailcraft {
namespace {

/// chi-square numbers of one replicate, from a stream of uniforms read in order.
class ChiSquares {
 public:
  ChiSquares(const RandomStream& random, std::uint32_t replicate)
      : random_(random), replicate_(replicate) {}

  /// With k >= 1 degrees of freedom: twice a gamma number of shape k / 2, by the rejection of
  /// G. Marsaglia and W. W. Tsang (ACM Trans. Math. Softw. 26 (2000) 363), accepted 19 times of 20.
  double draw(int k) {
    if (k == 1) {
      const double z = normalQuantile(random_.uniforms(replicate_, next_++)[0]);
      return z * z;
    }
    const double d = 0.5 * k - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    for (;;) {
      const auto [first, second] = random_.uniforms(replicate_, next_++);
      const double z = normalQuantile(first);
      const double v = std::pow(1 + c * z, 3);
      if (v > 0 && std::log(second) < 0.5 * z * z + d * (1 - v + std::log(v))) return 2 * d * v;
    }
  }

 private:
  const RandomStream& random_;
  std::uint32_t replicate_;
  std::uint32_t next_ = 0;
};

}  // namespace

BulkNull::BulkNull(int h, int d, std::uint32_t seed)
    : large_(std::max(h, d)),
      small_(std::min(h, d)),
      law_(h, d),
      random_(seed, Stream::resampling) {}

std::vector<double> BulkNull::spectrum(int replicate) const {
  // B: chi_m, chi_{m-1}, ... on the diagonal, chi_{p-1}, ..., chi_1 below it; T = B B^T.
  ChiSquares chi(random_, static_cast<std::uint32_t>(replicate));
  Tridiagonal t;
  t.diagonal.resize(small_);
  t.offDiagonal.resize(small_ - 1);
  double below = 0;
  for (int i = 0; i < small_; ++i) {
    const double onDiagonal = chi.draw(large_ - i);
    t.diagonal[i] = onDiagonal + below;
    if (i + 1 == small_) break;
    below = chi.draw(small_ - 1 - i);
    t.offDiagonal[i] = std::sqrt(onDiagonal * below);
  }
  const Vector<double> values = tridiagonalEigenvalues(t);
  return {values.begin(), values.end()};
}

void BulkNull::advance(int count) {
  for (int i = 0; i < count; ++i) distances_.push_back(law_.fit(spectrum(replicates())).ksDistance);
}

double BulkNull::pValue(double ksDistance) const {
  if (distances_.empty() || std::isnan(ksDistance)) return std::numeric_limits<double>::quiet_NaN();
  const auto farther = std::count_if(distances_.begin(), distances_.end(),
                                     [=](double distance) { return distance >= ksDistance; });
  return static_cast<double>(farther) / static_cast<double>(distances_.size());
}

}  // namespace tailcraft
