#include "linalg/singular_vectors.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "linalg/gram.h"
#include "linalg/matrix_vector.h"
#include "linalg/multiply.h"
#include "linalg/symmetric_eigen.h"

namespace tailcraft {

namespace {

constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

// Singular values below this share of the largest wait for the next, deflated decomposition.
constexpr double kTrusted = 0.1;

/// The decomposition of M^T M.
template <typename Scalar>
SymmetricEigen gramEigen(MatrixView<Scalar> m) {
  Matrix<double> g;
  upperGram(m.transposed(), g);
  return SymmetricEigen(std::move(g));
}

/// Singular value number k, counted from the largest.
double singularValue(const SymmetricEigen& eigen, Index k) {
  const Vector<double>& lambda = eigen.eigenvalues();
  const double value = lambda[lambda.size() - 1 - k];
  return std::isnan(value) ? value : std::sqrt(std::max(value, 0.0));
}

/// Makes the columns of x (n x any) orthogonal to the first `count` columns of `basis` (n x any).
void makeOrthogonal(const Matrix<double>& basis, Index count, Matrix<double>& x) {
  if (count == 0) return;
  Matrix<double> overlap;
  for (int pass = 0; pass < 2; ++pass) {  // twice is enough
    multiply(columns(basis, 0, count).transposed(), view(x), overlap);
    multiply(columns(basis, 0, count), view(overlap), x, -1.0, true);
  }
}

/// Takes the triples out of a matrix that has no more columns than rows, group by group.
class Deflation {
 public:
  Deflation(Matrix<double> tall, Index count)
      : rest_(std::move(tall)),
        left_(Matrix<double>::Zero(rest_.rows(), count)),
        right_(Matrix<double>::Zero(rest_.cols(), count)) {
    values_.reserve(static_cast<std::size_t>(rest_.cols()));
  }

  void run() {
    const Index p = rest_.cols();
    const Index count = right_.cols();
    for (double noise = 0;;) {
      const SymmetricEigen eigen = gramEigen(view(rest_));
      const double largest = p > 0 ? singularValue(eigen, 0) : 0;
      if (std::isnan(largest)) {
        left_.setConstant(largest);
        right_.setConstant(largest);
      }
      if (found_ == 0) noise = static_cast<double>(rest_.rows()) * kEpsilon * largest;
      const double least = std::max(kTrusted * largest, noise);
      Index trusted = 0;
      while (found_ + trusted < count && singularValue(eigen, trusted) > least) ++trusted;
      if (trusted > 0) take(eigen, trusted);
      if (trusted == 0 || found_ == count) {
        for (Index k = trusted; static_cast<Index>(values_.size()) < p; ++k) {
          push(singularValue(eigen, k));
        }
        return;
      }
    }
  }

  const Matrix<double>& left() const { return left_; }
  const Matrix<double>& right() const { return right_; }
  const std::vector<double>& values() const { return values_; }

 private:
  void push(double value) {
    values_.push_back(values_.empty() ? value : std::min(values_.back(), value));
  }

  /// Moves the `count` largest triples of rest_ over.
  void take(const SymmetricEigen& eigen, Index count) {
    const Index p = rest_.cols();
    Matrix<double> right = eigen.eigenvectors(p - count, count).rowwise().reverse();
    makeOrthogonal(right_, found_, right);
    right.colwise().normalize();
    Matrix<double> left;  // times the singular value
    multiply(view(rest_), view(right), left);
    makeOrthogonal(left_, found_, left);
    if (found_ + count < right_.cols()) {
      multiply(view(left), view(right).transposed(), rest_, -1.0, true);
    }
    for (Index k = 0; k < count; ++k) {
      const double value = left.col(k).norm();
      push(value);
      left_.col(found_ + k) = left.col(k) / value;
      right_.col(found_ + k) = right.col(k);
    }
    found_ += count;
  }

  Matrix<double> rest_;
  Matrix<double> left_;
  Matrix<double> right_;
  std::vector<double> values_;
  Index found_ = 0;
};

}  // namespace

template <typename Scalar>
SingularVectors singularVectors(const Matrix<Scalar>& m, Index count) {
  const Index p = std::min(m.rows(), m.cols());
  if (count < 0 || count > p) {
    throw std::invalid_argument("singularVectors: count is " + std::to_string(count) +
                                ", must be 0 to " + std::to_string(p));
  }
  const bool wide = m.rows() < m.cols();
  Matrix<double> tall = m.template cast<double>();
  if (wide) tall = Matrix<double>(tall.transpose());
  Deflation deflation(std::move(tall), count);
  deflation.run();
  return {deflation.values(), wide ? deflation.right() : deflation.left(),
          wide ? deflation.left() : deflation.right()};
}

template <typename Scalar>
std::vector<double> rightAlignments(const Matrix<Scalar>& m, const Vector<double>& x) {
  const bool wide = m.rows() < m.cols();
  const Index p = std::min(m.rows(), m.cols());
  const SymmetricEigen eigen = gramEigen(wide ? view(m).transposed() : view(m));
  // Of a wide M the left vectors are at hand: v_i = M^T u_i / sigma_i, so v_i . x = u_i . (M x) /
  // sigma_i.
  const Vector<double> projections = eigen.project(wide ? timesVector(m, x) : x);
  const double noise =
      p > 0 ? static_cast<double>(m.cols()) * kEpsilon * eigen.eigenvalues()[p - 1] : 0;
  std::vector<double> result;
  result.reserve(static_cast<std::size_t>(p));
  for (Index i = p; i-- > 0;) {
    const double square = projections[i] * projections[i];
    const double lambda = eigen.eigenvalues()[i];
    result.push_back(!wide ? square : lambda <= noise ? 0 : square / lambda);
  }
  return result;
}

template SingularVectors singularVectors(const Matrix<float>&, Index);
template SingularVectors singularVectors(const Matrix<double>&, Index);
template std::vector<double> rightAlignments(const Matrix<float>&, const Vector<double>&);
template std::vector<double> rightAlignments(const Matrix<double>&, const Vector<double>&);

}  // namespace tailcraft
