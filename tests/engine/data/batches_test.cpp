#include "data/batches.h"

#include <gtest/gtest.h>

#include <set>

namespace tailcraft {
namespace {

Dataset<double> numbered(Index n) {
  Dataset<double> data{Matrix<double>(n, 1), Vector<double>(n)};
  for (Index i = 0; i < n; ++i) data.x(i, 0) = data.y[i] = static_cast<double>(i);
  return data;
}

TEST(Batches, AnEpochShowsEverySampleOnceAndTheLastBatchIsWhatIsLeft) {
  const auto train = numbered(10);
  Batches<double> batches(1, 4);
  for (int epoch = 0; epoch < 3; ++epoch) {
    std::multiset<double> seen;
    for (int k = 0; k < 3; ++k) {
      const auto& batch = batches.at(epoch * 3 + k, train);
      EXPECT_EQ(batch.y.size(), k < 2 ? 4 : 2);
      EXPECT_EQ(batch.x.col(0), batch.y);
      seen.insert(batch.y.begin(), batch.y.end());
    }
    EXPECT_EQ(seen, std::multiset<double>(train.y.begin(), train.y.end()));
  }
}

TEST(Batches, TheFullBatchIsTheTrainingSetItself) {
  const auto train = numbered(5);
  EXPECT_EQ(&Batches<double>(1, 0).at(3, train), &train);
  EXPECT_EQ(&Batches<double>(1, 5).at(3, train), &train);
}

TEST(Batches, AStepDoesNotDependOnWhatWasAskedBefore) {
  const auto train = numbered(50);
  Batches<double> jumping(9, 7);
  Batches<double> walking(9, 7);
  for (int t = 0; t < 20; ++t) (void)walking.at(t, train);
  EXPECT_EQ(jumping.at(20, train).y, walking.at(20, train).y);
  EXPECT_NE(jumping.at(20, train).y, Vector<double>(walking.at(28, train).y));
}

}  // namespace
}  // namespace tailcraft
