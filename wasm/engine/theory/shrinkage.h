#pragma once

// Optimal shrinkage of singular values: the best estimate of a low-rank matrix in i.i.d. noise
// among those that keep its singular vectors. M. Gavish and D. L. Donoho, "Optimal shrinkage of
// singular values", IEEE Trans. Inf. Theory 63 (2017); the hard threshold from their "The optimal
// hard threshold for singular values is 4/sqrt(3)", ibid. 60 (2014).

#include <span>
#include <vector>

namespace tailcraft {

/// Which error of the estimate is least.
enum class ShrinkageLoss { frobenius, operatorNorm, nuclear };

/// The singular value that the estimate gives to an observed one of an h x d matrix whose noise has
/// standard deviation `scale` (> 0); 0 for anything inside the bulk.
double shrinkSingularValue(int h, int d, double scale, double singularValue, ShrinkageLoss loss);

/// The same for many.
std::vector<double> shrinkSingularValues(int h, int d, double scale,
                                         std::span<const double> singularValues,
                                         ShrinkageLoss loss);

/// Below this singular value, keeping a direction as it is costs more squared error than dropping
/// it.
double optimalHardThreshold(int h, int d, double scale);

}  // namespace tailcraft
