#include "number_text.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <limits>
#include <random>

namespace tailcraft {
namespace {

std::string byPrintf(double value) {
  std::array<char, 32> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%g", value);
  return buffer.data();
}

TEST(NumberText, IsWhatPrintfWrites) {
  for (const double value : {0.0,
                             -0.0,
                             1.0,
                             -1.0,
                             10.0,
                             1e5,
                             1e6,
                             999999.4,
                             999999.6,
                             123456.0,
                             1234567.0,
                             0.1,
                             0.001,
                             0.0001,
                             0.00001,
                             9.999996,
                             9.99999e-5,
                             1.0 / 3,
                             1e9,
                             1e-7,
                             1e100,
                             1e-300,
                             5e-324,
                             std::numeric_limits<double>::max(),
                             std::numeric_limits<double>::infinity(),
                             -std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(numberText(value), byPrintf(value));
  }
  EXPECT_EQ(numberText(std::nan("")), "nan");
}

TEST(NumberText, AgreesForNumbersOfAnySize) {
  std::mt19937_64 bits(7);
  std::uniform_real_distribution<double> exponent(-20, 20);
  for (int i = 0; i < 5000; ++i) {
    const double value = std::pow(10.0, exponent(bits)) * (i % 2 == 0 ? 1 : -1);
    EXPECT_EQ(numberText(value), byPrintf(value));
  }
}

}  // namespace
}  // namespace tailcraft
