#include "data/npy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "data/npy_header.h"

namespace tailcraft {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::uint64_t kMaxElements = std::uint64_t{1} << 28;

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

/// bfloat16: the upper half of a float32.
double readBrain(const std::byte* at) {
  std::array<std::byte, 4> bytes{{{}, {}, at[0], at[1]}};
  return readAs<float>(bytes.data());
}

/// float8 E5M2: the upper half of a float16.
double readQuarter(const std::byte* at) {
  return halfToDouble(static_cast<std::uint16_t>(std::to_integer<unsigned>(*at) << 8));
}

struct ElementType {
  std::string_view code;  ///< without its byte order
  std::string_view name;
  std::size_t size;
  double (*read)(const std::byte*);
};

// ml_dtypes writes float8_e5m2 as f1, and bfloat16, which NumPy does not know, as two bytes of
// void.
constexpr std::array<ElementType, 14> kTypes{{{"f8", "float64", 8, readAs<double>},
                                              {"f4", "float32", 4, readAs<float>},
                                              {"f2", "float16", 2, readHalf},
                                              {"V2", "bfloat16", 2, readBrain},
                                              {"f1", "float8_e5m2", 1, readQuarter},
                                              {"i8", "int64", 8, readAs<std::int64_t>},
                                              {"i4", "int32", 4, readAs<std::int32_t>},
                                              {"i2", "int16", 2, readAs<std::int16_t>},
                                              {"i1", "int8", 1, readAs<std::int8_t>},
                                              {"u8", "uint64", 8, readAs<std::uint64_t>},
                                              {"u4", "uint32", 4, readAs<std::uint32_t>},
                                              {"u2", "uint16", 2, readAs<std::uint16_t>},
                                              {"u1", "uint8", 1, readAs<std::uint8_t>},
                                              {"b1", "bool", 1, readAs<std::uint8_t>}}};

/// Byte orders: "<" little-endian, "=" that of the writing machine (all in use are little-endian),
/// "|" none.
const ElementType& elementType(const std::string& descr) {
  const bool hasOrder =
      !descr.empty() && std::string_view("<=|>").find(descr[0]) != std::string_view::npos;
  const std::string_view code = std::string_view(descr).substr(hasOrder ? 1 : 0);
  for (const ElementType& type : kTypes) {
    if (code != type.code && descr != type.name) continue;
    if (descr[0] == '>' && type.size > 1) {
      failNpy("its numbers are big-endian ('" + descr + "'); save them with astype('<f4')");
    }
    return type;
  }
  const char* hint = code == "V1" ? ", which may be any of several 8-bit floats" : "";
  failNpy("numbers of type '" + descr + "' are not supported" + hint +
          "; save them with astype('float32')");
}

/// Product of the extents.
std::uint64_t elementCount(std::span<const std::uint64_t> shape) {
  std::uint64_t count = 1;
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  for (std::uint64_t extent : shape) {
    count *= extent;  // both are at most 2^28
    if (count > kMaxElements) failNpy("it holds more than 2^28 numbers");
  }
  return count;
}

/// Index in Fortran order of the element at index `k` in C order.
std::uint64_t fortranIndex(std::uint64_t k, std::span<const std::uint64_t> shape) {
  std::uint64_t stride = 1;
  for (std::uint64_t extent : shape) stride *= extent;
  std::uint64_t result = 0;
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
    failNpy("it does not start with the NumPy mark");
  }
  const int major = static_cast<unsigned char>(file[6]);
  if (major < 1 || major > 3) failNpy("format version " + std::to_string(major) + " is unknown");
  const std::size_t lengthBytes = major == 1 ? 2 : 4;
  if (file.size() < 8 + lengthBytes) failNpy("it ends within its header");
  std::uint64_t headerLength = 0;
  for (std::size_t k = lengthBytes; k-- > 0;) {
    headerLength = headerLength << 8 | static_cast<unsigned char>(file[8 + k]);
  }
  const std::size_t headerBegin = 8 + lengthBytes;
  if (headerLength > file.size() - headerBegin) failNpy("it ends within its header");
  const auto dataBegin = static_cast<std::size_t>(headerBegin + headerLength);
  NpyHeader header = parseNpyHeader(file.substr(headerBegin, dataBegin - headerBegin));
  const ElementType& type = elementType(header.type);

  const std::uint64_t count = elementCount(header.shape);
  const std::uint64_t available = (file.size() - dataBegin) / type.size;
  if (available < count) {
    failNpy("it should hold " + std::to_string(count) + " numbers but ends after " +
            std::to_string(available));
  }
  NpyArray result{std::move(header.shape), std::vector<double>(static_cast<std::size_t>(count))};
  for (std::size_t k = 0; k < result.data.size(); ++k) {
    const std::uint64_t stored = header.fortran ? fortranIndex(k, result.shape) : k;
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
