#include <stdexcept>
#include <utility>

#include "figures.h"

namespace tailcraft::bench {

Stopwatch::Stopwatch(std::vector<Figure> figures, double (*now)())
    : figures_(std::move(figures)), now_(now) {}

const Figure& Stopwatch::find(const std::string& name) const {
  for (const Figure& figure : figures_) {
    if (figure.name == name) return figure;
  }
  throw std::invalid_argument("there is no figure \"" + name + "\"");
}

double Stopwatch::operations(const std::string& name, const Size& size) const {
  return find(name).operations(size);
}

Work& Stopwatch::work(const std::string& name, const Size& size) {
  const std::string key = name + ' ' + std::to_string(size.n) + ' ' + std::to_string(size.d) + ' ' +
                          std::to_string(size.h);
  Work& work = prepared_[key];
  if (!work) {
    work = find(name).prepare(size);
    work();
  }
  return work;
}

void Stopwatch::prepare(const std::string& name, const Size& size) { work(name, size); }

Timing Stopwatch::time(const std::string& name, const Size& size, double atLeast) {
  const Work& repeated = work(name, size);
  Timing timing{0, 0};
  const double start = now_();
  do {
    repeated();
    timing.calls += 1;
    timing.seconds = now_() - start;
  } while (timing.seconds < atLeast);
  return timing;
}

}  // namespace tailcraft::bench
