#pragma once

// The .npy file format of NumPy, version 1 to 3 (NumPy enhancement proposal 1).

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace tailcraft {

struct NpyArray {
  std::vector<std::size_t> shape;  ///< empty for a scalar
  std::vector<double> data;        ///< in C order, whatever the file's order
};

/// Reads little-endian float16, float32, float64 and integer arrays of any shape, C or Fortran
/// order. Throws std::invalid_argument that says what is wrong: no .npy file, an unsupported type,
/// a file that ends early.
NpyArray parseNpy(std::span<const std::byte> bytes);

/// A float64 C-order file of rows x cols numbers.
std::vector<std::byte> writeNpy(std::span<const double> data, std::size_t rows, std::size_t cols);

}  // namespace tailcraft
