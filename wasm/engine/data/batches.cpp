#include "data/batches.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "data/philox.h"

namespace tailcraft {

template <typename Scalar>
void Batches<Scalar>::shuffle(int epoch, Index n) {
  order_.resize(static_cast<std::size_t>(n));
  std::iota(order_.begin(), order_.end(), Index{0});
  const RandomStream stream(seed_, Stream::shuffle);
  for (Index i = n - 1; i > 0; --i) {  // Fisher and Yates
    const double u =
        stream.uniform(static_cast<std::uint32_t>(epoch), static_cast<std::uint32_t>(i));
    const auto j = static_cast<Index>(u * static_cast<double>(i + 1));
    std::swap(order_[static_cast<std::size_t>(i)], order_[static_cast<std::size_t>(j)]);
  }
  epoch_ = epoch;
}

template <typename Scalar>
const Dataset<Scalar>& Batches<Scalar>::at(int t, const Dataset<Scalar>& train) {
  const Index n = train.x.rows();
  if (fullBatch(n)) return train;
  if (t == step_) return batch_;
  const Index perEpoch = (n + batchSize_ - 1) / batchSize_;
  const auto epoch = static_cast<int>(t / perEpoch);
  if (epoch != epoch_) shuffle(epoch, n);
  const Index begin = (t % perEpoch) * batchSize_;
  const Index size = std::min<Index>(batchSize_, n - begin);
  batch_.x.resize(size, train.x.cols());
  batch_.y.resize(size);
  for (Index i = 0; i < size; ++i) {
    const Index sample = order_[static_cast<std::size_t>(begin + i)];
    batch_.x.row(i) = train.x.row(sample);
    batch_.y[i] = train.y[sample];
  }
  step_ = t;
  return batch_;
}

template class Batches<float>;
template class Batches<double>;

}  // namespace tailcraft
