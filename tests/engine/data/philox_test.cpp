#include "data/philox.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace tailcraft {
namespace {

// The known answers that Salmon et al. publish with Random123 (kat_vectors, philox4x32, 10 rounds).
TEST(Philox, GivesThePublishedAnswers) {
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}),
            (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  constexpr std::uint32_t kOnes = 0xffffffff;
  EXPECT_EQ(philox4x32({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}),
            (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(RandomStream, UniformsDoNotDependOnTheOrderOfDraws) {
  const RandomStream stream(7, Stream::trainInputs);
  const double late = stream.uniform(5, 1001);
  for (std::uint32_t k = 0; k < 100; ++k) (void)stream.uniform(k, k);
  EXPECT_EQ(stream.uniform(5, 1001), late);
  EXPECT_EQ(stream.uniforms(5, 500)[1], late);
}

TEST(RandomStream, StreamsAndSeedsDiffer) {
  std::set<double> draws;
  for (std::uint32_t seed = 0; seed < 4; ++seed) {
    for (Stream stream : {Stream::teacher, Stream::trainInputs, Stream::firstLayer}) {
      draws.insert(RandomStream(seed, stream).uniform(0, 0));
    }
  }
  EXPECT_EQ(draws.size(), 12U);
}

TEST(RandomStream, UniformsStayInsideTheOpenUnitInterval) {
  const RandomStream stream(1, Stream::shuffle);
  double sum = 0;
  constexpr std::uint32_t kCount = 100000;
  for (std::uint32_t k = 0; k < kCount; ++k) {
    const double u = stream.uniform(0, k);
    ASSERT_GT(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
  }
  EXPECT_NEAR(sum / kCount, 0.5, 5 / std::sqrt(12.0 * kCount));
}

}  // namespace
}  // namespace tailcraft
