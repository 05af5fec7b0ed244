// Random-matrix references and the teacher's link function, for charts to draw.

#include <emscripten/bind.h>

#include "convert.h"
#include "data/teacher.h"
#include "errors.h"
#include "names.h"
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

val linkFunction(const std::string& link, val z) {
  return guarded([&] {
    const Link kind = parseName<Link>("link", link);
    std::vector<double> values = toVector(z);
    for (double& value : values) value = teacherLink(kind, value);
    return toArray(values);
  });
}

}  // namespace

EMSCRIPTEN_BINDINGS(tailcraft_theory) {
  emscripten::function("marchenkoPasturDensity", &marchenkoPasturDensity);
  emscripten::function("linkFunction", &linkFunction);
}

}  // namespace tailcraft::bindings
