#pragma once

// What `npm run bench` times: the same list natively and in WebAssembly, so that a figure has one
// definition. Each is some work of a given size, done by one thread.

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "linalg/matrix.h"

namespace tailcraft::bench {

/// Samples, input dimension and hidden units; figures of one matrix take what they need.
struct Size {
  Index n;
  Index d;
  Index h;
};

using Work = std::function<void()>;

struct Figure {
  std::string name;
  double (*operations)(const Size&);  ///< floating-point operations of one call, leading order
  Work (*prepare)(const Size&);       ///< allocates and fills; the work it returns can be repeated
};

/// Limits of the machine, products and factorisations of linalg/, Eigen's product.
std::vector<Figure> kernelFigures();

/// Parts of a step and of a probe, and whole runs.
std::vector<Figure> runFigures();

struct Timing {
  double calls;
  double seconds;  ///< of all calls together
};

/// Times figures on demand, so that the caller can put figures of several programs next to each
/// other. What was prepared is kept until `release`.
class Stopwatch {
 public:
  Stopwatch(std::vector<Figure> figures, double (*now)());

  /// Operations of one call. Throws std::invalid_argument for an unknown name.
  double operations(const std::string& name, const Size& size) const;

  /// Prepares and calls once, so that nothing is met for the first time while the clock runs.
  void prepare(const std::string& name, const Size& size);

  /// Calls until `atLeast` seconds have gone by (at least once).
  Timing time(const std::string& name, const Size& size, double atLeast);

  void release() { prepared_.clear(); }

 private:
  const Figure& find(const std::string& name) const;
  Work& work(const std::string& name, const Size& size);

  std::vector<Figure> figures_;
  double (*now_)();  // seconds
  std::map<std::string, Work> prepared_;
};

}  // namespace tailcraft::bench
