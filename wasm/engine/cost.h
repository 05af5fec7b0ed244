#pragma once

// What a run will cost, known from its configuration alone.

#include "config.h"

namespace tailcraft {

struct Cost {
  double memoryBytes;  ///< peak heap of a run with probes
  double stepFlops;    ///< floating-point operations of one optimiser step
  double probeFlops;   ///< floating-point operations of one probe
  int parts;           ///< shards that a step can be spread over
};

/// Leading-order counts: the products, the Gram matrices, the tridiagonalisation, the Cholesky
/// factor. What is linear in the number of entries is left out of the operations.
Cost estimateCost(const Config& config);

}  // namespace tailcraft
