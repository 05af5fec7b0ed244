#pragma once

// The .npy file format of NumPy, version 1 to 3 (NumPy enhancement proposal 1).

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tailcraft {

struct NpyArray {
  std::vector<std::uint64_t> shape;  ///< empty for a scalar
  std::vector<double> data;          ///< in C order, whatever the file's order
};

/// Reads little-endian arrays of float64, float32, float16, bfloat16, float8 (E5M2) and integers,
/// of any shape, in C or Fortran order; bytes after the numbers are passed over. Throws
/// std::invalid_argument that says what is wrong: no .npy file, an unsupported type, a file that
/// ends early.
NpyArray parseNpy(std::span<const std::byte> bytes);

/// A float64 C-order file of rows x cols numbers.
std::vector<std::byte> writeNpy(std::span<const double> data, std::size_t rows, std::size_t cols);

}  // namespace tailcraft
