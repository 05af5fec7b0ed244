// The kernels of linalg/ against the fastest that this machine's 16-byte vectors can do (the
// register tile alone, on data in the first cache) and against Eigen, one thread each. Every figure
// of a run is comparable only with the others of the same run.

#include <benchmark/benchmark.h>

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <utility>

#include "linalg/cholesky.h"
#include "linalg/gram.h"
#include "linalg/micro_kernel.h"
#include "linalg/multiply.h"
#include "linalg/singular_vectors.h"
#include "linalg/symmetric_eigen.h"
#include "linalg/tridiagonal_values.h"

namespace tailcraft {
namespace {

void countFlops(benchmark::State& state, double flopsOfOne) {
  state.counters["flop/s"] =
      benchmark::Counter(flopsOfOne, benchmark::Counter::kIsIterationInvariantRate);
}

double cubed(Index n) { return static_cast<double>(n) * static_cast<double>(n * n); }

template <typename Scalar>
void tile(benchmark::State& state) {
  Index depth = 256;
  benchmark::DoNotOptimize(depth);  // a constant would make it another kernel
  const Vector<Scalar> a = Vector<Scalar>::Random(depth * kTileRows);
  const Vector<Scalar> b = Vector<Scalar>::Random(depth * kTileCols<Scalar>);
  Matrix<Scalar> c(kTileRows, kTileCols<Scalar>);
  for (auto _ : state) {
    tileProduct<Scalar>(depth, a.data(), b.data(), c.data(), c.cols(), Scalar(1), false);
    benchmark::DoNotOptimize(c.data());
  }
  countFlops(state, static_cast<double>(2 * depth * kTileRows * kTileCols<Scalar>));
}
BENCHMARK(tile<float>);
BENCHMARK(tile<double>);

/// Arguments n, d, h: Z = X W^T of the forward pass.
template <typename Scalar>
void forwardProduct(benchmark::State& state) {
  const Matrix<Scalar> x = Matrix<Scalar>::Random(state.range(0), state.range(1));
  const Matrix<Scalar> w = Matrix<Scalar>::Random(state.range(2), state.range(1));
  Matrix<Scalar> z;
  for (auto _ : state) multiply(view(x), view(w).transposed(), z);
  countFlops(state, 2.0 * static_cast<double>(x.size() * w.rows()));
}

template <typename Scalar>
void forwardProductEigen(benchmark::State& state) {
  const Matrix<Scalar> x = Matrix<Scalar>::Random(state.range(0), state.range(1));
  const Matrix<Scalar> w = Matrix<Scalar>::Random(state.range(2), state.range(1));
  Matrix<Scalar> z(x.rows(), w.rows());
  for (auto _ : state) z.noalias() = x * w.transpose();
  countFlops(state, 2.0 * static_cast<double>(x.size() * w.rows()));
}

/// The same arguments: S^T X of the backward pass, S n x h.
template <typename Scalar>
void backwardProduct(benchmark::State& state) {
  const Matrix<Scalar> x = Matrix<Scalar>::Random(state.range(0), state.range(1));
  const Matrix<Scalar> slopes = Matrix<Scalar>::Random(state.range(0), state.range(2));
  Matrix<Scalar> gradient;
  for (auto _ : state) multiply(view(slopes).transposed(), view(x), gradient);
  countFlops(state, 2.0 * static_cast<double>(x.size() * slopes.cols()));
}

void problemSizes(benchmark::internal::Benchmark* b) {
  b->Args({400, 200, 300})->Args({2000, 1000, 1500})->Unit(benchmark::kMillisecond);
}
BENCHMARK(forwardProduct<float>)->Apply(problemSizes);
BENCHMARK(forwardProductEigen<float>)->Apply(problemSizes);
BENCHMARK(backwardProduct<float>)->Apply(problemSizes);
BENCHMARK(forwardProduct<double>)->Apply(problemSizes);
BENCHMARK(forwardProductEigen<double>)->Apply(problemSizes);

/// W^T W in double from a float W (3/2 n x n).
Matrix<double> weightGram(Index n) {
  const Matrix<float> w = Matrix<float>::Random(3 * n / 2, n);
  Matrix<double> g;
  gram(view(w).transposed(), g);
  return g;
}

void gramOfWeights(benchmark::State& state) {
  const Index n = state.range(0);
  const Matrix<float> w = Matrix<float>::Random(3 * n / 2, n);
  Matrix<double> g;
  for (auto _ : state) gram(view(w).transposed(), g);
  countFlops(state, 1.5 * cubed(n));
}

void tridiagonalisation(benchmark::State& state) {
  const Matrix<double> g = weightGram(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(HouseholderTridiagonal(g).tridiagonal());
  countFlops(state, 4.0 / 3 * cubed(g.rows()));
}

void tridiagonalValues(benchmark::State& state) {
  const HouseholderTridiagonal reduction(weightGram(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(tridiagonalEigenvalues(reduction.tridiagonal()));
}

void eigenvalues(benchmark::State& state) {
  const Matrix<double> g = weightGram(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(SymmetricEigen(g).eigenvalues());
}

void eigenvaluesEigen(benchmark::State& state) {
  const Matrix<double> g = weightGram(state.range(0));
  for (auto _ : state) {
    const Eigen::SelfAdjointEigenSolver<Matrix<double>> solver(g, Eigen::EigenvaluesOnly);
    benchmark::DoNotOptimize(solver.eigenvalues());
  }
}

/// What comes on top of the eigenvalues.
template <int leading>
void eigenvectors(benchmark::State& state) {
  const Index n = state.range(0);
  const Index count = leading > 0 ? leading : n;
  const SymmetricEigen eigen(weightGram(n));
  for (auto _ : state) benchmark::DoNotOptimize(eigen.eigenvectors(n - count, count));
}

void leadingSingularVectors(benchmark::State& state) {
  const Index n = state.range(0);
  const Matrix<float> w = Matrix<float>::Random(3 * n / 2, n);
  for (auto _ : state) benchmark::DoNotOptimize(singularVectors(w, 5));
}

void spectrumSizes(benchmark::internal::Benchmark* b) {
  b->Arg(200)->Arg(500)->Arg(1000)->Unit(benchmark::kMillisecond);
}
BENCHMARK(gramOfWeights)->Apply(spectrumSizes);
BENCHMARK(tridiagonalisation)->Apply(spectrumSizes);
BENCHMARK(tridiagonalValues)->Apply(spectrumSizes);
BENCHMARK(eigenvalues)->Apply(spectrumSizes);
BENCHMARK(eigenvaluesEigen)->Apply(spectrumSizes);
BENCHMARK(eigenvectors<5>)->Apply(spectrumSizes);
BENCHMARK(eigenvectors<0>)->Apply(spectrumSizes);
BENCHMARK(leadingSingularVectors)->Apply(spectrumSizes);

template <typename Scalar>
Matrix<Scalar> positiveDefinite(Index n) {
  const Matrix<Scalar> a = Matrix<Scalar>::Random(n, n);
  Matrix<Scalar> g;
  gram(view(a), g);
  g.diagonal().array() += Scalar(1);
  return g;
}

template <typename Scalar>
void cholesky(benchmark::State& state) {
  const auto a = positiveDefinite<Scalar>(state.range(0));
  for (auto _ : state) {
    Matrix<Scalar> u = a;
    benchmark::DoNotOptimize(choleskyFactor(u));
  }
  countFlops(state, cubed(a.rows()) / 3);
}

template <typename Scalar>
void choleskyEigen(benchmark::State& state) {
  const auto a = positiveDefinite<Scalar>(state.range(0));
  for (auto _ : state) {
    const Eigen::LLT<Matrix<Scalar>, Eigen::Upper> factor(a);
    benchmark::DoNotOptimize(factor.info());
  }
  countFlops(state, cubed(a.rows()) / 3);
}

void systemSizes(benchmark::internal::Benchmark* b) {
  b->Arg(300)->Arg(1500)->Unit(benchmark::kMillisecond);
}
BENCHMARK(cholesky<float>)->Apply(systemSizes);
BENCHMARK(cholesky<double>)->Apply(systemSizes);
BENCHMARK(choleskyEigen<double>)->Apply(systemSizes);

}  // namespace
}  // namespace tailcraft
