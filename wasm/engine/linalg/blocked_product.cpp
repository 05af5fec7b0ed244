#include "linalg/blocked_product.h"

#include <algorithm>

#include "linalg/micro_kernel.h"
#include "linalg/packing.h"

namespace tailcraft {

namespace {

/// Blocks that keep a panel of B in the first cache and a block of A in the second.
template <typename Scalar>
struct Blocking;

template <>
struct Blocking<float> {
  static constexpr Index kDepth = 512;
  static constexpr Index kRows = 120;
  static constexpr Index kCols = 1536;
};

template <>
struct Blocking<double> {
  static constexpr Index kDepth = 256;
  static constexpr Index kRows = 100;
  static constexpr Index kCols = 1536;
};

Index roundUp(Index value, Index multiple) { return (value + multiple - 1) / multiple * multiple; }

/// The tile at (i, j), which may hang over the last row or column of C.
template <typename Scalar>
void addTile(Index depth, const Scalar* a, const Scalar* b, Scalar* c, Index rowStride, Index rows,
             Index cols, Scalar alpha, bool accumulate) {
  if (rows >= kTileRows && cols >= kTileCols<Scalar>) {
    tileProduct(depth, a, b, c, rowStride, alpha, accumulate);
    return;
  }
  Scalar tile[kTileRows * kTileCols<Scalar>];
  tileProduct(depth, a, b, tile, kTileCols<Scalar>, alpha, false);
  for (Index i = 0; i < std::min(rows, kTileRows); ++i) {
    for (Index j = 0; j < std::min(cols, kTileCols<Scalar>); ++j) {
      const Scalar value = tile[i * kTileCols<Scalar> + j];
      c[i * rowStride + j] = accumulate ? c[i * rowStride + j] + value : value;
    }
  }
}

}  // namespace

template <typename Scalar, typename Source>
void blockedProduct(MatrixView<Source> a, MatrixView<Source> b, Scalar* c, Index rowStride,
                    Scalar alpha, bool accumulate, Part part) {
  using Block = Blocking<Scalar>;
  constexpr Index kCols = kTileCols<Scalar>;
  const Index depth = a.cols;
  if (depth == 0) {
    for (Index i = 0; i < a.rows && !accumulate; ++i) {
      std::fill_n(c + i * rowStride, b.cols, Scalar(0));
    }
    return;
  }
  const Index blockDepth = std::min(depth, Block::kDepth);
  const Index blockRows = roundUp(std::min(a.rows, Block::kRows), kTileRows);
  const Index blockCols = roundUp(std::min(b.cols, Block::kCols), kCols);
  Vector<Scalar> panelsA(blockRows * blockDepth);
  Vector<Scalar> panelsB(blockCols * blockDepth);

  for (Index j0 = 0; j0 < b.cols; j0 += blockCols) {
    const Index cols = std::min(blockCols, b.cols - j0);
    // Rows below the last column of this block have no tile in the upper part.
    const Index rowsEnd = part == Part::upper ? std::min(a.rows, j0 + cols) : a.rows;
    for (Index k0 = 0; k0 < depth; k0 += blockDepth) {
      const Index k = std::min(blockDepth, depth - k0);
      pack<kCols>(b.transposed(), j0, cols, k0, k, panelsB.data());
      for (Index i0 = 0; i0 < rowsEnd; i0 += blockRows) {
        const Index rows = std::min(blockRows, rowsEnd - i0);
        pack<kTileRows>(a, i0, rows, k0, k, panelsA.data());
        // The first tile column that reaches the diagonal of this block of rows.
        const Index jBegin =
            part == Part::upper ? std::max<Index>(0, (i0 - j0) / kCols * kCols) : 0;
        for (Index j = jBegin; j < cols; j += kCols) {
          for (Index i = 0; i < rows; i += kTileRows) {
            if (part == Part::upper && i0 + i >= j0 + j + kCols) break;
            addTile(k, panelsA.data() + i * k, panelsB.data() + j * k,
                    c + (i0 + i) * rowStride + j0 + j, rowStride, rows - i, cols - j, alpha,
                    accumulate || k0 > 0);
          }
        }
      }
    }
  }
}

template void blockedProduct(MatrixView<float>, MatrixView<float>, float*, Index, float, bool,
                             Part);
template void blockedProduct(MatrixView<double>, MatrixView<double>, double*, Index, double, bool,
                             Part);
template void blockedProduct(MatrixView<float>, MatrixView<float>, double*, Index, double, bool,
                             Part);

}  // namespace tailcraft
