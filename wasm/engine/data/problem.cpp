#include "data/problem.h"

#include "data/normal.h"
#include "data/teacher.h"

namespace tailcraft {

namespace {

template <typename Scalar>
Dataset<Scalar> drawDataset(const Config& config, const Vector<double>& beta, Index samples,
                            Stream inputs, Stream noise) {
  Dataset<Scalar> data{Matrix<Scalar>(samples, config.d), Vector<double>(samples)};
  fillNormal(RandomStream(config.seed, inputs), data.x);
  Vector<double> noiseDraws(samples);
  fillNormal(RandomStream(config.seed, noise), noiseDraws);
  for (Index i = 0; i < samples; ++i) {
    double index = 0;
    for (Index j = 0; j < beta.size(); ++j) index += static_cast<double>(data.x(i, j)) * beta[j];
    data.y[i] = teacherLink(config.link, index) + config.noise * noiseDraws[i];
  }
  return data;
}

}  // namespace

template <typename Scalar>
Problem<Scalar> drawProblem(const Config& config) {
  Problem<Scalar> problem;
  problem.beta.resize(config.d);
  fillNormal(RandomStream(config.seed, Stream::teacher), problem.beta);
  double squaredNorm = 0;
  for (double b : problem.beta) squaredNorm += b * b;
  problem.beta /= std::sqrt(squaredNorm);
  problem.train =
      drawDataset<Scalar>(config, problem.beta, config.n, Stream::trainInputs, Stream::trainNoise);
  problem.probe =
      drawDataset<Scalar>(config, problem.beta, config.n, Stream::probeInputs, Stream::probeNoise);
  problem.test = drawDataset<Scalar>(config, problem.beta, config.nTest, Stream::testInputs,
                                     Stream::testNoise);
  problem.initial.w.resize(config.h, config.d);
  fillNormal(RandomStream(config.seed, Stream::firstLayer), problem.initial.w);
  problem.initial.a.resize(config.h);
  fillNormal(RandomStream(config.seed, Stream::secondLayer), problem.initial.a);
  return problem;
}

bool sameProblem(const Config& left, const Config& right) {
  return left.n == right.n && left.d == right.d && left.h == right.h && left.nTest == right.nTest &&
         left.noise == right.noise && left.link == right.link && left.seed == right.seed &&
         left.precision == right.precision;
}

template Problem<float> drawProblem(const Config&);
template Problem<double> drawProblem(const Config&);

}  // namespace tailcraft
