#include "theory/measured_update.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "theory/random_matrix.h"

namespace tailcraft {
namespace {

using tailcraft::testing::direction;
using tailcraft::testing::gaussian;

struct Step {
  Matrix<double> w0, w1;
  Vector<double> a, u, v;
};

/// W_0 + strength u v^T + other noise, where v is a third each of beta, of -W_0^T a and of chance.
Step tied(int h, int d, double strength, const Vector<double>& beta, std::mt19937_64& generator) {
  Step step;
  step.w0 = gaussian(h, d, generator);
  step.a = gaussian(h, 1, generator);
  step.u = step.a.array().sign().matrix().normalized();
  step.v =
      (beta - (step.w0.transpose() * step.a).normalized() + direction(d, generator)).normalized();
  step.w1 = step.w0 + strength * step.u * step.v.transpose() + 0.2 * gaussian(h, d, generator);
  return step;
}

TEST(MeasuredUpdate, GivesTheSpike) {
  std::mt19937_64 generator(5);
  for (const auto& [h, d] : {std::pair{450, 300}, {200, 300}}) {
    const Vector<double> beta = direction(d, generator);
    for (double factor : {2.0, 4.0}) {
      const double strength = factor * std::pow(h * d, 0.25) + 15;
      const Step step = tied(h, d, strength, beta, generator);
      const UpdateSpike spike = spikeOfUpdate(step.w0, step.w1, step.a, beta);
      const auto top = tailcraft::testing::leadingTriple(step.w1);
      EXPECT_NEAR(spike.eigenvalue, top.value * top.value, 1e-9 * spike.eigenvalue);
      EXPECT_NEAR(spike.alignment, std::abs(top.right.dot(beta)), 1e-9);
      EXPECT_NEAR(spike.strength / strength, 1, 0.03);
      EXPECT_NEAR(spike.bulkScale, std::hypot(1, 0.2), 0.01);
      EXPECT_TRUE(spike.predicted.detached);
      EXPECT_NEAR(spike.predicted.eigenvalue / spike.eigenvalue, 1, 0.025) << h << ' ' << factor;
      EXPECT_NEAR(spike.predicted.leftOverlap, spike.leftOverlap, 0.03) << h << ' ' << factor;
      EXPECT_NEAR(spike.predicted.rightOverlap, spike.rightOverlap, 0.03) << h << ' ' << factor;
      EXPECT_NEAR(spike.predictedAlignment, spike.alignment, 0.03) << h << ' ' << factor;
    }
  }
}

TEST(MeasuredUpdate, WeakOneLeavesNoSpike) {
  std::mt19937_64 generator(6);
  const Vector<double> beta = direction(200, generator);
  const Step step = tied(300, 200, 8, beta, generator);
  const UpdateSpike spike = spikeOfUpdate(step.w0, step.w1, step.a, beta);
  EXPECT_FALSE(spike.predicted.detached);
  EXPECT_NEAR(spike.predicted.eigenvalue / spike.eigenvalue, 1, 0.05);  // the edge of the bulk
  EXPECT_NEAR(spike.predictedAlignment, std::sqrt(1.0 / 200), 1e-12);
}

TEST(MeasuredUpdate, DegenerateOnesHaveDefinedAnswers) {
  const Vector<double> beta = Vector<double>::Unit(3, 0);
  const Vector<double> a = Vector<double>::Ones(4);
  const Matrix<double> zero = Matrix<double>::Zero(4, 3);
  EXPECT_FALSE(spikeOfUpdate(zero, zero, a, beta).predicted.detached);
  // A direction without any noise.
  const Matrix<double> pure = 2 * a * beta.transpose();
  const UpdateSpike spike = spikeOfUpdate(zero, pure, a, beta);
  EXPECT_NEAR(spike.strength, 4, 1e-12);
  EXPECT_NEAR(spike.alignment, 1, 1e-12);
  Matrix<double> broken = pure;
  broken(1, 1) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isnan(spikeOfUpdate(zero, broken, a, beta).predicted.eigenvalue));
  // A single neuron: there is no other row.
  const Matrix<double> row = Matrix<double>::Ones(1, 3);
  EXPECT_TRUE(std::isfinite(
      spikeOfUpdate<double>(row, 5 * row, Vector<double>::Ones(1), beta).predicted.eigenvalue));
}

}  // namespace
}  // namespace tailcraft
