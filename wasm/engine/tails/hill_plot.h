#pragma once

// The Hill plot: the exponent as a function of how many of the largest values are used. An exponent
// is worth a name only where the plot has a plateau (H. Drees, L. de Haan, S. Resnick, "How to make
// a Hill plot", Ann. Statist. 28 (2000)).

#include <span>
#include <vector>

namespace tailcraft {

/// Entry j uses the j + 2 largest values, x_min being the least of them. NaN where no fit exists.
struct HillPlot {
  std::vector<double> tailSizes;
  std::vector<double> alphas;
  std::vector<double> standardErrors;  ///< (alpha - 1) / sqrt(tail size)
};

/// @throws std::invalid_argument when the values are not ascending
HillPlot hillPlot(std::span<const double> ascending, double resolution = 0);

}  // namespace tailcraft
