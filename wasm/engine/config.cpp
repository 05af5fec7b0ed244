#include "config.h"

#include <cmath>
#include <stdexcept>

#include "number_text.h"

namespace tailcraft {

namespace {

constexpr int kMaxSize = 20000;
constexpr int kMaxSteps = 100000;
constexpr double kMaxRate = 1e9;
// One dense matrix of doubles must stay below 2^31 bytes, the largest single allocation that the
// 32-bit heap of the WebAssembly module can be trusted with.
constexpr double kMaxEntries = 2.5e8;

[[noreturn]] void fail(const char* field, double value, const std::string& limit) {
  throw std::invalid_argument(std::string(field) + " is " + numberText(value) + ", expected " +
                              limit);
}

void requireCount(const char* field, int value, int low, int high) {
  if (value < low || value > high) {
    fail(field, value,
         "a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  }
}

/// low <= value <= high, or low < value <= high when `open`.
void requireReal(const char* field, double value, double low, double high, bool open = false) {
  const bool aboveLow = open ? value > low : value >= low;
  if (!std::isfinite(value) || !aboveLow || value > high) {
    fail(field, value,
         std::string("a number ") + (open ? "above " : "from ") + numberText(low) + " up to " +
             numberText(high));
  }
}

void requireEntries(const char* what, double rows, double cols) {
  if (rows * cols > kMaxEntries) fail(what, rows * cols, "at most 2.5e8 entries");
}

}  // namespace

void validate(const Config& c) {
  requireCount("n", c.n, 1, kMaxSize);
  requireCount("d", c.d, 1, kMaxSize);
  requireCount("h", c.h, 1, kMaxSize);
  requireCount("nTest", c.nTest, 1, kMaxSize);
  requireEntries("n * d", c.n, c.d);
  requireEntries("n * h", c.n, c.h);
  requireEntries("d * h", c.d, c.h);
  requireEntries("nTest * d", c.nTest, c.d);
  requireEntries("nTest * h", c.nTest, c.h);
  requireReal("noise", c.noise, 0, 1e6);
  requireReal("learningRate", c.learningRate, 0, kMaxRate);
  requireReal("momentum", c.momentum, 0, 1);
  requireReal("weightDecay", c.weightDecay, 0, 1e6);
  requireReal("beta1", c.beta1, 0, 0.999999);
  requireReal("beta2", c.beta2, 0, 0.9999999);
  requireReal("epsilon", c.epsilon, 0, 1);
  requireCount("batchSize", c.batchSize, 0, c.n);
  requireCount("stepSize", c.stepSize, 1, kMaxSteps);
  requireReal("gamma", c.gamma, 0, 10);
  requireCount("warmupSteps", c.warmupSteps, 1, kMaxSteps);
  requireCount("steps", c.steps, 0, kMaxSteps);
  requireCount("probeEvery", c.probeEvery, 1, kMaxSteps);
  requireReal("reg", c.reg, 0, 1e6, true);
}

}  // namespace tailcraft
