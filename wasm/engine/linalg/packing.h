#pragma once

// Blocks of a matrix in the order in which the register tile reads them. Internal to linalg/.

#include <algorithm>

#include "linalg/simd.h"

namespace tailcraft {

namespace detail {

/// A full vector of numbers, converted to Scalar.
inline simd::Vec<float> loadTo(float /*type*/, const float* from) { return simd::load(from); }
template <typename Source>
simd::Vec<double> loadTo(double /*type*/, const Source* from) {
  return simd::loadAsDouble(from);
}

/// Swaps the rows and columns of a square of as many rows as a vector has lanes.
inline void transposeSquare(simd::Vec<float>* v) {
  const auto low01 = __builtin_shufflevector(v[0], v[1], 0, 4, 1, 5);
  const auto high01 = __builtin_shufflevector(v[0], v[1], 2, 6, 3, 7);
  const auto low23 = __builtin_shufflevector(v[2], v[3], 0, 4, 1, 5);
  const auto high23 = __builtin_shufflevector(v[2], v[3], 2, 6, 3, 7);
  v[0] = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
  v[1] = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
  v[2] = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
  v[3] = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
}
inline void transposeSquare(simd::Vec<double>* v) {
  const auto first = __builtin_shufflevector(v[0], v[1], 0, 2);
  v[1] = __builtin_shufflevector(v[0], v[1], 1, 3);
  v[0] = first;
}

/// One panel out of `width` rows that are contiguous and `rowStride` apart: squares of vectors are
/// transposed in registers. Not inlined: see tileProduct.
template <Index width, typename Scalar, typename Source>
__attribute__((noinline)) void packRows(const Source* from, Index rowStride, Index depth,
                                        Scalar* to) {
  constexpr Index kLanes = simd::kWidth<Scalar>;
  constexpr Index kInSquares = width / kLanes * kLanes;
  Index k = 0;
  for (; k + kLanes <= depth; k += kLanes, from += kLanes, to += kLanes * width) {
#pragma GCC unroll 4
    for (Index r = 0; r < kInSquares; r += kLanes) {
      simd::Vec<Scalar> square[kLanes];
#pragma GCC unroll 4
      for (Index l = 0; l < kLanes; ++l) square[l] = loadTo(Scalar(), from + (r + l) * rowStride);
      transposeSquare(square);
#pragma GCC unroll 4
      for (Index l = 0; l < kLanes; ++l) simd::store(to + l * width + r, square[l]);
    }
#pragma GCC unroll 4
    for (Index r = kInSquares; r < width; ++r) {
      for (Index l = 0; l < kLanes; ++l) {
        to[l * width + r] = static_cast<Scalar>(from[r * rowStride + l]);
      }
    }
  }
  for (; k < depth; ++k, ++from, to += width) {
    for (Index r = 0; r < width; ++r) to[r] = static_cast<Scalar>(from[r * rowStride]);
  }
}

/// One panel out of `width` rows that lie beside each other: a copy.
template <Index width, typename Scalar, typename Source>
__attribute__((noinline)) void packColumns(const Source* from, Index colStride, Index depth,
                                           Scalar* to) {
  constexpr Index kLanes = simd::kWidth<Scalar>;
  constexpr Index kInVectors = width / kLanes * kLanes;
  for (Index k = 0; k < depth; ++k, from += colStride, to += width) {
#pragma GCC unroll 4
    for (Index r = 0; r < kInVectors; r += kLanes) {
      simd::store(to + r, loadTo(Scalar(), from + r));
    }
    for (Index r = kInVectors; r < width; ++r) to[r] = static_cast<Scalar>(from[r]);
  }
}

}  // namespace detail

/// Rows [begin, begin + count) of a view, columns [depthBegin, depthBegin + depth), as panels of
/// `width` rows, each stored column by column; the last panel is filled up with zeros.
template <Index width, typename Scalar, typename Source>
void pack(MatrixView<Source> m, Index begin, Index count, Index depthBegin, Index depth,
          Scalar* to) {
  for (Index i = 0; i < count; i += width, to += width * depth) {
    const Source* from = m.data + (begin + i) * m.rowStride + depthBegin * m.colStride;
    const Index rows = std::min(width, count - i);
    if (rows == width && m.colStride == 1) {
      detail::packRows<width>(from, m.rowStride, depth, to);
    } else if (rows == width && m.rowStride == 1) {
      detail::packColumns<width>(from, m.colStride, depth, to);
    } else {
      for (Index k = 0; k < depth; ++k) {
        for (Index r = 0; r < width; ++r) {
          to[k * width + r] =
              r < rows ? static_cast<Scalar>(from[r * m.rowStride + k * m.colStride]) : Scalar(0);
        }
      }
    }
  }
}

}  // namespace tailcraft
