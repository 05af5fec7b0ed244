#include "cost.h"

#include <algorithm>
#include <cmath>

#include "model/output_sum.h"

namespace tailcraft {

Cost estimateCost(const Config& config) {
  const double n = config.batchSize == 0 ? config.n : std::min(config.batchSize, config.n);
  const double nProbe = config.n;
  const double nTest = config.nTest;
  const double d = config.d;
  const double h = config.h;
  const double p = std::min(h, d);
  const double q = std::min(nProbe, h);
  const double scalar = config.precision == Precision::f64 ? 8 : 4;

  Cost cost{};
  cost.parts = static_cast<int>(unitBlocks(config.h));
  cost.stepFlops = 4 * n * d * h;
  if (config.optimizer == OptimizerKind::muon) {
    cost.parts = 1;  // the orthogonalised momentum is one matrix
    cost.stepFlops += 8 * (4 * h * d * p + 2 * p * p * p);  // eight Newton-Schulz steps
  }
  cost.probeFlops = 2 * (2 * nProbe + nTest) * d * h    // outputs and features
                    + nProbe * h * q + q * q * q / 3    // ridge
                    + h * d * p + 4.0 / 3 * p * p * p;  // spectrum

  const double data = (2 * nProbe + nTest) * d;
  const double parameters =
      (config.optimizer == OptimizerKind::gd && config.momentum == 0 ? 5 : 7) * h * d;
  const double activations = (nProbe + std::max(nProbe, nTest)) * h;
  // Panels of a product, and the inputs that are kept packed (linalg/packed_rows.h).
  const double packing = 2e6 + std::min(scalar * data, 3e6);
  cost.memoryBytes = scalar * (data + parameters + activations) + 8 * (q * q + 2 * p * p) + packing;
  return cost;
}

}  // namespace tailcraft
