#include "config.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <stdexcept>
#include <string>

namespace tailcraft {
namespace {

std::string reasonFor(const std::function<void(Config&)>& change) {
  Config config;
  change(config);
  try {
    validate(config);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "valid";
}

TEST(Config, TheDefaultIsValid) {
  EXPECT_EQ(reasonFor([](Config&) {}), "valid");
}

TEST(Config, MessagesNameTheFieldTheValueAndTheLimit) {
  EXPECT_EQ(reasonFor([](Config& c) { c.n = 0; }),
            "n is 0, expected a whole number from 1 to 20000");
  EXPECT_EQ(reasonFor([](Config& c) { c.reg = 0; }),
            "reg is 0, expected a number from 1e-12 to 1e+06");
  EXPECT_EQ(reasonFor([](Config& c) { c.learningRate = std::numeric_limits<double>::quiet_NaN(); }),
            "learningRate is nan, expected a number from 0 to 1e+08");
  EXPECT_EQ(reasonFor([](Config& c) { c.batchSize = 401; }),
            "batchSize is 401, expected a whole number from 0 to 400");
}

TEST(Config, AMatrixThatCannotBeHeldIsRefused) {
  EXPECT_EQ(reasonFor([](Config& c) { c.n = c.d = 20000; }),
            "n * d is 4e+08, expected at most 2.5e8 entries");
}

}  // namespace
}  // namespace tailcraft
