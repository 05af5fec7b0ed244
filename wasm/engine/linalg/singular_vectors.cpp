#include "linalg/singular_vectors.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "linalg/gram.h"
#include "linalg/symmetric_eigen.h"

namespace tailcraft {

namespace {

// Values below this share of the largest wait for the next, deflated decomposition.
constexpr double kTrusted = 0.1;

template <typename Scalar>
SymmetricEigen smallerGramEigen(const Matrix<Scalar>& m) {
  Matrix<double> g;
  gram(m.rows() < m.cols() ? view(m) : view(m).transposed(), g);
  return SymmetricEigen(std::move(g));
}

/// Singular value number k of those left, counted from the largest.
double valueAt(const SymmetricEigen& eigen, Index k) {
  const Vector<double>& lambda = eigen.eigenvalues();
  return std::sqrt(std::max(lambda[lambda.size() - 1 - k], 0.0));
}

}  // namespace

template <typename Scalar>
SingularVectors singularVectors(const Matrix<Scalar>& m, Index count) {
  Matrix<double> rest = m.template cast<double>();
  const Index p = std::min(m.rows(), m.cols());
  const bool wide = m.rows() < m.cols();
  SingularVectors result;
  result.u.setZero(m.rows(), count);
  result.v.setZero(m.cols(), count);
  Index found = 0;
  for (;;) {
    const SymmetricEigen eigen = smallerGramEigen(rest);
    const double largest = p > 0 ? valueAt(eigen, 0) : 0;
    Index trusted = 0;
    while (found + trusted < count && valueAt(eigen, trusted) > kTrusted * largest) ++trusted;
    if (trusted == 0) {
      // Nothing more to find: the rest is zero, or no more vectors are wanted.
      for (Index k = 0; found + k < p; ++k) result.values.push_back(valueAt(eigen, k));
      return result;
    }
    const Matrix<double> vectors = eigen.eigenvectors(p - trusted, trusted);
    for (Index k = 0; k < trusted; ++k) {
      auto u = result.u.col(found + k);
      auto v = result.v.col(found + k);
      const auto near = vectors.col(trusted - 1 - k);
      if (wide) {
        u = near;
        v = rest.transpose() * u;
        result.values.push_back(v.norm());
        v /= result.values.back();
      } else {
        v = near;
        u = rest * v;
        result.values.push_back(u.norm());
        u /= result.values.back();
      }
    }
    if (found + trusted == count) {
      for (Index k = trusted; found + k < p; ++k) result.values.push_back(valueAt(eigen, k));
      return result;
    }
    for (Index k = found; k < found + trusted; ++k) {
      rest.noalias() -= result.values[static_cast<std::size_t>(k)] * result.u.col(k) *
                        result.v.col(k).transpose();
    }
    found += trusted;
  }
}

template <typename Scalar>
std::vector<double> rightAlignments(const Matrix<Scalar>& m, const Vector<double>& x) {
  const SymmetricEigen eigen = smallerGramEigen(m);
  const bool wide = m.rows() < m.cols();
  // v_i = M^T u_i / sigma_i, so v_i . x = u_i . (M x) / sigma_i.
  const Vector<double> onSmaller = wide ? Vector<double>(m.template cast<double>() * x) : x;
  const Vector<double> projections = eigen.project(onSmaller);
  std::vector<double> result;
  for (Index i = projections.size(); i-- > 0;) {
    const double lambda = wide ? eigen.eigenvalues()[i] : 1;
    result.push_back(lambda > 0 ? projections[i] * projections[i] / lambda : 0);
  }
  return result;
}

template SingularVectors singularVectors(const Matrix<float>&, Index);
template SingularVectors singularVectors(const Matrix<double>&, Index);
template std::vector<double> rightAlignments(const Matrix<float>&, const Vector<double>&);
template std::vector<double> rightAlignments(const Matrix<double>&, const Vector<double>&);

}  // namespace tailcraft
