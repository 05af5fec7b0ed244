#pragma once

#include <stdexcept>

#include "linalg/blocked_product.h"

namespace tailcraft {

/// C = alpha A B (rows x cols), or C += alpha A B. C is resized unless it is added to.
/// @throws std::invalid_argument when the shapes do not fit
template <typename Scalar>
void multiply(MatrixView<Scalar> a, MatrixView<Scalar> b, Matrix<Scalar>& c, Scalar alpha = 1,
              bool accumulate = false) {
  if (a.cols != b.rows || (accumulate && (c.rows() != a.rows || c.cols() != b.cols))) {
    throw std::invalid_argument("multiply: shapes do not fit");
  }
  if (!accumulate) c.resize(a.rows, b.cols);
  blockedProduct(a, b, c.data(), c.cols(), alpha, accumulate, Part::full);
}

}  // namespace tailcraft
