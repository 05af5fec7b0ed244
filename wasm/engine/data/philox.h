#pragma once

// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random
// numbers: as easy as 1, 2, 3" (SC 2011). A block of four 32-bit words is a pure function of a
// 128-bit counter and a 64-bit key, so any draw can be made at any time in any order.

#include <array>
#include <cstdint>

namespace tailcraft {

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

inline constexpr std::array<std::uint32_t, 2> kPhiloxMultipliers{0xD2511F53, 0xCD9E8D57};
inline constexpr std::array<std::uint32_t, 2> kPhiloxWeyl{0x9E3779B9, 0xBB67AE85};

inline PhiloxCounter philox4x32(PhiloxCounter counter, PhiloxKey key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = std::uint64_t{kPhiloxMultipliers[0]} * counter[0];
    const std::uint64_t product1 = std::uint64_t{kPhiloxMultipliers[1]} * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
               static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
               static_cast<std::uint32_t>(product0)};
    key[0] += kPhiloxWeyl[0];
    key[1] += kPhiloxWeyl[1];
  }
  return counter;
}

/// What a stream of random numbers is for; part of the key, so streams never overlap. The numbers
/// are part of every link that was ever shared and never change.
enum class Stream : std::uint32_t {
  teacher = 17,
  trainInputs,
  probeInputs,
  testInputs,
  trainNoise,
  probeNoise,
  testNoise,
  firstLayer,
  secondLayer,
  shuffle,
  resampling,
};

/// Draws keyed by (seed, stream) and addressed by (row, index): the same address gives the same
/// number whatever else was drawn before, and a larger matrix contains the smaller one.
class RandomStream {
 public:
  RandomStream(std::uint32_t seed, Stream stream)
      : key_{seed, static_cast<std::uint32_t>(stream)} {}

  PhiloxKey key() const { return key_; }

  /// The four words of one block.
  PhiloxCounter block(std::uint32_t row, std::uint32_t index) const {
    return philox4x32({index, row, 0, 0}, key_);
  }

  /// Two uniforms in the open interval (0, 1), on a grid of 2^52 points.
  std::array<double, 2> uniforms(std::uint32_t row, std::uint32_t pair) const {
    const PhiloxCounter words = block(row, pair);
    return {toUnit(words[0], words[1]), toUnit(words[2], words[3])};
  }

  /// One uniform in (0, 1).
  double uniform(std::uint32_t row, std::uint32_t index) const {
    return uniforms(row, index / 2)[index % 2];
  }

 private:
  static double toUnit(std::uint32_t low, std::uint32_t high) {
    const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32 | low) >> 12;
    // Machines convert signed numbers faster.
    return (static_cast<double>(static_cast<std::int64_t>(bits)) + 0.5) * 0x1p-52;
  }

  PhiloxKey key_;
};

}  // namespace tailcraft
