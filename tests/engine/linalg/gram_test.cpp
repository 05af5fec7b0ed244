#include "linalg/gram.h"

#include <gtest/gtest.h>

#include "linalg/multiply.h"
#include "linalg/test_matrices.h"

namespace tailcraft {
namespace {

TEST(Gram, IsTheProductWithTheTranspose) {
  for (Index n : {0, 1, 2, 5, 6, 33, 127, 210}) {
    for (Index k : {0, 1, 7, 300}) {
      const auto a = randomMatrix<double>(n, k);
      Matrix<double> c, full;
      gram(view(a), c);
      multiply(view(a), view(a).transposed(), full);
      EXPECT_EQ(c, full) << n << " x " << k;
      EXPECT_EQ(c, Matrix<double>(c.transpose())) << n << " x " << k;
    }
  }
}

TEST(Gram, SpansSeveralBlocksOfColumns) {
  const auto a = randomMatrix<double>(1601, 3);
  Matrix<double> c, full;
  gram(view(a), c);
  multiply(view(a), view(a).transposed(), full);
  EXPECT_EQ(c, full);
}

TEST(Gram, OfFloatsIsSummedInDouble) {
  const auto a = randomMatrix<float>(41, 500);
  const Matrix<double> wide = a.cast<double>();
  Matrix<double> c, expected;
  gram(view(a), c);
  gram(view(wide), expected);
  EXPECT_EQ(c, expected);
}

TEST(Gram, TakesATransposeFromTheSameMemory) {
  const auto a = randomMatrix<float>(50, 23);
  const Matrix<float> turned = a.transpose();
  Matrix<double> c, expected;
  gram(view(a).transposed(), c);
  gram(view(turned), expected);
  EXPECT_EQ(c, expected);
}

}  // namespace
}  // namespace tailcraft
