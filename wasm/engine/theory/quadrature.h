#pragma once

// Composite Gauss-Legendre quadrature. Integrands with a kink are split there by the caller, which
// keeps the accuracy that one global rule (Gauss-Hermite, say) would lose.

#include <array>

namespace tailcraft {

/// Visits the nodes of `panels` Gauss-Legendre rules of 10 points each on [low, high]:
/// visit(x, weight), in ascending panels. Exact for polynomials up to degree 19 on every panel.
template <typename Visitor>
void visitNodes(double low, double high, int panels, Visitor&& visit) {
  constexpr std::array<double, 5> kNodes = {0.14887433898163122, 0.43339539412924719,
                                            0.67940956829902441, 0.86506336668898451,
                                            0.97390652851717172};
  constexpr std::array<double, 5> kWeights = {0.29552422471475287, 0.26926671930999635,
                                              0.21908636251598204, 0.14945134915058059,
                                              0.06667134430868814};
  const double half = 0.5 * (high - low) / panels;
  for (int panel = 0; panel < panels; ++panel) {
    const double centre = low + (2 * panel + 1) * half;
    for (std::size_t i = 0; i < kNodes.size(); ++i) {
      visit(centre - half * kNodes[i], half * kWeights[i]);
      visit(centre + half * kNodes[i], half * kWeights[i]);
    }
  }
}

/// The integral of f over [low, high].
template <typename Function>
double integrate(Function&& f, double low, double high, int panels) {
  double sum = 0;
  visitNodes(low, high, panels, [&](double x, double weight) { sum += weight * f(x); });
  return sum;
}

}  // namespace tailcraft
