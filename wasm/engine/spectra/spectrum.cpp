#include "spectra/spectrum.h"

#include <algorithm>
#include <cmath>

#include "linalg/gram.h"
#include "linalg/matrix_vector.h"
#include "linalg/symmetric_eigen.h"

namespace tailcraft {

template <typename Scalar>
Spectrum measureSpectrum(const Matrix<Scalar>& w, TopVector topVector) {
  Spectrum result;
  const Index p = std::min(w.rows(), w.cols());
  if (p == 0) return result;
  const bool wide = w.rows() < w.cols();  // W W^T is then the smaller one
  Matrix<double> smaller;
  upperGram(wide ? view(w) : view(w).transposed(), smaller);

  const SymmetricEigen eigen(std::move(smaller));
  const Vector<double>& values = eigen.eigenvalues();
  if (std::isnan(values[0])) return result;
  result.eigenvalues.resize(static_cast<std::size_t>(p));
  // Rounding can push the smallest below zero; a squared singular value is not.
  for (Index i = 0; i < p; ++i) {
    result.eigenvalues[static_cast<std::size_t>(i)] = std::max(values[i], 0.0);
  }
  if (topVector == TopVector::unwanted) return result;
  const Vector<double> top = eigen.eigenvectors(p - 1, 1).col(0);
  if (wide) {
    result.topRight = transposedTimesVector(w, top);
    const double norm = result.topRight.norm();
    if (norm > 0) result.topRight /= norm;
  } else {
    result.topRight = top;
  }
  return result;
}

SpectrumSummary summarize(std::span<const double> eigenvalues) {
  double sum = 0;
  for (double lambda : eigenvalues) sum += lambda;
  SpectrumSummary result{eigenvalues.back(), eigenvalues.front(), sum, 0, 0, 0};
  if (!(sum > 0)) return result;
  double entropy = 0;
  double squares = 0;  // of the shares, which neither over- nor underflow
  for (double lambda : eigenvalues) {
    const double share = lambda / sum;
    if (share > 0) entropy -= share * std::log(share);
    squares += share * share;
  }
  result.stableRank = sum / eigenvalues.back();
  result.effectiveRank = std::exp(entropy);
  result.participationRatio = 1 / squares;
  return result;
}

template Spectrum measureSpectrum(const Matrix<float>&, TopVector);
template Spectrum measureSpectrum(const Matrix<double>&, TopVector);

}  // namespace tailcraft
