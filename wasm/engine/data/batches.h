#pragma once

// Mini-batches: which training samples a step sees.

#include <cstdint>
#include <vector>

#include "data/problem.h"

namespace tailcraft {

/// The training set in batches of b samples, shuffled anew in each epoch; the last batch of an
/// epoch holds what is left. With b = n every step sees the whole set in its own order: no
/// shuffling, and no gradient noise.
template <typename Scalar>
class Batches {
 public:
  /// @param batchSize  samples per step; 0 is the full batch
  Batches(std::uint32_t seed, int batchSize) : seed_(seed), batchSize_(batchSize) {}

  bool fullBatch(Index n) const { return batchSize_ == 0 || batchSize_ >= n; }

  /// The data set that step t = 0, 1, ... sees. The reference is valid until another step's.
  const Dataset<Scalar>& at(int t, const Dataset<Scalar>& train);

 private:
  void shuffle(int epoch, Index n);

  std::uint32_t seed_;
  int batchSize_;
  int epoch_ = -1;
  int step_ = -1;  // whose samples `batch_` holds
  std::vector<Index> order_;
  Dataset<Scalar> batch_;
};

}  // namespace tailcraft
