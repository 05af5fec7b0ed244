#pragma once

// The header of a .npy file: a Python dictionary with the type of the numbers, their order and the
// shape, as NumPy 1 and 2, Python 2 and other writers spell it.

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace tailcraft {

struct NpyHeader {
  std::string type;  ///< as written: "<f4", "|V2", "bfloat16"; of a record, that of its one field
  bool fortran = false;
  std::vector<std::uint64_t> shape;  ///< with the extents of a record's field at the end
};

/// Throws std::invalid_argument with "not a readable .npy file: " before the reason.
[[noreturn]] inline void failNpy(const std::string& reason) {
  throw std::invalid_argument("not a readable .npy file: " + reason);
}

/// Reads {'descr': ..., 'fortran_order': ..., 'shape': ...}: quotes of either kind, keys in any
/// order, numbers as 48, 48L and np.int64(48), commas where Python allows them.
NpyHeader parseNpyHeader(std::string_view text);

}  // namespace tailcraft
