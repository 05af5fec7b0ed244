#include "spectra/resolution.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "linalg/singular_values.h"
#include "linalg/test_matrices.h"
#include "probe.h"
#include "spectra/spectrum.h"
#include "theory/random_matrix.h"

namespace tailcraft {
namespace {

using tailcraft::testing::gaussian;

/// Every number rounded to so many bits, as a narrower type stores it.
Matrix<double> roundedTo(int bits, Matrix<double> w) {
  for (double& x : w.reshaped()) {
    int exponent = 0;
    const double mantissa = std::frexp(x, &exponent);
    x = std::ldexp(std::nearbyint(std::ldexp(mantissa, bits)), exponent - bits);
  }
  return w;
}

Matrix<double> noise(Index rows, Index cols, unsigned seed) {
  std::mt19937_64 generator(seed);
  return gaussian(static_cast<int>(rows), static_cast<int>(cols), generator);
}

Matrix<double> orthogonal(Index rows, Index cols) { return randomOrthogonal(rows).leftCols(cols); }

double roundoffOf(const Matrix<double>& w) {
  return unitRoundoff({w.data(), static_cast<std::size_t>(w.size())});
}

Snapshot describe(const Matrix<double>& w) {
  return describeSpectrum(measureSpectrum(w, TopVector::unwanted, roundoffOf(w)),
                          static_cast<int>(w.rows()), static_cast<int>(w.cols()));
}

TEST(UnitRoundoff, IsReadFromTheNumbers) {
  const Matrix<double> w = noise(40, 30, 1);
  EXPECT_EQ(roundoffOf(w), 0x1p-53);
  for (int bits : {24, 11, 8, 4}) EXPECT_EQ(roundoffOf(roundedTo(bits, w)), std::ldexp(1, -bits));
  // Nothing says that these were rounded: signs, whole numbers, one number throughout.
  EXPECT_EQ(roundoffOf(Matrix<double>::Ones(5, 5)), 0);
  EXPECT_EQ(roundoffOf(Matrix<double>::Constant(5, 5, 0.1)), 0);
  EXPECT_EQ(roundoffOf((30 * w).array().round().matrix()), 0);
  EXPECT_EQ(roundoffOf(Matrix<double>::Zero(3, 3)), 0);
  EXPECT_EQ(roundoffOf(0x1p-1000 * roundedTo(8, w)), 0x1p-8);
  // Rounded, though all of one size.
  EXPECT_EQ(roundoffOf(roundedTo(24, w.unaryExpr([](double x) { return 1.5 + 0.1 * x; }))),
            0x1p-24);
}

/// Short numbers of very different sizes, which no type has rounded.
TEST(UnitRoundoff, ExactNumbersAreNotTakenForRoundedOnes) {
  Matrix<double> pascal = Matrix<double>::Ones(8, 8);
  for (Index i = 1; i < 8; ++i)
    for (Index j = 1; j < 8; ++j) pascal(i, j) = pascal(i - 1, j) + pascal(i, j - 1);
  Vector<double> tens(40);
  Vector<double> twos(40);
  for (Index i = 0; i < 40; ++i) {
    tens[i] = std::pow(10, i % 4);
    twos[i] = std::ldexp(1, static_cast<int>(-i));
  }
  Matrix<double> counts = (3 * noise(20, 20, 3)).array().round();
  counts(4, 5) = 4000;  // far above the others, with few bits
  for (const Matrix<double>& w : std::vector<Matrix<double>>{
           pascal, tens.asDiagonal().toDenseMatrix(), twos.asDiagonal().toDenseMatrix(), counts}) {
    SCOPED_TRACE(w.rows());
    EXPECT_EQ(roundoffOf(w), 0);
    EXPECT_EQ(describe(w).rank, std::min(w.rows(), w.cols()));
  }
}

TEST(Spectrum, WithoutABulkIsNeverCalledNoise) {
  // Singular values fall from 1 to far below the resolution, or one entry alone is not zero.
  Matrix<double> hilbert(20, 20);
  for (Index i = 0; i < 20; ++i)
    for (Index j = 0; j < 20; ++j) hilbert(i, j) = 1.0 / static_cast<double>(i + j + 1);
  Matrix<double> one = Matrix<double>::Zero(50, 40);
  one(3, 5) = 2.5;
  for (const Matrix<double>& w : {hilbert, one}) {
    const Snapshot s = describe(w);
    EXPECT_TRUE(std::isnan(s.bulk.scale));
    EXPECT_EQ(s.phase, Phase::rankCollapse);
    EXPECT_EQ(s.spikes, 0);
  }
}

TEST(SingularValues, AreThoseThatWerePutIn) {
  for (const auto& [m, n] : {std::pair<Index, Index>{60, 41}, {41, 41}, {7, 1}, {30, 2}, {3, 3}}) {
    Vector<double> sigma(n);
    for (Index i = 0; i < n; ++i)
      sigma[i] = std::pow(10, -12.0 * static_cast<double>(n - 1 - i) / 40);
    const Matrix<double> a = randomOrthogonal(m, 3).leftCols(n) * sigma.asDiagonal() *
                             randomOrthogonal(n, 4).transpose();
    const Vector<double> found = singularValues(a);
    for (Index i = 0; i < n; ++i) EXPECT_NEAR(found[i], sigma[i], 2e-15) << m << " x " << n;
  }
  EXPECT_TRUE(singularValues(Matrix<double>::Zero(4, 3)).isZero(0));
}

TEST(Spectrum, GradedOverTwelveDecadesIsMeasuredToTheLast) {
  constexpr Index kSide = 41;
  Vector<double> sigma(kSide);
  for (Index i = 0; i < kSide; ++i) sigma[i] = std::pow(10, -0.3 * static_cast<double>(40 - i));
  const Matrix<double> w = randomOrthogonal(60, 5).leftCols(kSide) * sigma.asDiagonal() *
                           randomOrthogonal(kSide, 6).transpose();
  for (const Matrix<double>& given : {w, Matrix<double>(w.transpose())}) {
    const Snapshot s = describe(given);
    EXPECT_EQ(s.rank, 41);
    EXPECT_NEAR(s.lambdaMin / 1e-24, 1, 0.01);
    EXPECT_NEAR(s.hill.alpha, 1 + 2 / (0.6 * std::log(10) * 20), 1e-4);
    EXPECT_EQ(s.hill.tailSize, 21);
  }
  // In single precision all but the upper part is rounding, and is not shown.
  const Snapshot single = describe(roundedTo(24, w));
  EXPECT_LT(single.rank, 28);
  EXPECT_GT(single.rank, 20);
  for (int i = 41 - single.rank; i < 41; ++i) {
    EXPECT_NEAR(std::log10(single.eigenvalues[i]), 2 * std::log10(sigma[i]), 0.2);
  }
}

TEST(Spectrum, LowRankProductsHaveTheirRankInEveryPrecision) {
  for (const auto& [h, d, rank] : {std::tuple{384, 256, 16},
                                   {256, 256, 1},
                                   {120, 200, 8},
                                   {300, 100, 30},
                                   {64, 64, 4},
                                   {500, 64, 40}}) {
    const Matrix<double> w = noise(h, rank, 7) * noise(rank, d, 8);
    for (int bits : {53, 24, 11, 8}) {
      const Snapshot s = describe(roundedTo(bits, w));
      EXPECT_EQ(s.rank, rank) << h << " x " << d << " in " << bits << " bits";
      EXPECT_EQ(std::ranges::count(s.eigenvalues, 0.0), std::min(h, d) - rank);
      if (2 * rank < d) {
        EXPECT_EQ(s.phase, Phase::rankCollapse);
        EXPECT_TRUE(std::isnan(s.bulk.scale));
        EXPECT_EQ(s.spikes, 0);
      }
      EXPECT_LE(s.effectiveRank, rank * (1 + 1e-9));
      // The fits are those of the positive eigenvalues alone.
      const auto part = std::span(s.eigenvalues).last(rank);
      if (rank > 2) {
        EXPECT_EQ(s.hill.tailSize, rank - rank / 2);
        EXPECT_EQ(s.hill.alpha, hillAtMedian(part).alpha);
        EXPECT_EQ(s.ks.alpha, fitKs(part, KsRule::reference).alpha);
      } else {
        EXPECT_EQ(s.hill.reason, NoTail::tooFew);
      }
    }
  }
}

TEST(Spectrum, NoiseIsOfFullRankInEveryPrecision) {
  for (const auto& [h, d] : {std::pair{300, 200}, {200, 200}, {120, 180}, {400, 40}}) {
    const Matrix<double> w = noise(h, d, 11);
    const Snapshot exact = describe(w);
    EXPECT_EQ(exact.rank, std::min(h, d));
    for (int bits : {24, 11, 8, 4}) {
      const Snapshot s = describe(roundedTo(bits, w));
      // The smallest of a square matrix reach down to the resolution of coarse numbers; the others
      // keep their place, and the median is the median.
      EXPECT_GE(s.rank, bits >= 8 ? std::min(h, d) - 2 : 0.85 * std::min(h, d));
      EXPECT_EQ(s.hill.tailSize, exact.hill.tailSize);
      EXPECT_NEAR(s.hill.alpha, exact.hill.alpha, 0.02 * exact.hill.alpha);
      EXPECT_EQ(s.phase, Phase::randomLike) << h << " x " << d << " in " << bits << " bits";
    }
  }
}

TEST(Spectrum, ZeroRowsAndColumnsAreNoPartOfTheLaw) {
  // A layer of dead units, a vocabulary of unused words, both at once.
  for (const auto& [rows, cols] : {std::pair{50, 200}, {300, 60}, {80, 90}}) {
    Matrix<double> w = Matrix<double>::Zero(300, 200);
    const Matrix<double> block = noise(rows, cols, 21);
    for (Index i = 0; i < rows; ++i) {
      for (Index j = 0; j < cols; ++j) w(i * 300 / rows, j * 200 / cols) = block(i, j);
    }
    const Snapshot s = describe(w);
    EXPECT_EQ(s.rank, std::min(rows, cols));
    EXPECT_EQ(s.rows, rows);
    EXPECT_EQ(s.columns, cols);
    EXPECT_EQ(s.phase, Phase::randomLike);
    EXPECT_EQ(s.spikes, 0);
    EXPECT_NEAR(s.bulk.scale, 1, 0.05);
    const Snapshot alone = describe(block);
    EXPECT_NEAR(s.hill.alpha, alone.hill.alpha, 1e-12);
    EXPECT_NEAR(s.effectiveRank, alone.effectiveRank, 1e-9);
    EXPECT_EQ(s.ks.tailSize, alone.ks.tailSize);
    // The leading direction is that of the block, in its place.
    const Spectrum measured = measureSpectrum(w);
    EXPECT_NEAR(measured.topRight.norm(), 1, 1e-12);
    EXPECT_NEAR((w * measured.topRight).squaredNorm() / s.lambdaMax, 1, 1e-12);
  }
}

TEST(Spectrum, OrthogonalMatricesHaveNoTailAndAreNarrow) {
  const Matrix<double> q = orthogonal(256, 128);
  Matrix<double> hadamard = Matrix<double>::Ones(1, 1);
  for (int k = 0; k < 6; ++k) {
    Matrix<double> twice(2 * hadamard.rows(), 2 * hadamard.cols());
    twice << hadamard, hadamard, hadamard, -hadamard;
    hadamard = twice;
  }
  const Vector<double> v = noise(100, 1, 4).col(0).normalized();
  const Matrix<double> householder = Matrix<double>::Identity(100, 100) - 2 * v * v.transpose();
  const Matrix<double> identity = Matrix<double>::Identity(96, 96);
  Matrix<double> permutation(96, 96);
  for (Index i = 0; i < 96; ++i) permutation.row(i) = identity.row((i * 5) % 96);
  for (const Matrix<double>& w : std::vector<Matrix<double>>{
           q, roundedTo(24, q), roundedTo(11, std::sqrt(2) * q), roundedTo(8, q), roundedTo(4, q),
           hadamard, householder, roundedTo(24, householder), identity, permutation,
           Matrix<double>(0.02 * q.transpose()), Matrix<double>::Identity(6, 6),
           Matrix<double>::Identity(4, 3)}) {
    SCOPED_TRACE(w.rows());
    const Snapshot s = describe(w);
    EXPECT_EQ(s.phase, Phase::narrow);
    for (const TailFit& fit : {s.hill, s.ks, s.ksRobust}) {
      EXPECT_EQ(fit.status, FitStatus::degenerate);
      EXPECT_EQ(fit.reason, NoTail::noSpread);
    }
    EXPECT_EQ(s.rank, std::min(w.rows(), w.cols()));
  }
  // Nearly orthogonal: narrower than noise all the same.
  for (double share : {1e-6, 1e-3, 0.01, 0.03}) {
    EXPECT_EQ(describe(q + share * noise(256, 128, 9)).phase, Phase::narrow) << share;
  }
  EXPECT_EQ(describe(q + 2 * noise(256, 128, 9)).phase, Phase::randomLike);
}

TEST(Spectrum, OddMatricesHaveAnAnswer) {
  const Snapshot ones = describe(Matrix<double>::Ones(256, 128));
  EXPECT_EQ(ones.rank, 1);
  EXPECT_EQ(ones.phase, Phase::rankCollapse);
  EXPECT_NEAR(ones.lambdaMax, 256 * 128, 1e-9);
  EXPECT_EQ(ones.lambdaMin, 0);

  std::mt19937_64 generator(5);
  Matrix<double> sparse = Matrix<double>::Zero(256, 256);
  for (int k = 0; k < 131; ++k) sparse(generator() % 256, generator() % 256) = 1 + k % 7;
  const Snapshot s = describe(sparse);
  EXPECT_LT(s.rank, 131);
  EXPECT_GT(s.rank, 60);
  EXPECT_NE(s.phase, Phase::diverged);
  EXPECT_TRUE(std::isfinite(s.effectiveRank));

  const Snapshot zero = describe(Matrix<double>::Zero(20, 30));
  EXPECT_EQ(zero.rank, 0);
  EXPECT_EQ(zero.phase, Phase::rankCollapse);
  EXPECT_TRUE(std::isnan(zero.bulk.scale));

  // A centred square matrix has lost one direction and nothing else.
  Matrix<double> centred = noise(100, 100, 3);
  centred.rowwise() -= centred.colwise().mean();
  EXPECT_EQ(describe(centred).rank, 99);
  EXPECT_EQ(describe(centred).phase, Phase::randomLike);
}

TEST(Spectrum, SquaresNeitherOverflowNorUnderflow) {
  const Matrix<double> w = noise(60, 40, 2);
  const Snapshot usual = describe(w);
  for (int exponent : {-1000, -560, -520, 400, 509, 515, 1015}) {
    const Matrix<double> moved = w.unaryExpr([=](double x) { return std::ldexp(x, exponent); });
    const Spectrum spectrum = measureSpectrum(moved);
    EXPECT_NEAR(spectrum.exponent, -exponent, 3);
    const Snapshot s = describe(moved);
    EXPECT_EQ(s.phase, usual.phase);
    EXPECT_EQ(s.rank, 40);
    EXPECT_NEAR(s.effectiveRank, usual.effectiveRank, 1e-9);
    EXPECT_NEAR(s.stableRank, usual.stableRank, 1e-9);
    EXPECT_NEAR(s.hill.alpha, usual.hill.alpha, 1e-9);
    EXPECT_NEAR(std::ldexp(s.lambdaMax, -2 * (exponent + spectrum.exponent)) / usual.lambdaMax, 1,
                1e-12);
  }
}

TEST(Spectrum, ResolvesWhatMarchenkoPasturSays) {
  // Matrices whose eigenvalues are the quantiles of the law.
  for (const auto& [h, d, scale] : {std::tuple{200, 200, 1.0},
                                    {300, 200, 1.0},
                                    {201, 200, 0.02},
                                    {400, 40, 3.0},
                                    {120, 180, 1.0}}) {
    const int p = std::min(h, d);
    const MarchenkoPastur law(h, d);
    Matrix<double> w = Matrix<double>::Zero(h, d);
    for (int k = 0; k < p; ++k) w(k, k) = std::sqrt(law.quantile((k + 0.5) / p, scale));
    w = randomOrthogonal(h, 1) * w * randomOrthogonal(d, 2).transpose();
    const Snapshot s = describe(w);
    EXPECT_NEAR(s.bulk.scale / scale, 1, 1e-3);
    EXPECT_GE(s.bulk.ksDistance, 0.4999 / p);
    EXPECT_LE(s.bulk.ksDistance, 0.55 / p);
    EXPECT_EQ(s.spikes, 0);
    EXPECT_EQ(s.phase, Phase::randomLike);
  }
}

TEST(CountedPart, RefusesSidesBelowZero) {
  const std::vector<double> values = {1, 2, 3};
  EXPECT_THROW(countedPart(values, 0, -1, 3), std::invalid_argument);
  EXPECT_THROW(countedPart(values, 0, 3, -1), std::invalid_argument);
}

}  // namespace
}  // namespace tailcraft
