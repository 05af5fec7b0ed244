#include "spectra/overlap.h"

#include <algorithm>

#include "linalg/multiply.h"
#include "linalg/singular_vectors.h"

namespace tailcraft {

namespace {

/// Leading singular vectors: u (h x count), v (d x count), all values falling.
using Decomposition = SingularVectors;

OverlapPair squaredOverlaps(const Decomposition& a, const Decomposition& b, Index count) {
  const auto squared = [count](const Matrix<double>& x, const Matrix<double>& y) -> Matrix<double> {
    Matrix<double> product;
    multiply(columns(x, 0, count).transposed(), columns(y, 0, count), product);
    return product.array().square();
  };
  return {squared(a.u, b.u), squared(a.v, b.v)};
}

}  // namespace

template <typename Scalar>
Overlaps measureOverlaps(const Matrix<Scalar>& initial, const Matrix<Scalar>& previous,
                         const Matrix<Scalar>& current, const Vector<double>& beta, Index count) {
  Overlaps result;
  const Index k = std::min({count, current.rows(), current.cols()});
  if (!current.allFinite() || !previous.allFinite() || !initial.allFinite()) return result;
  // The difference is taken in the precision of the weights: it is the update that was made.
  const Matrix<Scalar> update = current - previous;
  const Matrix<Scalar> total = current - initial;
  const Decomposition ofInitial = singularVectors(initial, k);
  const Decomposition ofPrevious = singularVectors(previous, k);
  const Decomposition ofCurrent = singularVectors(current, k);
  const Decomposition ofUpdate = singularVectors(update, k);
  const Decomposition ofTotal = singularVectors(total, k);
  result.previousVsUpdate = squaredOverlaps(ofPrevious, ofUpdate, k);
  result.currentVsUpdate = squaredOverlaps(ofCurrent, ofUpdate, k);
  result.initialVsTotal = squaredOverlaps(ofInitial, ofTotal, k);
  result.currentVsTotal = squaredOverlaps(ofCurrent, ofTotal, k);
  result.updateSingularValues = ofUpdate.values;
  result.totalSingularValues = ofTotal.values;
  result.betaAlignment = rightAlignments(current, beta);
  return result;
}

template Overlaps measureOverlaps(const Matrix<float>&, const Matrix<float>&, const Matrix<float>&,
                                  const Vector<double>&, Index);
template Overlaps measureOverlaps(const Matrix<double>&, const Matrix<double>&,
                                  const Matrix<double>&, const Vector<double>&, Index);

}  // namespace tailcraft
