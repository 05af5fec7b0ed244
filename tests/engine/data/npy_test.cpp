#include "data/npy.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

namespace tailcraft {
namespace {

std::vector<std::byte> toBytes(const std::string& text) {
  std::vector<std::byte> bytes(text.size());
  std::memcpy(bytes.data(), text.data(), text.size());
  return bytes;
}

std::string file(const std::string& descr, const std::string& order, const std::string& shape,
                 const std::string& data) {
  std::string header =
      "{'descr': '" + descr + "', 'fortran_order': " + order + ", 'shape': " + shape + ", }\n";
  std::string result("\x93NUMPY\x01", 7);
  result += '\0';
  result += static_cast<char>(header.size());
  result += '\0';
  return result + header + data;
}

template <typename T>
std::string raw(std::initializer_list<T> values) {
  std::string result(values.size() * sizeof(T), '\0');
  std::memcpy(result.data(), std::data(values), result.size());
  return result;
}

std::string reasonFor(const std::string& text) {
  try {
    parseNpy(toBytes(text));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "no error";
}

TEST(Npy, ReadsBackWhatItWrites) {
  const std::vector<double> numbers{1.5, -2, 3e300, 0, 5, 6};
  const NpyArray array = parseNpy(writeNpy(numbers, 2, 3));
  EXPECT_EQ(array.shape, (std::vector<std::uint64_t>{2, 3}));
  EXPECT_EQ(array.data, numbers);
}

TEST(Npy, WritesAHeaderAlignedTo64Bytes) {
  const auto bytes = writeNpy(std::vector<double>(6), 2, 3);
  EXPECT_EQ((bytes.size() - 48) % 64, 0U);
}

TEST(Npy, ReadsFloatAndHalfAndIntegers) {
  EXPECT_EQ(parseNpy(toBytes(file("<f4", "False", "(2,)", raw<float>({0.5F, -3})))).data,
            (std::vector<double>{0.5, -3}));
  EXPECT_EQ(
      parseNpy(toBytes(file("<f2", "False", "(3,)", raw<std::uint16_t>({0x3C00, 0xC000, 0x0001}))))
          .data,
      (std::vector<double>{1, -2, 0x1p-24}));
  EXPECT_EQ(parseNpy(toBytes(file("|u1", "False", "(2,)", "\x01\xff"))).data,
            (std::vector<double>{1, 255}));
}

TEST(Npy, FortranOrderIsTurnedIntoCOrder) {
  const auto array =
      parseNpy(toBytes(file("<f4", "True", "(2, 3)", raw<float>({1, 4, 2, 5, 3, 6}))));
  EXPECT_EQ(array.data, (std::vector<double>{1, 2, 3, 4, 5, 6}));
}

TEST(Npy, ScalarsAndEmptyArrays) {
  EXPECT_EQ(parseNpy(toBytes(file("<f8", "False", "()", raw<double>({7})))).data,
            (std::vector<double>{7}));
  EXPECT_TRUE(parseNpy(toBytes(file("<f8", "False", "(0, 3)", ""))).data.empty());
}

/// The file of a case in npy_cases.json.
std::string fileOf(const nlohmann::json& given) {
  const std::string header = given["header"];
  const int version = given.value("version", 1);
  const std::uint32_t length = given.value("length", static_cast<std::uint32_t>(header.size()));
  std::string result("\x93NUMPY");
  result += static_cast<char>(version);
  result += '\0';
  for (int k = 0; k < (version == 1 ? 2 : 4); ++k) result += static_cast<char>(length >> 8 * k);
  result += header;
  for (int byte : given["data"]) result += static_cast<char>(byte);
  return result;
}

TEST(Npy, ReadsEverySpellingAndRefusesWhatLies) {
  std::ifstream cases(std::filesystem::path(TAILCRAFT_FIXTURE_DIR) / "npy_cases.json");
  for (const auto& given : nlohmann::json::parse(cases)) {
    SCOPED_TRACE(given["what"]);
    if (given.contains("reason")) {
      const std::string reason = given["reason"];
      EXPECT_EQ(reasonFor(fileOf(given)), "not a readable .npy file: " + reason);
    } else {
      const NpyArray array = parseNpy(toBytes(fileOf(given)));
      EXPECT_EQ(array.shape, given["shape"].get<std::vector<std::uint64_t>>());
      EXPECT_EQ(array.data, given["numbers"].get<std::vector<double>>());
    }
  }
}

TEST(Npy, SaysWhatIsWrong) {
  EXPECT_EQ(reasonFor("hello"), "not a readable .npy file: it does not start with the NumPy mark");
  EXPECT_EQ(reasonFor(file("<f8", "False", "(3,)", raw<double>({1, 2}))),
            "not a readable .npy file: it should hold 3 numbers but ends after 2");
  EXPECT_EQ(reasonFor(file("<f8", "False", "(99999999999,)", "")),
            "not a readable .npy file: an extent of its shape is over 2^28");
  EXPECT_EQ(reasonFor(file("<f8", "False", "(3,)", "").substr(0, 30)),
            "not a readable .npy file: it ends within its header");
}

}  // namespace
}  // namespace tailcraft
