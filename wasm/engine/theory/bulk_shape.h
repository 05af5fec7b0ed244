#pragma once

// The bulk with its shape left free. A Marchenko-Pastur law has two parameters, the scale of the
// entries and the aspect ratio of the matrix; the second is known, so fitting it too is a question:
// is this the bulk of a matrix of that shape? Correlated entries make it look like one of another.

#include <cstddef>
#include <span>

#include "theory/marchenko_pastur.h"

namespace tailcraft {

struct BulkShape {
  double aspect = 0;  ///< larger side over smaller side of the law fitted, at least 1
  double scale = 0;   ///< standard deviation of the entries of a matrix of that aspect
  double lower = 0;   ///< edges of the law
  double upper = 0;
  double ksDistance = 0;  ///< to the eigenvalues it describes
};

/// Aspect and scale of least KS distance to the eigenvalues without the largest `leaveOut`, those
/// that MarchenkoPastur::fit takes for spikes. The aspect is searched from 1 to 8 times that of the
/// matrix. NaN where fewer than ten positive eigenvalues are left.
/// @param ascending  p eigenvalues, p the smaller side
BulkShape fitBulkShape(std::span<const double> ascending, int h, int d, std::ptrdiff_t leaveOut);

}  // namespace tailcraft
