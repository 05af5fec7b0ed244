#include "linalg/blocked_product.h"

#include <algorithm>
#include <type_traits>

#include "linalg/micro_kernel.h"
#include "linalg/packed_rows.h"
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

template <typename Scalar, typename Source>
const Scalar* packedPanels(MatrixView<Source> a) {
  if constexpr (std::is_same_v<Scalar, Source>) return a.panels;
  return nullptr;
}

/// The tile at (i, j), which may hang over the last row or column of C.
template <typename Scalar>
__attribute__((always_inline)) inline void addTile(Index depth, const Scalar* a, const Scalar* b,
                                                   Scalar* c, Index rowStride, Index rows,
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
  const Scalar* packedA = packedPanels<Scalar>(a);
  Vector<Scalar> panelsA(packedA != nullptr ? 0 : blockRows * blockDepth);
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
        const Scalar* panels = packedA != nullptr ? packedA + i0 * depth : panelsA.data();
        if (packedA == nullptr) pack<kTileRows>(a, i0, rows, k0, k, panelsA.data());
        // The first tile column that reaches the diagonal of this block of rows.
        const Index jBegin =
            part == Part::upper ? std::max<Index>(0, (i0 - j0) / kCols * kCols) : 0;
        for (Index j = jBegin; j < cols; j += kCols) {
          for (Index i = 0; i < rows; i += kTileRows) {
            if (part == Part::upper && i0 + i >= j0 + j + kCols) break;
            addTile(k, panels + i * k, panelsB.data() + j * k, c + (i0 + i) * rowStride + j0 + j,
                    rowStride, rows - i, cols - j, alpha, accumulate || k0 > 0);
          }
        }
      }
    }
  }
}

template <typename Scalar>
PackedRows<Scalar>::PackedRows(const Matrix<Scalar>& m) {
  constexpr Index kMostBytes = 1 << 20;
  if (m.cols() > Blocking<Scalar>::kDepth) return;
  const Index size = roundUp(m.rows(), kTileRows) * m.cols();
  if (size * static_cast<Index>(sizeof(Scalar)) > kMostBytes) return;
  panels_.resize(size);
  pack<kTileRows>(view(m), 0, m.rows(), 0, m.cols(), panels_.data());
}

template <typename Scalar>
MatrixView<Scalar> PackedRows<Scalar>::rows(const Matrix<Scalar>& m, Index begin,
                                            Index count) const {
  MatrixView<Scalar> result = tailcraft::rows(m, begin, count);
  if (panels_.size() > 0 && begin % kTileRows == 0) {
    result.panels = panels_.data() + begin * m.cols();
  }
  return result;
}

template class PackedRows<float>;
template class PackedRows<double>;

template void blockedProduct(MatrixView<float>, MatrixView<float>, float*, Index, float, bool,
                             Part);
template void blockedProduct(MatrixView<double>, MatrixView<double>, double*, Index, double, bool,
                             Part);
template void blockedProduct(MatrixView<float>, MatrixView<float>, double*, Index, double, bool,
                             Part);

}  // namespace tailcraft
