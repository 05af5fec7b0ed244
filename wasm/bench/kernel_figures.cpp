// The kernels of linalg/ beside the fastest that this machine's 16-byte vectors can do (the
// register tile alone, on data in the first cache), beside multiply-add chains in registers, and
// beside Eigen.

#include <memory>

#include "figures.h"
#include "linalg/cholesky.h"
#include "linalg/gram.h"
#include "linalg/micro_kernel.h"
#include "linalg/multiply.h"
#include "linalg/symmetric_eigen.h"
#include "linalg/tridiagonal_values.h"
#include "peak.h"

namespace tailcraft::bench {

namespace {

// What a figure computes is stored here, so that no compiler leaves the work out.
volatile double sink;

double real(Index i) { return static_cast<double>(i); }
double productOperations(const Size& s) { return 2 * real(s.n) * real(s.d) * real(s.h); }
double cubed(Index n) { return real(n) * real(n) * real(n); }

constexpr Index kTileDepth = 256;

template <typename Scalar>
Figure tile(const char* name) {
  return {name, [](const Size&) { return 2000.0 * kTileDepth * kTileRows * kTileCols<Scalar>; },
          [](const Size&) -> Work {
            Index depth = kTileDepth;
            asm volatile("" : "+r"(depth));  // a constant would make it another kernel
            const Vector<Scalar> a = Vector<Scalar>::Random(depth * kTileRows);
            const Vector<Scalar> b = Vector<Scalar>::Random(depth * kTileCols<Scalar>);
            return [=, c = Matrix<Scalar>(kTileRows, kTileCols<Scalar>)]() mutable {
              for (int k = 0; k < 1000; ++k) {
                tileProduct<Scalar>(depth, a.data(), b.data(), c.data(), c.cols(), Scalar(1),
                                    false);
              }
              sink = c(0, 0);
            };
          }};
}

/// X (n x d), W (h x d), and Z (n x h) as a factor or as room for X W^T.
template <typename Scalar>
struct Factors {
  explicit Factors(const Size& s)
      : x(Matrix<Scalar>::Random(s.n, s.d)),
        w(Matrix<Scalar>::Random(s.h, s.d)),
        z(Matrix<Scalar>::Random(s.n, s.h)) {}
  Matrix<Scalar> x, w, z;
};

/// X W^T, the forward pass.
template <typename Scalar>
Work forwardProduct(const Size& size) {
  return [f = std::make_shared<Factors<Scalar>>(size)] {
    multiply(view(f->x), view(f->w).transposed(), f->z);
  };
}

template <typename Scalar>
Work eigenProduct(const Size& size) {
  return
      [f = std::make_shared<Factors<Scalar>>(size)] { f->z.noalias() = f->x * f->w.transpose(); };
}

/// Z^T X, the backward pass.
template <typename Scalar>
Work backwardProduct(const Size& size) {
  return [f = std::make_shared<Factors<Scalar>>(size), g = Matrix<Scalar>()]() mutable {
    multiply(view(f->z).transposed(), view(f->x), g);
  };
}

/// The Gram matrix of the columns of an h x d float matrix, summed in double.
Matrix<double> weightGram(const Size& size) {
  const Matrix<float> w = Matrix<float>::Random(size.h, size.d);
  Matrix<double> g;
  gram(view(w).transposed(), g);
  return g;
}

Work spectrumGram(const Size& size) {
  return [w = Matrix<float>(Matrix<float>::Random(size.h, size.d)),
          g = Matrix<double>()]() mutable { upperGram(view(w).transposed(), g); };
}

Work tridiagonalisation(const Size& size) {
  return [g = weightGram(size)] { sink = HouseholderTridiagonal(g).tridiagonal().diagonal[0]; };
}

Work tridiagonalValues(const Size& size) {
  return [t = HouseholderTridiagonal(weightGram(size)).tridiagonal()] {
    sink = tridiagonalEigenvalues(t)[0];
  };
}

Work leadingVector(const Size& size) {
  const auto eigen = std::make_shared<SymmetricEigen>(weightGram(size));
  return [=] { sink = eigen->eigenvectors(size.d - 1, 1)(0, 0); };
}

/// The smaller Gram matrix of an n x h feature matrix.
template <typename Scalar>
Work featureGram(const Size& size) {
  return
      [z = Matrix<Scalar>(Matrix<Scalar>::Random(size.n, size.h)), g = Matrix<Scalar>()]() mutable {
        upperGram(z.rows() < z.cols() ? view(z) : view(z).transposed(), g);
      };
}

template <typename Scalar>
Work cholesky(const Size& size) {
  const Matrix<Scalar> z = Matrix<Scalar>::Random(size.n, size.h);
  Matrix<Scalar> g;
  gram(z.rows() < z.cols() ? view(z) : view(z).transposed(), g);
  g.diagonal().array() += Scalar(size.n);
  return [=, u = Matrix<Scalar>()]() mutable {
    u = g;
    sink = choleskyFactor(u) ? 1 : 0;
  };
}

double featureGramOperations(const Size& s) {
  return real(s.n) * real(s.h) * real(std::min(s.n, s.h));
}

double choleskyOperations(const Size& s) { return cubed(std::min(s.n, s.h)) / 3; }

}  // namespace

std::vector<Figure> kernelFigures() {
  const auto uncounted = [](const Size&) { return 0.0; };
  return {
      {"peak f32", [](const Size&) { return peakOperationsFloat(); },
       [](const Size&) -> Work { return [] { sink = peakFloat(); }; }},
      {"peak f64", [](const Size&) { return peakOperationsDouble(); },
       [](const Size&) -> Work { return [] { sink = peakDouble(); }; }},
      tile<float>("tile f32"),
      tile<double>("tile f64"),
      {"forward product f32", productOperations, forwardProduct<float>},
      {"forward product f64", productOperations, forwardProduct<double>},
      {"backward product f32", productOperations, backwardProduct<float>},
      {"backward product f64", productOperations, backwardProduct<double>},
      {"Eigen product f32", productOperations, eigenProduct<float>},
      {"Eigen product f64", productOperations, eigenProduct<double>},
      {"Gram of W", [](const Size& s) { return real(s.h) * real(s.d) * real(s.d); }, spectrumGram},
      {"tridiagonalisation", [](const Size& s) { return 4.0 / 3 * cubed(s.d); },
       tridiagonalisation},
      {"tridiagonal values", uncounted, tridiagonalValues},
      {"leading vector", uncounted, leadingVector},
      {"Gram of Z", featureGramOperations, featureGram<float>},
      {"Cholesky f32", choleskyOperations, cholesky<float>},
      {"Cholesky f64", choleskyOperations, cholesky<double>},
  };
}

}  // namespace tailcraft::bench
