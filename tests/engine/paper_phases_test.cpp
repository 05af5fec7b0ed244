// The phases at the paper's size (n = 2000, d = 1000, h = 1500) with the engine's own draws,
// against the table recorded with the published code (tests/golden/phase_table.csv): other random
// numbers, same physics.

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "names.h"
#include "run.h"

namespace tailcraft {
namespace {

template <typename Scalar>
using RunOf = Run<Scalar>;

struct Recorded {
  double hillAlpha;
  double lambdaMax;
};

/// (optimizer, rate, step) -> what was recorded at the paper's size.
std::map<std::tuple<std::string, double, int>, Recorded> readTable() {
  std::ifstream file(std::string(TAILCRAFT_GOLDEN_DIR) + "/phase_table.csv");
  const auto split = [](const std::string& line) {
    std::vector<std::string> cells;
    std::stringstream stream(line);
    for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
    return cells;
  };
  std::string line;
  std::getline(file, line);
  const auto header = split(line);
  const auto column = [&](const char* name) {
    return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
  };
  std::map<std::tuple<std::string, double, int>, Recorded> table;
  while (std::getline(file, line)) {
    const auto cells = split(line);
    if (cells[column("n")] != "2000") continue;
    table[{cells[column("opt")], std::stod(cells[column("lr")]),
           std::stoi(cells[column("step")])}] = {std::stod(cells[column("alpha_hill")]),
                                                 std::stod(cells[column("lmax")])};
  }
  return table;
}

struct Cell {
  OptimizerKind optimizer;
  double rate;
  Phase atStep1;
  Phase atStep10;
};

Config paperConfig() {
  Config config;
  config.n = 2000;
  config.d = 1000;
  config.h = 1500;
  config.nTest = 200;
  return config;
}

TEST(PaperPhases, AppearWithTheEnginesOwnDraws) {
  constexpr auto kGd = OptimizerKind::gd;
  constexpr auto kAdam = OptimizerKind::adam;
  // Phases as the table's documentation names them; `diverged` where it names none.
  constexpr Phase kUnnamed = Phase::diverged;
  const Cell cells[] = {
      {kGd, 100, Phase::randomLike, Phase::randomLike},
      {kGd, 1000, Phase::randomLike, Phase::randomLike},
      {kGd, 3000, Phase::bulkSpikes, Phase::heavyTailed},
      {kGd, 10000, Phase::bulkSpikes, Phase::heavyTailed},
      {kGd, 100000, Phase::rankCollapse, kUnnamed},
      {kAdam, 0.001, Phase::randomLike, Phase::randomLike},
      {kAdam, 0.01, Phase::randomLike, Phase::bulkSpikes},
      {kAdam, 0.1, Phase::bulkSpikes, Phase::bulkSpikes},
      {kAdam, 1, Phase::bulkDecay, Phase::heavyTailed},
      {kAdam, 10, Phase::rankCollapse, kUnnamed},
  };
  const auto table = readTable();
  Config config = paperConfig();
  RunOf<float> run(config);
  for (const Cell& cell : cells) {
    config.optimizer = cell.optimizer;
    config.learningRate = cell.rate;
    run.restart(config);
    for (int t = 1; t <= 10; ++t) {
      run.step();
      if (t != 1 && t != 10) continue;
      const Snapshot snapshot = run.probe();
      const Phase expected = t == 1 ? cell.atStep1 : cell.atStep10;
      const std::string name = cell.optimizer == kGd ? "GD" : "Adam";
      const Recorded& recorded = table.at({name, cell.rate, t});
      SCOPED_TRACE(name + " " + std::to_string(cell.rate) + " step " + std::to_string(t));
      if (expected != kUnnamed) {
        EXPECT_EQ(nameOf(snapshot.phase), nameOf(expected));
      }
      EXPECT_NEAR(snapshot.hill.alpha, recorded.hillAlpha, 0.05);
      EXPECT_NEAR(snapshot.lambdaMax, recorded.lambdaMax, 0.1 * recorded.lambdaMax);
    }
  }
}

}  // namespace
}  // namespace tailcraft
