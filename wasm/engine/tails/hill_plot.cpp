#include "tails/hill_plot.h"

#include <cmath>

#include "tails/power_law.h"

namespace tailcraft {

HillPlot hillPlot(std::span<const double> ascending, double resolution) {
  const std::vector<double> alphas = exponentCurve(ascending, resolution);
  HillPlot plot;
  for (std::size_t m = 2; m <= alphas.size() + 1; ++m) {
    const double alpha = alphas[alphas.size() + 1 - m];
    plot.tailSizes.push_back(static_cast<double>(m));
    plot.alphas.push_back(alpha);
    plot.standardErrors.push_back((alpha - 1) / std::sqrt(static_cast<double>(m)));
  }
  return plot;
}

}  // namespace tailcraft
