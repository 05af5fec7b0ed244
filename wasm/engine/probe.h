#pragma once

// A probe as a pure function of the weights: everything in a Snapshot but the history of the run.

#include "config.h"
#include "data/problem.h"
#include "snapshot.h"

namespace tailcraft {

/// Measures the student against the problem. `step`, `learningRate` and `trainLoss` of the result
/// are left to the caller, who knows them.
/// @param bulkLaw  the Marchenko-Pastur law of this h x d
template <typename Scalar>
Snapshot measureStudent(const Config& config, const Student<Scalar>& student,
                        const Problem<Scalar>& problem, const MarchenkoPastur& bulkLaw);

/// The snapshot of weights that are no longer finite: NaN everywhere, no eigenvalues.
Snapshot divergedSnapshot();

}  // namespace tailcraft
