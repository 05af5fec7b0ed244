// Random-matrix references that charts draw.

#include <emscripten/bind.h>

#include "convert.h"
#include "errors.h"
#include "theory/marchenko_pastur.h"

namespace tailcraft::bindings {

namespace {

val marchenkoPasturDensity(val lambda, int h, int d, double scale) {
  return guarded([&] {
    const MarchenkoPastur law(h, d);
    std::vector<double> density = toVector(lambda);
    for (double& value : density) value = law.density(value, scale);
    return toArray(density);
  });
}

}  // namespace

EMSCRIPTEN_BINDINGS(tailcraft_theory) {
  emscripten::function("marchenkoPasturDensity", &marchenkoPasturDensity);
}

}  // namespace tailcraft::bindings
