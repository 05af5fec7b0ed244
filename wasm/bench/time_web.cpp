// The figures in WebAssembly, for web/scripts/bench/worker.mjs.

#include <emscripten.h>
#include <emscripten/bind.h>

#include <string>
#include <utility>

#include "figures.h"

namespace tailcraft::bench {

namespace {

using emscripten::val;

Stopwatch& stopwatch() {
  static Stopwatch instance = [] {
    std::vector<Figure> figures = kernelFigures();
    for (Figure& figure : runFigures()) figures.push_back(std::move(figure));
    return Stopwatch(std::move(figures), [] { return emscripten_get_now() / 1000; });
  }();
  return instance;
}

void prepare(const std::string& name, int n, int d, int h) { stopwatch().prepare(name, {n, d, h}); }

val timeFigure(const std::string& name, int n, int d, int h, double atLeast) {
  const Size size{n, d, h};
  const Timing timing = stopwatch().time(name, size, atLeast);
  val object = val::object();
  object.set("calls", timing.calls);
  object.set("seconds", timing.seconds);
  object.set("operations", stopwatch().operations(name, size));
  return object;
}

void release() { stopwatch().release(); }

}  // namespace

EMSCRIPTEN_BINDINGS(tailcraft_bench) {
  emscripten::function("prepare", &prepare);
  emscripten::function("time", &timeFigure);
  emscripten::function("release", &release);
}

}  // namespace tailcraft::bench
