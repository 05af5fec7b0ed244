#include "data/problem.h"

#include <algorithm>

#include "data/normal.h"
#include "data/teacher.h"

namespace tailcraft {

namespace {

/// X beta. Each sum runs from left to right, as ever: the bits are part of every link that was
/// shared. Four of them run side by side, for one addition waits for the one before.
template <typename Scalar>
Vector<double> projections(const Matrix<Scalar>& x, const Vector<double>& beta) {
  constexpr Index kRows = 4;
  Vector<double> result(x.rows());
  for (Index i = 0; i < x.rows(); i += kRows) {
    const Index rows = std::min(kRows, x.rows() - i);
    const Scalar* row[kRows];
    for (Index r = 0; r < kRows; ++r) row[r] = x.data() + (i + std::min(r, rows - 1)) * x.cols();
    double sum[kRows] = {};
    for (Index j = 0; j < x.cols(); ++j) {
      for (Index r = 0; r < kRows; ++r) sum[r] += static_cast<double>(row[r][j]) * beta[j];
    }
    for (Index r = 0; r < rows; ++r) result[i + r] = sum[r];
  }
  return result;
}

template <typename Scalar>
Dataset<Scalar> drawDataset(const Config& config, const Vector<double>& beta, Index samples,
                            Stream inputs, Stream noise) {
  Dataset<Scalar> data{Matrix<Scalar>(samples, config.d), Vector<double>(samples)};
  fillNormal(RandomStream(config.seed, inputs), data.x);
  Vector<double> noiseDraws(samples);
  fillNormal(RandomStream(config.seed, noise), noiseDraws);
  const Vector<double> index = projections(data.x, beta);
  for (Index i = 0; i < samples; ++i) {
    data.y[i] = teacherLink(config.teacher, index[i]) + config.noise * noiseDraws[i];
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

template <typename Scalar>
void packInputs(Problem<Scalar>& problem) {
  for (Dataset<Scalar>* data : {&problem.train, &problem.probe, &problem.test}) {
    data->packed = PackedRows<Scalar>(data->x);
  }
}

bool sameProblem(const Config& left, const Config& right) {
  return left.n == right.n && left.d == right.d && left.h == right.h && left.nTest == right.nTest &&
         left.noise == right.noise && left.teacher == right.teacher && left.seed == right.seed &&
         left.precision == right.precision;
}

template Problem<float> drawProblem(const Config&);
template Problem<double> drawProblem(const Config&);
template void packInputs(Problem<float>&);
template void packInputs(Problem<double>&);

}  // namespace tailcraft
