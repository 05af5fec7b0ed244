#include "config.h"

#include <stdexcept>
#include <string_view>
#include <type_traits>

#include "number_text.h"

namespace tailcraft {

namespace {

constexpr FieldLimits kLimits[] = {
    // Problem.
    {"n", 1, 20000, true},
    {"d", 1, 20000, true},
    {"h", 1, 20000, true},
    {"nTest", 1, 20000, true},
    {"noise", 0, 100, false},
    {"seed", 0, 4294967295, true},
    // Training.
    {"learningRate", 0, 1e8, false},
    {"momentum", 0, 0.9999, false},
    {"weightDecay", 0, 100, false},
    {"beta1", 0, 0.99999, false},
    {"beta2", 0, 0.999999, false},
    {"epsilon", 0, 1, false},
    {"batchSize", 0, 20000, true},
    {"stepSize", 1, 10000, true},
    {"gamma", 0.0001, 10, false},
    {"warmupSteps", 1, 10000, true},
    {"steps", 0, 10000, true},
    // Measurement.
    {"probeEvery", 1, 1000, true},
    {"reg", 1e-12, 1e6, false},
};

// One dense matrix of doubles must stay below 2^31 bytes, the largest single allocation that the
// 32-bit heap of the WebAssembly module can be trusted with.
constexpr double kMaxEntries = 2.5e8;

[[noreturn]] void fail(const char* field, double value, const std::string& limit) {
  throw std::invalid_argument(std::string(field) + " is " + numberText(value) + ", expected " +
                              limit);
}

void requireWithin(const char* field, double value, const FieldLimits& limits) {
  if (value >= limits.min && value <= limits.max) return;
  const std::string from = std::string(limits.whole ? "a whole number" : "a number") + " from ";
  const auto shown = [&](double x) {
    return limits.whole ? std::to_string(static_cast<long long>(x)) : numberText(x);
  };
  fail(field, value, from + shown(limits.min) + " to " + shown(limits.max));
}

const FieldLimits& limitsOf(std::string_view field) {
  for (const FieldLimits& limits : kLimits) {
    if (limits.field == field) return limits;
  }
  throw std::logic_error("no limits for " + std::string(field));
}

void requireEntries(const char* what, double rows, double cols) {
  if (rows * cols > kMaxEntries) fail(what, rows * cols, "at most 2.5e8 entries");
}

}  // namespace

std::span<const FieldLimits> fieldLimits() { return kLimits; }

void validate(const Config& c) {
  visitFields(c, []<typename Field>(const char* name, const Field& field) {
    if constexpr (std::is_arithmetic_v<Field> && !std::is_same_v<Field, bool>) {
      requireWithin(name, static_cast<double>(field), limitsOf(name));
    }
  });
  requireEntries("n * d", c.n, c.d);
  requireEntries("n * h", c.n, c.h);
  requireEntries("d * h", c.d, c.h);
  requireEntries("nTest * d", c.nTest, c.d);
  requireEntries("nTest * h", c.nTest, c.h);
  if (c.batchSize > c.n) {
    requireWithin("batchSize", c.batchSize, {"batchSize", 0, static_cast<double>(c.n), true});
  }
}

}  // namespace tailcraft
