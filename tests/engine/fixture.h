#pragma once

// Reads the text fixtures: each line is a word and values; a record starts at its first word.

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace tailcraft::testing {

/// One line of a fixture file.
struct FixtureLine {
  std::string word;
  std::vector<std::string> fields;

  std::vector<double> numbers(std::size_t from = 0) const {
    std::vector<double> values;
    for (std::size_t i = from; i < fields.size(); ++i) values.push_back(std::stod(fields[i]));
    return values;
  }
};

inline std::vector<FixtureLine> readFixture(const std::string& name) {
  std::ifstream file(std::filesystem::path(TAILCRAFT_FIXTURE_DIR) / name);
  if (!file) throw std::runtime_error("fixture " + name + " is missing");
  std::vector<FixtureLine> lines;
  for (std::string text; std::getline(file, text);) {
    if (text.empty() || text[0] == '#') continue;
    std::istringstream stream(text);
    FixtureLine line;
    stream >> line.word;
    for (std::string field; stream >> field;) line.fields.push_back(field);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace tailcraft::testing
