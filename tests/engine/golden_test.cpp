// The engine against reference values recorded from the published code of arXiv 2406.04657
// (tests/golden/README.md tells how): same data, same initial weights, every step.

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "data/npy.h"
#include "run.h"

namespace tailcraft {
namespace {

// Inside a test the plain name means testing::Test::Run.
template <typename Scalar>
using RunOf = Run<Scalar>;

using nlohmann::json;

const std::filesystem::path kGolden = TAILCRAFT_GOLDEN_DIR;

std::vector<char> readFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

template <typename Scalar>
Matrix<Scalar> readMatrix(const std::filesystem::path& path, Index rows, Index cols) {
  const auto bytes = readFile(path);
  const NpyArray array = parseNpy(std::as_bytes(std::span(bytes)));
  if (array.data.size() != static_cast<std::size_t>(rows * cols)) {
    throw std::runtime_error(path.string() + " has another size");
  }
  return Eigen::Map<const Matrix<double>>(array.data.data(), rows, cols).template cast<Scalar>();
}

Config readConfig(const json& c) {
  Config config;
  config.n = c["n"];
  config.d = c["d"];
  config.h = c["h"];
  config.nTest = c["n_test"];
  config.noise = c["label_noise_std"];
  config.optimizer = c["optimizer"] == "sgd" ? OptimizerKind::gd : OptimizerKind::adam;
  config.learningRate = c["lr"];
  config.momentum = c["momentum"];
  config.weightDecay = c["weight_decay"];
  config.reg = c["reg_lambda"];
  config.weightNormalization = c["enable_weight_normalization"];
  config.train = c["fix_last_layer"] ? TrainedLayers::first : TrainedLayers::both;
  config.steps = c["num_epochs"];
  if (c.contains("lr_scheduler_cls")) {
    config.schedule = ScheduleKind::step;
    config.stepSize = c["lr_scheduler_kwargs"]["step_size"];
    config.gamma = c["lr_scheduler_kwargs"]["gamma"];
  }
  return config;
}

template <typename Scalar>
Problem<Scalar> readProblem(const std::filesystem::path& folder, const Config& c) {
  const auto dataset = [&](const std::string& name, Index samples) {
    return Dataset<Scalar>{readMatrix<Scalar>(folder / ("X_" + name + ".npy"), samples, c.d),
                           readMatrix<double>(folder / ("y_" + name + ".npy"), samples, 1)};
  };
  Problem<Scalar> problem;
  problem.train = dataset("train", c.n);
  problem.probe = dataset("probe", c.n);
  problem.test = dataset("test", c.nTest);
  problem.beta = readMatrix<double>(folder / "beta.npy", c.d, 1);
  problem.initial.w = readMatrix<Scalar>(folder / "W0.npy", c.h, c.d);
  problem.initial.a = readMatrix<double>(folder / "a.npy", c.h, 1);
  return problem;
}

/// How far the engine may be from the recorded values: relative, overlaps absolute.
struct Tolerance {
  double losses;
  double alphas;
  double sim;
  double eigenvalues;
  double overlaps;
  double weights;
};

template <typename Scalar>
Tolerance toleranceFor(const std::string& name);

template <>
Tolerance toleranceFor<double>(const std::string& /*name*/) {
  return {1e-9, 1e-9, 1e-9, 1e-9, 1e-9, 1e-9};
}

template <>
Tolerance toleranceFor<float>(const std::string& name) {
  // Adam at rate 10 is chaotic: a gradient entry near zero decides the sign of a large step, and
  // what is rounded grows about 400 times in ten steps. Rounding nothing but the inputs to float,
  // and then computing exactly, moves W by 4e-4 already, as far as the recorded code's own float
  // run moved (3e-4); no float arithmetic can promise less. The digits of this case are tested in
  // double.
  if (name == "adam_lr10") return {1e-2, 5e-4, 5e-4, 2e-3, 1e-2, 1.5e-3};
  return {1e-5, 1e-5, 5e-5, 5e-5, 1e-4, 5e-5};
}

void expectClose(const char* what, int step, double actual, const json& expected,
                 double tolerance) {
  if (expected.is_null()) return;
  const double value = expected;
  EXPECT_LE(std::abs(actual - value), tolerance * std::abs(value))
      << what << " at step " << step << ": " << actual << ", recorded " << value;
}

void expectOverlaps(const char* what, int step, const Matrix<double>& actual, const json& expected,
                    double tolerance) {
  for (Index i = 0; i < actual.rows(); ++i) {
    for (Index j = 0; j < actual.cols(); ++j) {
      EXPECT_NEAR(actual(i, j), expected[i][j].get<double>(), tolerance)
          << what << " (" << i << ", " << j << ") at step " << step;
    }
  }
}

template <typename Scalar>
void replay(const std::string& name) {
  const auto folder = kGolden / "cases" / name;
  const json expected = json::parse(readFile(folder / "expected.json"));
  Config config = readConfig(expected["config"]);
  const auto problem = readProblem<Scalar>(kGolden / expected["inputs"].get<std::string>(), config);
  const bool both = config.train == TrainedLayers::both;
  const Tolerance tolerance = toleranceFor<Scalar>(name);

  RunOf<Scalar> written(config, problem);
  config.featureScale = FeatureScale::asPublishedCode;
  RunOf<Scalar> published(config, problem);

  double lossBefore = 0;
  for (int t = 0; t <= config.steps; ++t) {
    if (t > 0) {
      const StepResult result = written.step();
      published.step();
      lossBefore = result.loss;
      expectClose("rate", t, result.learningRate, expected["lr_used"][t - 1], 1e-15);
      expectClose("loss before the step", t, result.loss, expected["train_mse_before_step"][t - 1],
                  tolerance.losses);
    }
    const Snapshot snapshot = written.probe();
    const std::pair<const char*, Snapshot> scales[] = {{"paper_single_division", snapshot},
                                                       {"official", published.probe()}};
    for (const auto& [key, measured] : scales) {
      const json& lists = expected[key];
      // With both layers trained, the published code reports the loss before the step, and the KTA
      // that is recorded for the probe set stands under another key.
      expectClose(key, t, both ? lossBefore : measured.probeLoss, lists["train_loss"][t],
                  tolerance.losses);
      expectClose(key, t, measured.testLoss, lists["test_loss"][t], tolerance.losses);
      expectClose(key, t, measured.kta, lists[both ? "KTA_if_probe_set" : "KTA"][t],
                  tolerance.losses);
    }
    expectClose("train loss", t, snapshot.trainLoss, expected["train_mse_at_step"][t],
                tolerance.losses);
    expectClose("sim", t, snapshot.simWBeta, expected["sim_W_beta"][t], tolerance.sim);
    expectClose("lambda_max", t, snapshot.lambdaMax, expected["spectral_norm"][t],
                tolerance.eigenvalues);
    expectClose("norm", t, snapshot.frobeniusSquared, expected["norm"][t], tolerance.eigenvalues);
    expectClose("Hill alpha", t, snapshot.hill.alpha, expected["hill"]["alpha"][t],
                tolerance.alphas);
    expectClose("Hill D", t, snapshot.hill.D, expected["hill"]["D"][t], 10 * tolerance.alphas);
    expectClose("Hill alpha-hat", t, snapshot.hill.alphaHat, expected["hill"]["alphahat"][t],
                tolerance.alphas);
    EXPECT_EQ(snapshot.hill.xminIndex, expected["hill"]["xmin_index"][t]);
    expectClose("KS alpha", t, snapshot.ks.alpha, expected["ks"]["alpha"][t], tolerance.alphas);
    expectClose("KS D", t, snapshot.ks.D, expected["ks"]["D"][t], 10 * tolerance.alphas);
    EXPECT_EQ(snapshot.ks.xminIndex, expected["ks"]["xmin_index"][t]) << "at step " << t;
    EXPECT_EQ(snapshot.ks.tailSize, expected["ks"]["tail_size"][t]) << "at step " << t;
    ASSERT_EQ(snapshot.eigenvalues.size(), expected["eigs"][t].size());
    for (std::size_t i = 0; i < snapshot.eigenvalues.size(); ++i) {
      expectClose("eigenvalue", t, snapshot.eigenvalues[i], expected["eigs"][t][i],
                  tolerance.eigenvalues);
    }
    if (t == 0) continue;
    const Overlaps overlaps = written.overlaps(5);
    const json& update = expected["overlaps"][t - 1];
    const json& total = expected["overlaps_total"][t - 1];
    const auto pair = [&](const char* what, const OverlapPair& actual, const json& recorded) {
      expectOverlaps(what, t, actual.left, recorded["U"], tolerance.overlaps);
      expectOverlaps(what, t, actual.right, recorded["V"], tolerance.overlaps);
    };
    pair("W_prev against M", overlaps.previousVsUpdate, update["W_prev_vs_M"]);
    pair("W_next against M", overlaps.currentVsUpdate, update["W_next_vs_M"]);
    pair("W_0 against M", overlaps.initialVsTotal, total["W0_vs_M"]);
    pair("W_t against M", overlaps.currentVsTotal, total["Wt_vs_M"]);
    // In float the update of a small step is mostly the rounding of W: only its direction is
    // compared.
    for (std::size_t i = 0; i < 6 && std::is_same_v<Scalar, double>; ++i) {
      expectClose("singular value of the update", t, overlaps.updateSingularValues[i],
                  update["S_M_top6"][i], tolerance.eigenvalues);
    }
  }
  const auto finalWeights = readMatrix<double>(folder / "W_T.npy", config.h, config.d);
  EXPECT_LE((written.weights().template cast<double>() - finalWeights).norm(),
            tolerance.weights * finalWeights.norm());
  if (both) {
    const auto finalSecond = readMatrix<double>(folder / "a_T.npy", config.h, 1);
    EXPECT_LE((written.secondLayer() - finalSecond.col(0)).norm(),
              tolerance.weights * finalSecond.norm());
  }
}

std::vector<std::string> caseNames() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(kGolden / "cases")) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, DoubleAgreesToTheDigit) { replay<double>(GetParam()); }
TEST_P(Golden, FloatAgreesWithinItsRounding) { replay<float>(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Cases, Golden, testing::ValuesIn(caseNames()), [](const auto& info) {
  std::string name = info.param;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
});

// The recorded gradient at the initial weights.
TEST(GoldenInputs, TheGradientIsTheRecordedOne) {
  for (const auto& entry : std::filesystem::directory_iterator(kGolden / "inputs")) {
    const json meta = json::parse(readFile(entry.path() / "meta.json"))["shape"];
    Config config;
    config.n = meta["n"];
    config.d = meta["d"];
    config.h = meta["h"];
    config.nTest = meta["n_test"];
    const auto problem = readProblem<double>(entry.path(), config);
    Backpropagation<double> backpropagation(config.activation, TrainedLayers::both);
    backpropagation.forward(problem.initial, problem.train);
    Matrix<double> gradient;
    backpropagation.firstLayerGradient(problem.train, gradient);
    const auto recorded = readMatrix<double>(entry.path() / "G0.npy", config.h, config.d);
    const auto recordedSecond = readMatrix<double>(entry.path() / "Ga0.npy", config.h, 1);
    EXPECT_LE((gradient - recorded).norm(), 1e-13 * recorded.norm());
    EXPECT_LE((backpropagation.secondLayerGradient() - recordedSecond.col(0)).norm(),
              1e-13 * recordedSecond.norm());
  }
}

}  // namespace
}  // namespace tailcraft
