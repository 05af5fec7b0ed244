#include "data/npy.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace tailcraft {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMaxElements = std::size_t{1} << 28;

[[noreturn]] void fail(const std::string& reason) {
  throw std::invalid_argument("not a readable .npy file: " + reason);
}

/// The text between `key` (a quoted dictionary key with its colon) and `end`.
std::string_view field(std::string_view header, std::string_view key, char end) {
  const auto begin = header.find(key);
  if (begin == std::string_view::npos) fail("its header has no " + std::string(key));
  const auto from = begin + key.size();
  const auto to = header.find(end, from);
  if (to == std::string_view::npos) fail("its header is cut off");
  return header.substr(from, to - from);
}

std::vector<std::size_t> parseShape(std::string_view text) {
  std::vector<std::size_t> shape;
  std::size_t total = 1;
  for (std::size_t k = 0; k < text.size();) {
    if (text[k] < '0' || text[k] > '9') {
      ++k;
      continue;
    }
    std::size_t extent = 0;
    for (; k < text.size() && text[k] >= '0' && text[k] <= '9'; ++k) {
      extent = extent * 10 + static_cast<std::size_t>(text[k] - '0');
      if (extent > kMaxElements) fail("an extent of its shape is over 2^28");
    }
    total *= extent;
    if (total > kMaxElements) fail("it holds more than 2^28 numbers");
    shape.push_back(extent);
  }
  return shape;
}

double halfToDouble(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 0x1F;
  const int mantissa = bits & 0x3FF;
  double value = 0;
  if (exponent == 0x1F) {
    value = mantissa == 0 ? HUGE_VAL : std::nan("");
  } else if (exponent == 0) {
    value = std::ldexp(mantissa, -24);
  } else {
    value = std::ldexp(1024 + mantissa, exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -value : value;
}

template <typename Stored>
double readAs(const std::byte* at) {
  Stored value;
  std::memcpy(&value, at, sizeof(Stored));
  return static_cast<double>(value);
}

double readHalf(const std::byte* at) {
  std::uint16_t bits = 0;
  std::memcpy(&bits, at, sizeof(bits));
  return halfToDouble(bits);
}

struct ElementType {
  std::string_view name;
  std::size_t size;
  double (*read)(const std::byte*);
};

constexpr std::array<ElementType, 12> kTypes{{{"<f8", 8, readAs<double>},
                                              {"<f4", 4, readAs<float>},
                                              {"<f2", 2, readHalf},
                                              {"<i8", 8, readAs<std::int64_t>},
                                              {"<i4", 4, readAs<std::int32_t>},
                                              {"<i2", 2, readAs<std::int16_t>},
                                              {"|i1", 1, readAs<std::int8_t>},
                                              {"<u8", 8, readAs<std::uint64_t>},
                                              {"<u4", 4, readAs<std::uint32_t>},
                                              {"<u2", 2, readAs<std::uint16_t>},
                                              {"|u1", 1, readAs<std::uint8_t>},
                                              {"|b1", 1, readAs<std::uint8_t>}}};

const ElementType& elementType(std::string_view descr) {
  for (const ElementType& type : kTypes) {
    if (type.name == descr) return type;
  }
  fail("numbers of type '" + std::string(descr) +
       "' are not supported, expected little-endian f2, f4, f8 or integers");
}

/// Index in Fortran order of the element at index `k` in C order.
std::size_t fortranIndex(std::size_t k, std::span<const std::size_t> shape) {
  std::size_t stride = 1;
  for (std::size_t extent : shape) stride *= extent;
  std::size_t result = 0;
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    stride /= shape[axis];
    result += (k % shape[axis]) * stride;
    k /= shape[axis];
  }
  return result;
}

}  // namespace

NpyArray parseNpy(std::span<const std::byte> bytes) {
  const auto* text = reinterpret_cast<const char*>(bytes.data());
  const std::string_view file(text, bytes.size());
  if (file.size() < 10 || file.substr(0, kMagic.size()) != kMagic) {
    fail("it does not start with the NumPy mark");
  }
  const int major = static_cast<unsigned char>(file[6]);
  if (major < 1 || major > 3) fail("format version " + std::to_string(major) + " is unknown");
  const std::size_t lengthBytes = major == 1 ? 2 : 4;
  std::size_t headerLength = 0;
  if (file.size() < 8 + lengthBytes) fail("it ends within its header");
  for (std::size_t k = lengthBytes; k-- > 0;) {
    headerLength = headerLength << 8 | static_cast<unsigned char>(file[8 + k]);
  }
  const std::size_t dataBegin = 8 + lengthBytes + headerLength;
  if (dataBegin > file.size()) fail("it ends within its header");
  const std::string_view header = file.substr(8 + lengthBytes, headerLength);

  std::string_view descr = field(header, "'descr':", ',');
  const auto quote = descr.find('\'');
  if (quote == std::string_view::npos) fail("structured arrays are not supported");
  descr = descr.substr(quote + 1, descr.rfind('\'') - quote - 1);
  const ElementType& type = elementType(descr);
  const bool fortran =
      field(header, "'fortran_order':", ',').find("True") != std::string_view::npos;
  const std::string_view shapeText = field(header, "'shape':", ')');

  NpyArray result{parseShape(shapeText), {}};
  std::size_t count = 1;
  for (std::size_t extent : result.shape) count *= extent;
  const std::size_t available = (file.size() - dataBegin) / type.size;
  if (available < count) {
    fail("it should hold " + std::to_string(count) + " numbers but ends after " +
         std::to_string(available));
  }
  result.data.resize(count);
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t stored = fortran ? fortranIndex(k, result.shape) : k;
    result.data[k] = type.read(bytes.data() + dataBegin + stored * type.size);
  }
  return result;
}

std::vector<std::byte> writeNpy(std::span<const double> data, std::size_t rows, std::size_t cols) {
  if (data.size() != rows * cols) {
    throw std::invalid_argument("writeNpy: " + std::to_string(data.size()) + " numbers for " +
                                std::to_string(rows) + " x " + std::to_string(cols));
  }
  constexpr std::size_t kAlignment = 64;
  std::string header = "{'descr': '<f8', 'fortran_order': False, 'shape': (" +
                       std::to_string(rows) + ", " + std::to_string(cols) + "), }";
  const std::size_t prefix = kMagic.size() + 4;
  header.append(kAlignment - (prefix + header.size() + 1) % kAlignment, ' ');
  header += '\n';

  std::string head(kMagic);
  head += '\x01';
  head += '\x00';
  head += static_cast<char>(header.size() & 0xFF);
  head += static_cast<char>(header.size() >> 8);
  head += header;
  std::vector<std::byte> file(head.size() + data.size_bytes());
  std::memcpy(file.data(), head.data(), head.size());
  std::memcpy(file.data() + head.size(), data.data(), data.size_bytes());
  return file;
}

}  // namespace tailcraft
