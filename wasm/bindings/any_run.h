#pragma once

// A run in either precision, as one JavaScript class.

#include <emscripten/bind.h>

#include <memory>
#include <stdexcept>
#include <utility>
#include <variant>

#include "convert.h"
#include "errors.h"
#include "run.h"

namespace tailcraft::bindings {

class AnyRun {
 public:
  explicit AnyRun(const val& config) { create(toConfig(config)); }

  AnyRun(const val& inputs, const val& config) {
    const Config parsed = toConfig(config);
    if (parsed.precision == Precision::f32) {
      run_ = std::make_unique<Run<float>>(parsed, toProblem<float>(inputs, parsed));
    } else {
      run_ = std::make_unique<Run<double>>(parsed, toProblem<double>(inputs, parsed));
    }
  }

  /// Calls `function` with the run of whichever precision.
  template <typename Function>
  auto visit(Function&& function) {
    return std::visit([&](auto& run) { return function(*run); }, run_);
  }

  void restart(const val& object) {
    const Config config = toConfig(object);
    visit([&](auto& run) {
      if (run.config().precision == config.precision) {
        run.restart(config);
      } else if (run.isReplayed()) {
        throw std::invalid_argument("restart: precision differs from that of the replayed data");
      } else {
        create(config);
      }
    });
  }

 private:
  void create(const Config& config) {
    if (config.precision == Precision::f32) {
      run_ = std::make_unique<Run<float>>(config);
    } else {
      run_ = std::make_unique<Run<double>>(config);
    }
  }

  std::variant<std::unique_ptr<Run<float>>, std::unique_ptr<Run<double>>> run_;
};

template <typename Function>
auto onRun(AnyRun& run, Function&& function) {
  return guarded([&] { return run.visit(std::forward<Function>(function)); });
}

/// Adds what is in bind_shard.cpp to the class.
void registerShard(emscripten::class_<AnyRun>& run);

}  // namespace tailcraft::bindings
