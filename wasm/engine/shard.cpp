#include "shard.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>

#include "linalg/vector_ops.h"
#include "model/output_sum.h"

namespace tailcraft {

namespace {

template <typename Scalar>
bool allFinite(const Matrix<Scalar>& w) {
  // Fast, and enough unless a square overflows.
  return std::isfinite(dot(w.size(), w.data(), w.data())) || w.allFinite();
}

}  // namespace

UnitRange unitsOfPart(Index h, int index, int parts) {
  const Index blocks = unitBlocks(h);
  const auto firstOf = [&](Index part) { return std::min(h, blocks * part / parts * kUnitBlock); };
  const Index first = firstOf(index);
  return {first, firstOf(index + 1) - first};
}

template <typename Scalar>
Shard<Scalar>::Shard(const Config& config, const Student<Scalar>& whole, UnitRange units,
                     InitialGradientCache<Scalar> initialGradients)
    : config_(config),
      units_(units),
      schedule_(config),
      rule_(updateRule(config)),
      batches_(config.seed, config.batchSize),
      backpropagation_(config.activation, config.train),
      initialGradients_(std::move(initialGradients)) {
  const Index end = units.first + units.count;
  const bool wholeBlocks =
      units.first % kUnitBlock == 0 && (end % kUnitBlock == 0 || end == config.h);
  if (units.first < 0 || units.count < 0 || end > config.h || !wholeBlocks) {
    throw std::invalid_argument("units " + std::to_string(units.first) + " to " +
                                std::to_string(end) + " of " + std::to_string(config.h) +
                                " are not whole blocks of " + std::to_string(kUnitBlock));
  }
  student_.w = whole.w.middleRows(units.first, units.count);
  student_.a = whole.a.segment(units.first, units.count);
  previous_ = student_.w;
}

template <typename Scalar>
StepResult Shard<Scalar>::step(const Dataset<Scalar>& train) {
  if (status_ != Status::diverged) {
    if (config_.weightNormalization) {
      const Vector<double> norms = squaredNorms();
      normalize({norms.data(), static_cast<std::size_t>(norms.size())});
    }
    if (needsForward(Pass::step, train)) {
      keepLoss(Pass::step, train, backpropagation_.forward(student_, samples(Pass::step, train)));
    }
  }
  return update(train);
}

template <typename Scalar>
double Shard<Scalar>::fullBatchLoss(const Dataset<Scalar>& train) {
  if (needsForward(Pass::probe, train)) {
    keepLoss(Pass::probe, train, backpropagation_.forward(student_, train));
  }
  return loss(Pass::probe, train);
}

template <typename Scalar>
Vector<double> Shard<Scalar>::squaredNorms() const {
  Vector<double> norms(unitBlocks(units_.count));
  for (Index block = 0; block < norms.size(); ++block) {
    const Index begin = block * kUnitBlock;
    const Index rows = std::min(kUnitBlock, units_.count - begin);
    norms[block] = student_.w.middleRows(begin, rows).template cast<double>().squaredNorm();
  }
  return norms;
}

template <typename Scalar>
void Shard<Scalar>::normalize(std::span<const double> squaredNorms) {
  if (static_cast<Index>(squaredNorms.size()) != unitBlocks(config_.h)) {
    throw std::invalid_argument("normalize: " + std::to_string(squaredNorms.size()) +
                                " norms, expected one for each block of units");
  }
  previous_ = student_.w;
  normalized_ = true;
  forwardLoss_.reset();
  double squaredNorm = 0;
  for (double norm : squaredNorms) squaredNorm += norm;
  if (!(squaredNorm > 0)) return;
  const double target = std::sqrt(static_cast<double>(config_.h) * config_.d);
  student_.w *= static_cast<Scalar>(target / std::sqrt(squaredNorm));
}

template <typename Scalar>
bool Shard<Scalar>::remembersGradients(const Dataset<Scalar>& train) const {
  return step_ == 0 && !config_.weightNormalization && batches_.fullBatch(train.x.rows()) &&
         initialGradients_.loss && initialGradients_.units == units_ &&
         initialGradients_.secondGradient.size() > 0;
}

template <typename Scalar>
bool Shard<Scalar>::needsForward(Pass pass, const Dataset<Scalar>& train) const {
  if (pass == Pass::probe && step_ == 0 && initialGradients_.loss) return false;
  if (pass == Pass::step && !batches_.fullBatch(train.x.rows())) return true;
  return !forwardLoss_ && !remembersGradients(train);
}

template <typename Scalar>
const Dataset<Scalar>& Shard<Scalar>::samples(Pass pass, const Dataset<Scalar>& train) {
  return pass == Pass::step ? batches_.at(step_, train) : train;
}

template <typename Scalar>
void Shard<Scalar>::keepLoss(Pass pass, const Dataset<Scalar>& train, double loss) {
  if (pass == Pass::step && !batches_.fullBatch(train.x.rows())) {
    batchLoss_ = loss;
    forwardLoss_.reset();
    return;
  }
  forwardLoss_ = loss;
  if (step_ == 0 && !normalized_) initialGradients_.loss = loss;
}

template <typename Scalar>
double Shard<Scalar>::loss(Pass pass, const Dataset<Scalar>& train) const {
  if (pass == Pass::step && !batches_.fullBatch(train.x.rows())) return batchLoss_;
  if (forwardLoss_) return *forwardLoss_;
  return initialGradients_.loss.value_or(std::numeric_limits<double>::quiet_NaN());
}

template <typename Scalar>
Matrix<double> Shard<Scalar>::blockOutputs(Pass pass, const Dataset<Scalar>& train) {
  return backpropagation_.blockOutputs(student_, samples(pass, train));
}

template <typename Scalar>
Vector<double> Shard<Scalar>::outputs(std::span<const double> sums) const {
  const Index blocks = unitBlocks(config_.h);
  const Index samples = static_cast<Index>(sums.size()) / blocks;
  if (samples * blocks != static_cast<Index>(sums.size())) {
    throw std::invalid_argument("outputs: " + std::to_string(sums.size()) +
                                " sums, expected as many from each of " + std::to_string(blocks) +
                                " blocks of units");
  }
  Vector<double> outputs = Vector<double>::Zero(samples);
  for (Index block = 0; block < blocks; ++block) {
    outputs += Eigen::Map<const Vector<double>>(sums.data() + block * samples, samples);
  }
  const double sqrtH = std::sqrt(static_cast<double>(config_.h));
  for (double& f : outputs) f /= sqrtH;
  return outputs;
}

template <typename Scalar>
void Shard<Scalar>::receive(Pass pass, const Dataset<Scalar>& train,
                            const Vector<double>& outputs) {
  const Dataset<Scalar>& data = samples(pass, train);
  if (outputs.size() != data.y.size()) {
    throw std::invalid_argument("receive: " + std::to_string(outputs.size()) +
                                " outputs, expected " + std::to_string(data.y.size()));
  }
  keepLoss(pass, train, backpropagation_.receive(student_, data, outputs, config_.h));
}

template <typename Scalar>
void Shard<Scalar>::computeGradient(const Dataset<Scalar>& train) {
  if (remembersGradients(train)) {
    gradient_ = initialGradients_.firstGradient;
    secondGradient_ = initialGradients_.secondGradient;
    return;
  }
  backpropagation_.firstLayerGradient(samples(Pass::step, train), gradient_);
  secondGradient_ = backpropagation_.secondLayerGradient();
  if (step_ == 0 && !normalized_ && batches_.fullBatch(train.x.rows())) {
    initialGradients_.units = units_;
    initialGradients_.firstGradient = gradient_;
    initialGradients_.secondGradient = secondGradient_;
  }
}

template <typename Scalar>
StepResult Shard<Scalar>::update(const Dataset<Scalar>& train) {
  const double rate = schedule_.rate(step_);
  if (status_ == Status::diverged) {
    ++step_;
    return {step_, rate, std::numeric_limits<double>::quiet_NaN(), status_};
  }
  if (!normalized_) previous_ = student_.w;
  computeGradient(train);
  const double stepLoss = loss(Pass::step, train);
  normalized_ = false;
  forwardLoss_.reset();
  ++step_;
  applyUpdate<Scalar>(rule_, rate, config_.weightDecay, step_, student_.w, gradient_,
                      firstMoments_);
  if (config_.train == TrainedLayers::both) {
    Eigen::Map<Matrix<double>> a(student_.a.data(), 1, student_.a.size());
    Matrix<double> gradient = secondGradient_.transpose();
    applyUpdate<double>(rule_, rate, config_.weightDecay, step_, a, gradient, secondMoments_);
  }
  lastRate_ = rate;
  if (!std::isfinite(stepLoss) || !allFinite(student_.w) || !student_.a.allFinite()) {
    status_ = Status::diverged;
  }
  return {step_, rate, stepLoss, status_};
}

template class Shard<float>;
template class Shard<double>;

}  // namespace tailcraft
