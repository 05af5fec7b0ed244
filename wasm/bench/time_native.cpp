// The figures natively, and OpenBLAS beside them: reads requests from stdin, one a line,
//   time <seconds> <n> <d> <h> <name>   ->  {"calls": .., "seconds": .., "operations": ..}
//   prepare <n> <d> <h> <name>          ->  {}
//   release                             ->  {}
// and answers each with one line of JSON. Seconds are those of this thread's processor time: they
// do not count what other programs take.

#include <algorithm>
#include <ctime>
#include <exception>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include "figures.h"

#ifdef TAILCRAFT_OPENBLAS
#include <cblas.h>
extern "C" void openblas_set_num_threads(int);
#endif

namespace tailcraft::bench {

namespace {

double processorSeconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

#ifdef TAILCRAFT_OPENBLAS
/// The yardstick: X W^T of the forward pass in float, by OpenBLAS on one thread.
Work blasProduct(const Size& size) {
  openblas_set_num_threads(1);
  const auto n = static_cast<int>(size.n);
  const auto d = static_cast<int>(size.d);
  const auto h = static_cast<int>(size.h);
  return [=, x = Matrix<float>(Matrix<float>::Random(n, d)),
          w = Matrix<float>(Matrix<float>::Random(h, d)), z = Matrix<float>(n, h)]() mutable {
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, n, h, d, 1, x.data(), d, w.data(), d, 0,
                z.data(), h);
  };
}
#endif

std::vector<Figure> nativeFigures() {
  std::vector<Figure> figures = kernelFigures();
  for (Figure& figure : runFigures()) figures.push_back(std::move(figure));
#ifdef TAILCRAFT_OPENBLAS
  figures.push_back({"OpenBLAS product f32",
                     [](const Size& s) {
                       return 2 * static_cast<double>(s.n) * static_cast<double>(s.d) *
                              static_cast<double>(s.h);
                     },
                     blasProduct});
#endif
  return figures;
}

std::string answer(Stopwatch& stopwatch, std::istringstream& request) {
  std::string command;
  request >> command;
  if (command == "release") {
    stopwatch.release();
    return "{}";
  }
  double atLeast = 0;
  if (command == "time") request >> atLeast;
  Size size{};
  std::string name;
  request >> size.n >> size.d >> size.h >> std::ws;
  std::getline(request, name);
  stopwatch.prepare(name, size);
  if (command != "time") return "{}";
  const Timing timing = stopwatch.time(name, size, atLeast);
  std::ostringstream json;
  json.precision(17);
  json << "{\"calls\": " << timing.calls << ", \"seconds\": " << timing.seconds
       << ", \"operations\": " << stopwatch.operations(name, size) << "}";
  return json.str();
}

}  // namespace

}  // namespace tailcraft::bench

int main() {
  using namespace tailcraft::bench;
  Stopwatch stopwatch(nativeFigures(), processorSeconds);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream request(line);
    try {
      std::cout << answer(stopwatch, request) << std::endl;
    } catch (const std::exception& error) {
      std::cerr << error.what() << '\n';
      return 1;
    }
  }
}
