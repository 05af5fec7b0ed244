// A run spread over shards, as workers do it, against the same run alone: every bit.

#include "shard.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

#include "run.h"

namespace tailcraft {
namespace {

// Inside a test the plain name means testing::Test::Run.
template <typename Scalar>
using RunOf = Run<Scalar>;

Config several() {
  Config config;
  config.n = 50;
  config.d = 20;
  config.h = 150;  // three blocks of units, the last one short
  config.nTest = 30;
  config.learningRate = 0.3;
  return config;
}

Vector<double> appended(const std::vector<Vector<double>>& parts) {
  Vector<double> all;
  for (const Vector<double>& part : parts) {
    all.conservativeResize(all.size() + part.size());
    all.tail(part.size()) = part;
  }
  return all;
}

std::span<const double> spanOf(const Vector<double>& v) {
  return {v.data(), static_cast<std::size_t>(v.size())};
}

/// Several shards of one student that step together.
template <typename Scalar>
class ShardGroup {
 public:
  ShardGroup(const Config& config, const Problem<Scalar>& problem, int parts)
      : config_(config), train_(problem.train) {
    for (int k = 0; k < parts; ++k) {
      shards_.emplace_back(config, problem.initial, unitsOfPart(config.h, k, parts));
    }
  }

  double fullBatchLoss() {
    forward(Pass::probe);
    return shards_.back().loss(Pass::probe, train_);
  }

  StepResult step() {
    if (config_.weightNormalization) {
      std::vector<Vector<double>> norms;
      for (auto& shard : shards_) norms.push_back(shard.squaredNorms());
      for (auto& shard : shards_) shard.normalize(spanOf(appended(norms)));
    }
    forward(Pass::step);
    StepResult result;
    for (auto& shard : shards_) result = shard.update(train_);
    return result;
  }

  Student<Scalar> student() const {
    Student<Scalar> whole{Matrix<Scalar>(config_.h, config_.d), Vector<double>(config_.h)};
    for (const auto& shard : shards_) {
      const auto [first, count] = shard.units();
      whole.w.middleRows(first, count) = shard.student().w;
      whole.a.segment(first, count) = shard.student().a;
    }
    return whole;
  }

 private:
  void forward(Pass pass) {
    if (!shards_.front().needsForward(pass, train_)) return;
    std::vector<Vector<double>> sums;
    for (auto& shard : shards_) {
      sums.push_back(shard.blockOutputs(pass, train_).template reshaped<Eigen::RowMajor>());
    }
    const Vector<double> outputs = shards_.front().outputs(spanOf(appended(sums)));
    for (auto& shard : shards_) shard.receive(pass, train_, outputs);
  }

  Config config_;
  const Dataset<Scalar>& train_;
  std::vector<Shard<Scalar>> shards_;
};

template <typename Scalar>
void expectSameBits(const Config& config, int parts) {
  RunOf<Scalar> alone(config);
  ShardGroup<Scalar> group(config, alone.problem(), parts);
  for (int t = 0; t < 5; ++t) {
    EXPECT_EQ(alone.probe().trainLoss, group.fullBatchLoss());
    const StepResult expected = alone.step();
    const StepResult actual = group.step();
    EXPECT_EQ(actual.loss, expected.loss);
    EXPECT_EQ(actual.step, expected.step);
    EXPECT_EQ(actual.learningRate, expected.learningRate);
  }
  EXPECT_EQ(group.student().w, alone.weights());
  EXPECT_EQ(group.student().a, alone.secondLayer());
}

struct Rule {
  const char* name;
  void (*change)(Config&);
};

class EveryRule : public testing::TestWithParam<Rule> {};

TEST_P(EveryRule, SharedStepsHaveTheBitsOfStepsTakenAlone) {
  Config config = several();
  GetParam().change(config);
  for (int parts : {1, 2, 3}) {
    expectSameBits<float>(config, parts);
    expectSameBits<double>(config, parts);
  }
}

const Rule kRules[] = {{"Defaults", [](Config&) {}},
                       {"BothLayers", [](Config& c) { c.train = TrainedLayers::both; }},
                       {"WeightNormalization", [](Config& c) { c.weightNormalization = true; }},
                       {"Batches", [](Config& c) { c.batchSize = 16; }},
                       {"SignDescent", [](Config& c) { c.optimizer = OptimizerKind::sign; }},
                       {"MomentumWithDecay",
                        [](Config& c) {
                          c.optimizer = OptimizerKind::gd;
                          c.momentum = 0.9;
                          c.weightDecay = 0.1;
                          c.activation = Activation::relu;
                        }},
                       {"Everything", [](Config& c) {
                          c.train = TrainedLayers::both;
                          c.weightNormalization = true;
                          c.batchSize = 16;
                          c.schedule = ScheduleKind::step;
                        }}};

INSTANTIATE_TEST_SUITE_P(Configurations, EveryRule, testing::ValuesIn(kRules),
                         [](const auto& info) { return info.param.name; });

TEST(UnitsOfPart, CoverAllUnitsInWholeBlocks) {
  for (Index h : {1, 63, 64, 65, 300, 1500}) {
    for (int parts : {1, 2, 3, 4, 40}) {
      Index next = 0;
      for (int k = 0; k < parts; ++k) {
        const UnitRange units = unitsOfPart(h, k, parts);
        EXPECT_EQ(units.first, next);
        next += units.count;
        EXPECT_TRUE(next % 64 == 0 || next == h);
      }
      EXPECT_EQ(next, h);
    }
  }
}

TEST(Shard, RefusesUnitsThatAreNotWholeBlocks) {
  const Config config = several();
  const auto problem = drawProblem<float>(config);
  for (const UnitRange units : {UnitRange{1, 63}, UnitRange{0, 65}, UnitRange{128, 64}}) {
    EXPECT_THROW(Shard<float>(config, problem.initial, units), std::invalid_argument);
  }
}

TEST(Shard, RefusesSumsThatDoNotFit) {
  const Config config = several();
  const auto problem = drawProblem<float>(config);
  Shard<float> shard(config, problem.initial, unitsOfPart(config.h, 0, 2));
  EXPECT_THROW(shard.outputs(std::vector<double>(100)), std::invalid_argument);
  EXPECT_THROW(shard.receive(Pass::step, problem.train, Vector<double>(49)), std::invalid_argument);
  EXPECT_THROW(shard.normalize(std::vector<double>(2)), std::invalid_argument);
}

TEST(Shard, RefusesOutputsAndAStepWithoutAForwardPass) {
  const Config config = several();
  const auto problem = drawProblem<double>(config);
  Shard<double> shard(config, problem.initial, unitsOfPart(config.h, 0, 1));
  const Vector<double> outputs = Vector<double>::Zero(config.n);
  EXPECT_THROW(shard.receive(Pass::step, problem.train, outputs), std::logic_error);
  EXPECT_THROW(shard.update(problem.train), std::logic_error);
}

TEST(SharedRun, WaitsForAllItsUnitsBeforeItIsMeasured) {
  RunOf<float> alone(several());
  RunOf<float> shared(several());
  shared.share(unitsOfPart(150, 1, 2));
  EXPECT_THROW(shared.weights(), std::logic_error);
  EXPECT_THROW(shared.probe(), std::logic_error);
  EXPECT_THROW(shared.step(), std::logic_error);
  alone.step();
  shared.join({alone.weights(), alone.secondLayer()}, alone.initialWeights());
  EXPECT_EQ(shared.weights(), alone.weights());
  EXPECT_EQ(shared.outputScatter().output, alone.outputScatter().output);
  EXPECT_EQ(shared.overlaps(2).betaAlignment, alone.overlaps(2).betaAlignment);
  EXPECT_THROW(shared.step(), std::logic_error);
  shared.restart(several());
  EXPECT_EQ(shared.step().loss, RunOf<float>(several()).step().loss);
}

TEST(SharedRun, KeepsTheFirstGradientOfItsUnitsOverRestarts) {
  Config config = several();
  RunOf<double> shared(config);
  const auto train = [&](int parts) {
    shared.restart(config);
    shared.share(unitsOfPart(config.h, 0, parts));
    Shard<double>& shard = shared.shard();
    const auto& data = shared.problem().train;
    const bool forward = shard.needsForward(Pass::step, data);
    if (forward) {
      shard.blockOutputs(Pass::step, data);
      shard.receive(Pass::step, data, data.y);
    }
    shard.update(data);
    return forward;
  };
  EXPECT_TRUE(train(2));
  config.learningRate = 2;
  EXPECT_FALSE(train(2));
  EXPECT_TRUE(train(1));
}

TEST(Shard, DoesNotTakeTheGradientOfOneLayerForThatOfBoth) {
  Config config = several();
  const UnitRange half = unitsOfPart(config.h, 0, 2);
  RunOf<float> run(config);
  const Dataset<float>& train = run.problem().train;
  run.share(half);
  run.shard().blockOutputs(Pass::step, train);
  run.shard().receive(Pass::step, train, Vector<double>::Zero(config.n));
  run.shard().update(train);

  config.learningRate = 1;
  run.restart(config);
  run.share(half);
  EXPECT_FALSE(run.shard().needsForward(Pass::step, train));

  config.train = TrainedLayers::both;
  run.restart(config);
  run.share(half);
  EXPECT_TRUE(run.shard().needsForward(Pass::step, train));
}

}  // namespace
}  // namespace tailcraft
