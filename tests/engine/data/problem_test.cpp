#include "data/problem.h"

#include <gtest/gtest.h>

#include "changed_configs.h"

namespace tailcraft {
namespace {

template <typename Scalar>
bool sameData(const Dataset<Scalar>& a, const Dataset<Scalar>& b) {
  return a.x.rows() == b.x.rows() && a.x.cols() == b.x.cols() && a.x == b.x && a.y == b.y;
}

template <typename Scalar>
bool sameDraws(const Problem<Scalar>& a, const Problem<Scalar>& b) {
  return sameData(a.train, b.train) && sameData(a.probe, b.probe) && sameData(a.test, b.test) &&
         a.beta == b.beta && a.initial.w.rows() == b.initial.w.rows() &&
         a.initial.w == b.initial.w && a.initial.a == b.initial.a;
}

TEST(SameProblem, KnowsEveryFieldThatChangesWhatIsDrawn) {
  Config config;
  config.n = 7;
  config.d = 4;
  config.h = 5;
  config.nTest = 3;
  const Problem<double> drawn = drawProblem<double>(config);
  for (const auto& [what, other] : changedConfigs(config)) {
    // Both precisions see the same draws, rounded or not.
    const bool same =
        other.precision == config.precision && sameDraws(drawn, drawProblem<double>(other));
    EXPECT_EQ(sameProblem(config, other), same) << what;
  }
}

}  // namespace
}  // namespace tailcraft
