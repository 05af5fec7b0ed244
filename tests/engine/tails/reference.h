#pragma once

// power_law_reference.txt: samples fitted and tested by the R package poweRlaw.

#include <map>
#include <string>
#include <vector>

#include "fixture.h"

namespace tailcraft::testing {

struct ReferenceLaw {
  std::vector<double> parameters;
  double logLikelihood = 0;
};

struct ReferenceVuong {
  std::string first, second;
  double statistic = 0, pValue = 0;
};

struct ReferenceSample {
  std::string name;
  std::vector<double> values;  // ascending
  std::map<std::string, ReferenceLaw> laws;
  std::vector<ReferenceVuong> vuong;
  double xmin = 0, alpha = 0, D = 0;  // least KS distance
  double goodness = -1;               // p value; -1 where it was not computed
  double replicates = 0;
};

inline std::vector<ReferenceSample> referenceSamples() {
  std::vector<ReferenceSample> samples;
  for (const FixtureLine& line : readFixture("power_law_reference.txt")) {
    if (line.word == "sample") {
      samples.emplace_back().name = line.fields.at(0);
      continue;
    }
    ReferenceSample& sample = samples.back();
    if (line.word == "values") sample.values = line.numbers();
    if (line.word == "law") {
      std::vector<double> numbers = line.numbers(1);
      const double likelihood = numbers.back();
      numbers.pop_back();
      sample.laws[line.fields[0]] = {numbers, likelihood};
    }
    if (line.word == "vuong") {
      const auto numbers = line.numbers(2);
      sample.vuong.push_back({line.fields[0], line.fields[1], numbers[0], numbers[1]});
    }
    if (line.word == "xmin") {
      const auto numbers = line.numbers();
      sample.xmin = numbers[0];
      sample.alpha = numbers[1];
      sample.D = numbers[2];
    }
    if (line.word == "goodness") {
      sample.goodness = line.numbers()[0];
      sample.replicates = line.numbers()[1];
    }
  }
  return samples;
}

}  // namespace tailcraft::testing
