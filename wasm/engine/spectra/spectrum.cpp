#include "spectra/spectrum.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "linalg/gram.h"
#include "linalg/matrix_vector.h"
#include "linalg/singular_values.h"
#include "linalg/symmetric_eigen.h"
#include "spectra/resolution.h"

namespace tailcraft {

namespace {

/// Squared norms of rows and columns, in double.
struct SquaredNorms {
  Vector<double> rows;
  Vector<double> columns;

  template <typename Scalar>
  explicit SquaredNorms(const Matrix<Scalar>& w)
      : rows(Vector<double>::Zero(w.rows())), columns(Vector<double>::Zero(w.cols())) {
    const Scalar* entry = w.data();
    for (Index i = 0; i < w.rows(); ++i) {
      for (Index j = 0; j < w.cols(); ++j, ++entry) {
        const auto x = static_cast<double>(*entry);
        rows[i] += x * x;
        columns[j] += x * x;
      }
    }
  }

  /// Is a row or a column all zero?
  bool haveZeros() const { return !((rows.array() > 0).all() && (columns.array() > 0).all()); }
};

std::vector<Index> places(const Vector<double>& squaredNorms) {
  std::vector<Index> nonzero;
  for (Index i = 0; i < squaredNorms.size(); ++i) {
    if (squaredNorms[i] > 0) nonzero.push_back(i);
  }
  return nonzero;
}

/// Is what rounding of the Gram matrix hides both resolved by the entries and quickly computed?
bool isWorthMore(const Spectrum& spectrum, double ofProduct) {
  constexpr double kWork = 4e9;  // operations of singularValues
  const double small = std::min(spectrum.rows, spectrum.columns);
  const double work = 4 * small * small * std::max(spectrum.rows, spectrum.columns);
  return spectrum.resolution < ofProduct && spectrum.eigenvalues.front() < ofProduct &&
         work <= kWork;
}

/// The eigenvalues from W itself.
void computeAgain(const Matrix<double>& w, Spectrum& spectrum) {
  const bool wide = w.rows() < w.cols();
  const Vector<double> singular = singularValues(wide ? Matrix<double>(w.transpose()) : w);
  for (Index i = 0; i < singular.size(); ++i) {
    spectrum.eigenvalues[static_cast<std::size_t>(i)] = singular[i] * singular[i];
  }
}

/// Of a matrix without zero rows and columns whose squares are harmless.
template <typename Scalar>
Spectrum spectrumOfBlock(const Matrix<Scalar>& w, const SquaredNorms& norms, TopVector topVector,
                         double roundoff) {
  Spectrum result;
  result.rows = static_cast<int>(w.rows());
  result.columns = static_cast<int>(w.cols());
  const Index p = std::min(w.rows(), w.cols());
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
  const double largest = values[p - 1];
  const double error = singularValueError(roundoff, std::sqrt(norms.rows.maxCoeff()),
                                          std::sqrt(norms.columns.maxCoeff()), std::sqrt(largest),
                                          std::max(w.rows(), w.cols()));
  const double ofProduct =
      std::numeric_limits<double>::epsilon() * static_cast<double>(p) * largest;
  result.resolution = error * error;
  if (isWorthMore(result, ofProduct)) {
    computeAgain(w.template cast<double>(), result);
  } else if (result.eigenvalues.front() < ofProduct) {
    result.resolution = std::max(result.resolution, ofProduct);
  }
  for (double& value : result.eigenvalues) {
    if (value > result.resolution) break;
    value = 0;
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

/// Of a finite matrix with squares out of range, or with rows or columns of zeros.
Spectrum spectrumOfOther(Matrix<double> w, TopVector topVector, double roundoff) {
  const Index p = std::min(w.rows(), w.cols());
  const Index cols = w.cols();
  double largest = 0;
  for (const double x : w.reshaped()) largest = std::max(largest, std::abs(x));
  const int exponent = largest > 0 ? -std::ilogb(largest) : 0;
  const bool isFar = std::abs(exponent) > 300;
  if (isFar) {
    for (double& x : w.reshaped()) x = std::ldexp(x, exponent);
  }
  const SquaredNorms norms(w);
  const std::vector<Index> rows = places(norms.rows);
  const std::vector<Index> columns = places(norms.columns);
  Spectrum result;
  if (largest > 0) {
    Matrix<double> block(std::ssize(rows), std::ssize(columns));
    for (Index i = 0; i < block.rows(); ++i) {
      for (Index j = 0; j < block.cols(); ++j) {
        block(i, j) = w(rows[static_cast<std::size_t>(i)], columns[static_cast<std::size_t>(j)]);
      }
    }
    result = spectrumOfBlock(block, SquaredNorms(block), topVector, roundoff);
    if (result.eigenvalues.empty()) return result;
  }
  if (isFar) result.exponent = exponent;
  result.eigenvalues.insert(result.eigenvalues.begin(),
                            static_cast<std::size_t>(p) - result.eigenvalues.size(), 0.0);
  if (topVector == TopVector::wanted) {
    Vector<double> top = Vector<double>::Zero(cols);
    if (columns.empty()) top[0] = 1;
    for (std::size_t j = 0; j < columns.size(); ++j) {
      top[columns[j]] = result.topRight[static_cast<Index>(j)];
    }
    result.topRight = std::move(top);
  }
  return result;
}

}  // namespace

template <typename Scalar>
Spectrum measureSpectrum(const Matrix<Scalar>& w, TopVector topVector, double roundoff) {
  if (w.size() == 0) return {};
  const SquaredNorms norms(w);
  const double total = norms.rows.sum();
  // Nearly always so; what follows looks at single entries.
  if (total > 0x1p-600 && total < 0x1p600 && !norms.haveZeros()) {
    return spectrumOfBlock(w, norms, topVector, roundoff);
  }
  if (!w.allFinite()) return {};
  return spectrumOfOther(w.template cast<double>(), topVector, roundoff);
}

SpectrumSummary summarize(std::span<const double> eigenvalues) {
  double sum = 0;
  int rank = 0;
  for (double lambda : eigenvalues) {
    sum += lambda;
    rank += lambda > 0;
  }
  SpectrumSummary result{eigenvalues.back(), eigenvalues.front(), sum, 0, 0, 0, rank};
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

template Spectrum measureSpectrum(const Matrix<float>&, TopVector, double);
template Spectrum measureSpectrum(const Matrix<double>&, TopVector, double);

}  // namespace tailcraft
