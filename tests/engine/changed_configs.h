#pragma once

// Configurations that differ from another in one field: one for each number and flag, and one for
// each other word. A field that is new in `visitFields` is changed too.

#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "names.h"

namespace tailcraft {

struct ChangedConfig {
  std::string what;
  Config config;
};

inline std::vector<ChangedConfig> changedConfigs(const Config& base) {
  std::vector<ChangedConfig> result;
  Config config = base;
  visitFields(config, [&]<typename Field>(const char* name, Field& field) {
    const Field value = field;
    const auto add = [&](Field other, const std::string& shown) {
      field = other;
      result.push_back({std::string(name) + " = " + shown, config});
      field = value;
    };
    if constexpr (std::is_enum_v<Field>) {
      for (Field other : everyOf<Field>()) {
        if (other != value) add(other, std::string(nameOf(other)));
      }
    } else if constexpr (std::is_same_v<Field, bool>) {
      add(!value, value ? "false" : "true");
    } else {
      const Field other = std::is_integral_v<Field> ? value + 1 : value == 0 ? 0.25 : value / 2;
      add(other, std::to_string(other));
    }
  });
  return result;
}

}  // namespace tailcraft
