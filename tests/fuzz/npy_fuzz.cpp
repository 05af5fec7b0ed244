// Any bytes are a .npy file or are refused in words; nothing is read outside of them (libFuzzer
// with the address and undefined-behaviour sanitizers: `npm run fuzz`).

#include <cstddef>
#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>

#include "data/npy.h"
#include "data/npy_header.h"

namespace {

/// A dictionary is hard to guess: the mark and the length come with it, so that every input is
/// read.
void readHeader(std::string_view text) {
  try {
    tailcraft::parseNpyHeader(text);
  } catch (const std::invalid_argument&) {
  }
}

void readFile(std::span<const std::byte> bytes) {
  try {
    const tailcraft::NpyArray array = tailcraft::parseNpy(bytes);
    std::uint64_t count = 1;
    for (std::uint64_t extent : array.shape) count *= extent;
    if (count != array.data.size()) __builtin_trap();
  } catch (const std::invalid_argument&) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  readHeader({reinterpret_cast<const char*>(data), size});
  readFile(std::as_bytes(std::span(data, size)));
  return 0;
}
