#include "optim/orthogonalize.h"

#include "linalg/multiply.h"

namespace tailcraft {

namespace {

/// M <- a M + (b G + c G^2) M with G = M M^T, for M with no more rows than columns.
template <typename Scalar>
void quinticStep(Matrix<Scalar>& m, Scalar a, Scalar b, Scalar c) {
  Matrix<Scalar> squared, polynomial;
  multiply(view(m), view(m).transposed(), squared);
  multiply(view(squared), view(squared), polynomial, c);
  polynomial += b * squared;
  polynomial.diagonal().array() += a;
  Matrix<Scalar> next;
  multiply(view(polynomial), view(m), next);
  m.swap(next);
}

}  // namespace

template <typename Scalar>
void orthogonalize(Matrix<Scalar>& m) {
  const Scalar norm = m.norm();
  if (!(norm > 0)) return;
  const bool tall = m.rows() > m.cols();
  Matrix<Scalar> work = tall ? Matrix<Scalar>(m.transpose()) : m;
  work /= norm;
  for (int k = 0; k < 5; ++k) {
    quinticStep(work, Scalar(3.4445), Scalar(-4.7750), Scalar(2.0315));
  }
  for (int k = 0; k < 3; ++k) {
    quinticStep(work, Scalar(15) / 8, Scalar(-10) / 8, Scalar(3) / 8);
  }
  if (tall) {
    m = work.transpose();
  } else {
    m.swap(work);
  }
}

template void orthogonalize(Matrix<float>&);
template void orthogonalize(Matrix<double>&);

}  // namespace tailcraft
