#include "linalg/packed_rows.h"

#include <gtest/gtest.h>

#include <utility>

#include "linalg/multiply.h"
#include "linalg/test_matrices.h"

namespace tailcraft {
namespace {

template <typename Scalar>
class PackedRowsOf : public testing::Test {};
using Scalars = testing::Types<float, double>;
TYPED_TEST_SUITE(PackedRowsOf, Scalars);

template <typename Scalar>
Matrix<Scalar> product(MatrixView<Scalar> a, const Matrix<Scalar>& b) {
  Matrix<Scalar> c;
  multiply(a, view(b), c, Scalar(0.5));
  return c;
}

TYPED_TEST(PackedRowsOf, GiveProductsTheSameBits) {
  for (const Index rows : {1, 5, 129, 243}) {
    const auto a = randomMatrix<TypeParam>(rows, 67, 1);
    const auto b = randomMatrix<TypeParam>(67, 41, 2);
    const PackedRows<TypeParam> packed(a);
    const auto left = packed.rows(a, 0, rows);
    EXPECT_NE(left.panels, nullptr);
    EXPECT_EQ(product(left, b), product(view(a), b)) << rows;
  }
}

TYPED_TEST(PackedRowsOf, AnyRowsCanBeTakenOut) {
  const auto a = randomMatrix<TypeParam>(60, 30, 1);
  const auto b = randomMatrix<TypeParam>(30, 17, 2);
  const PackedRows<TypeParam> packed(a);
  const Matrix<TypeParam> whole = product(view(a), b);
  for (const Index begin : {0, 3, 25}) {
    EXPECT_EQ(product(packed.rows(a, begin, 22), b), whole.middleRows(begin, 22)) << begin;
  }
}

TYPED_TEST(PackedRowsOf, LargeMatricesAreLeftAsTheyAre) {
  for (const auto& [rows, cols] : {std::pair{3000, 400}, std::pair{20, 600}}) {
    const auto a = randomMatrix<TypeParam>(rows, cols, 1);
    const auto b = randomMatrix<TypeParam>(cols, 9, 2);
    const PackedRows<TypeParam> packed(a);
    EXPECT_EQ(packed.rows(a, 0, rows).panels, nullptr);
    EXPECT_EQ(product(packed.rows(a, 0, rows), b), product(view(a), b));
  }
}

}  // namespace
}  // namespace tailcraft
