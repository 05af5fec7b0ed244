#include "run.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "changed_configs.h"
#include "data/normal.h"

namespace tailcraft {
namespace {

// Inside a test the plain name means testing::Test::Run.
template <typename Scalar>
using RunOf = Run<Scalar>;

Config small() {
  Config config;
  config.n = 60;
  config.d = 20;
  config.h = 30;
  config.nTest = 40;
  config.learningRate = 0.3;
  config.precision = Precision::f64;
  return config;
}

template <typename Scalar>
Snapshot after(RunOf<Scalar>& run, int steps) {
  for (int t = 0; t < steps; ++t) run.step();
  return run.probe();
}

/// Every number of a snapshot under its name ("hill.alpha"), enumerations as numbers.
using Numbers = std::map<std::string, std::vector<double>>;

template <typename Measures>
void collect(const Measures& measures, const std::string& prefix, Numbers& into) {
  visitMeasures(measures, [&]<typename Field>(const char* name, const Field& field) {
    if constexpr (std::is_same_v<Field, TailFit> || std::is_same_v<Field, BulkLaw>) {
      collect(field, prefix + name + ".", into);
    } else if constexpr (std::is_same_v<Field, std::vector<double>>) {
      into[prefix + name] = field;
    } else {
      into[prefix + name] = {static_cast<double>(field)};
    }
  });
}

Numbers numbersOf(const Snapshot& snapshot) {
  Numbers numbers;
  collect(snapshot, "", numbers);
  return numbers;
}

void expectSame(const Snapshot& a, const Snapshot& b) {
  const Numbers left = numbersOf(a);
  const Numbers right = numbersOf(b);
  for (const auto& [name, values] : left) {
    const std::vector<double>& others = right.at(name);
    ASSERT_EQ(values.size(), others.size()) << name;
    for (std::size_t k = 0; k < values.size(); ++k) {
      EXPECT_TRUE(values[k] == others[k] || (std::isnan(values[k]) && std::isnan(others[k])))
          << name << ": " << values[k] << " and " << others[k];
    }
  }
}

TEST(Run, EqualConfigurationsGiveEqualBits) {
  RunOf<float> first(small());
  RunOf<float> second(small());
  expectSame(after(first, 5), after(second, 5));
}

TEST(Run, ProbingDoesNotChangeTheRun) {
  RunOf<double> probed(small());
  RunOf<double> quiet(small());
  for (int t = 0; t < 5; ++t) {
    probed.probe();
    probed.step();
  }
  for (int t = 0; t < 5; ++t) quiet.step();
  expectSame(probed.probe(), quiet.probe());
}

TEST(Run, ARestartIsAFreshRunWhateverIsKept) {
  RunOf<double> run(small());
  after(run, 3);
  for (const auto& [what, config] : changedConfigs(small())) {
    SCOPED_TRACE(what);
    run.restart(small());
    after(run, 1);
    run.restart(config);
    RunOf<double> fresh(config);
    expectSame(run.probe(), fresh.probe());
    expectSame(after(run, 3), after(fresh, 3));
    run.restart(config);
    RunOf<double> again(config);
    expectSame(after(run, 2), after(again, 2));
  }
}

TEST(Run, TheStepReportsTheLossBeforeItAndItsRate) {
  Config config = small();
  config.schedule = ScheduleKind::step;
  config.gamma = 0.5;
  RunOf<double> run(config);
  const double before = run.probe().trainLoss;
  const StepResult first = run.step();
  EXPECT_EQ(first.loss, before);
  EXPECT_EQ(first.learningRate, 0.3);
  EXPECT_EQ(first.step, 1);
  EXPECT_EQ(run.step().learningRate, 0.15);
  EXPECT_EQ(run.probe().learningRate, 0.15);
}

TEST(Run, FullBatchIsTheSameAsABatchOfAllSamples) {
  Config config = small();
  RunOf<double> full(config);
  config.batchSize = config.n;
  RunOf<double> all(config);
  expectSame(after(full, 3), after(all, 3));
}

TEST(Run, ADivergedRunSaysSoAndStays) {
  Config config = small();
  config.activation = Activation::identity;
  config.optimizer = OptimizerKind::gd;
  config.learningRate = 1e8;
  config.precision = Precision::f32;
  RunOf<float> run(config);
  StepResult result;
  for (int t = 0; t < 40; ++t) result = run.step();
  EXPECT_EQ(result.status, Status::diverged);
  const Snapshot snapshot = run.probe();
  EXPECT_EQ(snapshot.status, Status::diverged);
  EXPECT_EQ(snapshot.phase, Phase::diverged);
  EXPECT_EQ(snapshot.step, 40);
  EXPECT_TRUE(snapshot.eigenvalues.empty());
  // Of such weights nothing but the step, its rate and what counts nothing is a number.
  const std::set<std::string> known = {
      "step", "learningRate", "status",      "phase",       "spikes",        "rank",
      "rows", "columns",      "hill.status", "hill.reason", "hill.tailSize", "hill.xminIndex"};
  for (const auto& [name, values] : numbersOf(snapshot)) {
    if (values.empty()) continue;
    const std::size_t dot = name.find('.');
    const std::string fit = dot == std::string::npos ? name : "hill" + name.substr(dot);
    EXPECT_EQ(std::isnan(values[0]), !known.contains(fit)) << name;
  }
}

TEST(Run, NanInGivenWeightsIsADivergedSnapshotNotAnError) {
  auto problem = drawProblem<double>(small());
  problem.initial.w(3, 4) = std::nan("");
  RunOf<double> run(small(), problem);
  EXPECT_EQ(run.probe().status, Status::diverged);
  EXPECT_EQ(run.step().status, Status::diverged);
}

TEST(Run, ZeroWeightsHaveDefinedAnswers) {
  auto problem = drawProblem<double>(small());
  problem.initial.w.setZero();
  RunOf<double> run(small(), problem);
  const Snapshot snapshot = run.probe();
  EXPECT_EQ(snapshot.status, Status::ok);
  EXPECT_EQ(snapshot.lambdaMax, 0);
  EXPECT_EQ(snapshot.stableRank, 0);
  EXPECT_EQ(snapshot.hill.status, FitStatus::degenerate);
  EXPECT_EQ(snapshot.spikes, 0);
}

class Shapes : public testing::TestWithParam<std::array<int, 3>> {};

TEST_P(Shapes, AnyShapeTrainsAndIsMeasured) {
  const auto [n, d, h] = GetParam();
  Config config = small();
  config.n = n;
  config.d = d;
  config.h = h;
  for (OptimizerKind optimizer :
       {OptimizerKind::gd, OptimizerKind::adam, OptimizerKind::sign, OptimizerKind::muon}) {
    config.optimizer = optimizer;
    RunOf<double> run(config);
    const Snapshot snapshot = after(run, 2);
    EXPECT_EQ(snapshot.status, Status::ok);
    EXPECT_EQ(snapshot.eigenvalues.size(), static_cast<std::size_t>(std::min(h, d)));
    EXPECT_NEAR(snapshot.frobeniusSquared, run.weights().squaredNorm(),
                1e-10 * snapshot.frobeniusSquared);
    EXPECT_TRUE(std::isfinite(snapshot.testLoss));
    EXPECT_GE(snapshot.simWBeta, 0);
    EXPECT_LE(snapshot.simWBeta, 1 + 1e-12);
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, Shapes,
                         testing::Values(std::array{60, 20, 30}, std::array{60, 30, 20},
                                         std::array{60, 25, 25}, std::array{10, 20, 30},
                                         std::array{1, 1, 1}, std::array{5, 1, 8},
                                         std::array{5, 8, 1}, std::array{2, 3, 2}));

TEST(Run, WithBothLayersTheTestLossIsThatOfTheStudentItself) {
  Config config = small();
  config.train = TrainedLayers::both;
  RunOf<double> run(config);
  const Snapshot snapshot = after(run, 3);
  const Student<double> student{run.weights(), run.secondLayer()};
  const auto& test = run.problem().test;
  const double expected =
      (predict(student, config.activation, view(test.x)) - test.y).squaredNorm() /
      static_cast<double>(test.y.size());
  EXPECT_NEAR(snapshot.testLoss, expected, 1e-14);
  EXPECT_NE(run.secondLayer(), run.problem().initial.a);
}

TEST(Run, WithTheFirstLayerOnlyTheSecondStays) {
  RunOf<double> run(small());
  after(run, 3);
  EXPECT_EQ(run.secondLayer(), run.problem().initial.a);
}

TEST(Run, WeightNormalisationActsBeforeTheStepAndTheProbeSeesWhatCameAfter) {
  Config config = small();
  config.weightNormalization = true;
  config.learningRate = 0;
  RunOf<double> run(config);
  EXPECT_NE(run.probe().frobeniusSquared, 600);
  run.step();
  EXPECT_NEAR(run.probe().frobeniusSquared, 600, 1e-9);
}

TEST(Run, ReplayRefusesDataOfAnotherSize) {
  auto problem = drawProblem<double>(small());
  problem.test.x.resize(39, 20);
  try {
    RunOf<double> run(small(), problem);
    FAIL() << "expected an exception";
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "test: number of samples is 39, the configuration says 40");
  }
}

TEST(Run, ARefusedRestartLeavesTheRunAsItIs) {
  RunOf<double> expected(small(), drawProblem<double>(small()));
  RunOf<double> replayed(small(), drawProblem<double>(small()));
  RunOf<double> drawn(small());
  for (RunOf<double>* run : {&expected, &replayed, &drawn}) run->step();
  Config larger = small();
  larger.d = 21;
  EXPECT_THROW(replayed.restart(larger), std::invalid_argument);
  larger.d = 0;
  EXPECT_THROW(replayed.restart(larger), std::invalid_argument);
  EXPECT_THROW(drawn.restart(larger), std::invalid_argument);
  const Snapshot next = after(expected, 1);
  for (RunOf<double>* run : {&replayed, &drawn}) {
    EXPECT_EQ(run->config().d, 20);
    expectSame(after(*run, 1), next);
  }
  expected.restart(small());
  replayed.restart(small());
  expectSame(after(replayed, 2), after(expected, 2));
}

TEST(EntryHistogram, CountsEveryEntryOnce) {
  RunOf<double> run(small());
  after(run, 2);
  const EntryHistogram histogram = run.entryHistogram(25);
  ASSERT_EQ(histogram.edges.size(), 26U);
  double initial = 0;
  double current = 0;
  for (double c : histogram.initial) initial += c;
  for (double c : histogram.current) current += c;
  EXPECT_EQ(initial, 600);
  EXPECT_EQ(current, 600);
  EXPECT_THROW(run.entryHistogram(0), std::invalid_argument);
}

TEST(OutputScatter, HoldsTheProbeSet) {
  RunOf<double> run(small());
  const OutputScatter scatter = run.outputScatter();
  ASSERT_EQ(scatter.index.size(), 60U);
  const auto& probe = run.problem().probe;
  EXPECT_EQ(scatter.target[7], probe.y[7]);
  EXPECT_NEAR(scatter.index[7], probe.x.row(7).dot(run.problem().beta), 1e-14);
}

}  // namespace
}  // namespace tailcraft
