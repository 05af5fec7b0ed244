#include "data/philox_vectors.h"

#include <gtest/gtest.h>

#include <array>

namespace tailcraft {
namespace {

TEST(PhiloxVectors, FourBlocksSideBySideAreTheBlocksOneByOne) {
  const PhiloxKey key{0xa4093822, 0x299f31d0};
  for (const std::uint32_t index : {0U, 5U, 0xfffffffeU}) {
    const FourBlocks four = philox4x32x4(index, 77, key);
    for (std::uint32_t b = 0; b < 4; ++b) {
      const PhiloxCounter one = philox4x32({index + b, 77, 0, 0}, key);
      for (std::size_t w = 0; w < 4; ++w) EXPECT_EQ(four.word[w][b], one[w]);
    }
  }
}

TEST(PhiloxVectors, ManyUniformsAtOnceAreThoseOneByOne) {
  const RandomStream stream(7, Stream::testInputs);
  std::array<double, 24> many{};
  fillUniforms(stream, 3, 100, many.size(), many.data());
  for (std::uint32_t j = 0; j < many.size(); ++j) EXPECT_EQ(many[j], stream.uniform(3, 200 + j));
}

}  // namespace
}  // namespace tailcraft
