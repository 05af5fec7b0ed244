// Whatever arrays and sizes JavaScript passes, a call answers or refuses in words; nothing is read
// outside of an array (libFuzzer with the address and undefined-behaviour sanitizers:
// `npm run fuzz`). These are the engine's functions that wasm/bindings hands arrays on to
// unchecked.

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <climits>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "probe.h"
#include "run.h"
#include "spectra/resolution.h"
#include "statistics/correlation.h"
#include "tails/bootstrap.h"
#include "tails/goodness_of_fit.h"
#include "tails/hill_plot.h"
#include "tails/verdict.h"
#include "theory/bulk_null.h"
#include "theory/bulk_shape.h"
#include "theory/tracy_widom.h"

namespace tailcraft {
namespace {

/// Numbers of any kind: usual ones, powers of ten, bit patterns, what is not finite.
class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : data_(data, size) {}

  int upTo(int most) { return data_.ConsumeIntegralInRange(0, most); }
  /// A size, mostly one that could be meant.
  int size() {
    constexpr int kSpecial[] = {-1, 0, 1, 1000, 1 << 16, INT_MAX, INT_MIN};
    return upTo(3) > 0 ? upTo(40) : kSpecial[upTo(std::size(kSpecial) - 1)];
  }

  double number() {
    constexpr double kSpecial[] = {0, -0.0, 1, -1, 1e308, 1e-308, 5e-324, INFINITY, -INFINITY, NAN};
    switch (upTo(3)) {
      case 0:
        return kSpecial[upTo(std::size(kSpecial) - 1)];
      case 1:
        return data_.ConsumeFloatingPoint<double>();
      default:
        return data_.ConsumeFloatingPointInRange<double>(0, 100);
    }
  }

  std::vector<double> numbers(int count) {
    std::vector<double> values(static_cast<std::size_t>(std::clamp(count, 0, 100)));
    for (double& value : values) value = number();
    return values;
  }

  /// As a caller gives them, or unsorted.
  std::vector<double> spectrum(int count) {
    std::vector<double> values = numbers(count);
    if (upTo(3) > 0) std::sort(values.begin(), values.end());
    return values;
  }

 private:
  FuzzedDataProvider data_;
};

void tails(Input& input) {
  const std::vector<double> values = input.spectrum(input.upTo(40));
  const double resolution = input.number();
  const KsRule rule = input.upTo(1) ? KsRule::robust : KsRule::reference;
  switch (input.upTo(5)) {
    case 0:
      fitTails(values, resolution);
      break;
    case 1:
      hillPlot(values, resolution);
      break;
    case 2:
      ksCurve(values, resolution);
      break;
    case 3: {
      const TailFit fit = fitKs(values, rule, resolution);
      LawComparisons comparisons;
      if (fit.status == FitStatus::ok) comparisons = compareTailLaws(values, fit.xminIndex);
      judgeTail(fit, static_cast<std::ptrdiff_t>(values.size()), comparisons, input.number());
      break;
    }
    case 4: {
      GoodnessOfFit test(values, rule, 1, resolution);
      test.advance(input.upTo(4) - 1);
      test.pValue();
      break;
    }
    default: {
      TailBootstrap bootstrap(values, 1, resolution);
      bootstrap.advance(input.upTo(4) - 1);
      bootstrap.ks();
    }
  }
}

void laws(Input& input) {
  const std::vector<double> values = input.spectrum(input.upTo(20));
  const TailLaw law = kTailLaws[static_cast<std::size_t>(input.upTo(kTailLaws.size() - 1))];
  logDensity(fitLaw(law, values), input.number());
}

void spectra(Input& input) {
  const int rows = input.size();
  const int columns = input.size();
  Spectrum spectrum;
  spectrum.eigenvalues = input.spectrum(input.upTo(3) > 0 ? std::min(rows, columns) : input.size());
  spectrum.resolution = input.number();
  spectrum.rows = input.upTo(3) > 0 ? rows : input.size();
  spectrum.columns = input.upTo(3) > 0 ? columns : input.size();
  describeSpectrum(std::move(spectrum), rows, columns);
}

void bulk(Input& input) {
  const std::vector<double> values = input.spectrum(input.upTo(40));
  const int rows = input.size();
  const int columns = input.size();
  switch (input.upTo(3)) {
    case 0:
    case 1: {
      const CountedPart part = countedPart(values, input.number(), rows, columns);
      const MarchenkoPastur law(std::max(1, part.large), std::max(1, part.small));
      const BulkLaw fitted = law.fit(part.hasBulk ? part.values : std::span<const double>());
      gatherEvidence(part, law, fitTails(values, 0), fitted);
      fitBulkShape(part.values, std::max(1, part.large), std::max(1, part.small), fitted.leftOut);
      break;
    }
    case 2: {
      if (std::min(rows, columns) > 40) break;
      BulkNull null(rows, columns, 1);
      null.advance(1);
      null.pValue(input.number());
      break;
    }
    default:
      for (double value : values) spikePValue(value, rows, columns, input.number());
  }
}

void matrices(Input& input) {
  const int rows = 1 + input.upTo(8);
  const int columns = 1 + input.upTo(8);
  const std::vector<double> numbers = input.numbers(rows * columns);
  const Matrix<double> w = Eigen::Map<const Matrix<double>>(numbers.data(), rows, columns);
  measureSpectrum(w, TopVector::unwanted, input.upTo(1) ? input.number() : unitRoundoff(numbers));
}

void correlations(Input& input) {
  const std::vector<double> x = input.numbers(input.upTo(12));
  correlate(x, input.numbers(input.upTo(3) > 0 ? static_cast<int>(x.size()) : input.upTo(12)),
            input.upTo(12) - 1, 1);
}

Vector<double> dense(const std::vector<double>& numbers) {
  return Eigen::Map<const Vector<double>>(numbers.data(), static_cast<Index>(numbers.size()));
}

/// The messages of a run that is shared by workers (bind_shard.cpp), in any order.
void shards(Input& input) {
  static const Config config{.n = 12, .d = 3, .h = 5, .nTest = 4, .steps = 3};
  Run<double> run(config);
  const auto& train = run.problem().train;
  for (int calls = input.upTo(8); calls > 0; --calls) {
    // Mostly as many numbers as are asked for.
    const auto some = [&](int right) {
      return input.numbers(input.upTo(3) > 0 ? right : input.upTo(40));
    };
    const Pass pass = input.upTo(1) ? Pass::step : Pass::probe;
    try {
      switch (input.upTo(9)) {
        case 0:
          run.share(unitsOfPart(config.h, 0, 1 + input.upTo(2)));
          break;
        case 1:
          run.shard().normalize(some(1));
          break;
        case 2:
          run.shard().blockOutputs(pass, train);
          break;
        case 3:
          run.shard().outputs(some(config.n));
          break;
        case 4:
          run.shard().receive(pass, train, dense(some(config.n)));
          break;
        case 5:
          run.shard().loss(pass, train);
          break;
        case 6:
          run.shard().update(train);
          break;
        case 7: {
          const int first = input.upTo(config.nTest);
          run.testOutputsOf(run.problem().initial, dense(some(config.h)), first,
                            config.nTest - first);
          break;
        }
        case 8:
          run.featuresFrom({dense(some(config.h)), input.number(), 0, 0},
                           dense(some(config.nTest)));
          break;
        default:
          run.step();
      }
    } catch (const std::invalid_argument&) {
    } catch (const std::logic_error&) {
    }
  }
}

}  // namespace
}  // namespace tailcraft

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tailcraft;
  Input input(data, size);
  constexpr void (*kTargets[])(Input&) = {tails,    laws,         spectra, bulk,
                                          matrices, correlations, shards};
  try {
    kTargets[input.upTo(std::size(kTargets) - 1)](input);
  } catch (const std::invalid_argument&) {
  }
  return 0;
}
