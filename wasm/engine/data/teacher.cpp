#include "data/teacher.h"

#include <algorithm>
#include <cmath>

namespace tailcraft {

double softplus(double z) { return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))); }

double teacherLink(Link link, double z) {
  switch (link) {
    case Link::softplus:
      return softplus(z);
    case Link::centredSoftplus:
      return softplus(z) - kMeanSoftplus;
    case Link::relu:
      return std::max(z, 0.0);
    case Link::tanh:
      return std::tanh(z);
    case Link::identity:
    case Link::he1:
      return z;
    case Link::he2:
      return z * z - 1;
    case Link::he3:
      return z * (z * z - 3);
    case Link::sign:
      return z > 0 ? 1.0 : (z < 0 ? -1.0 : 0.0);
  }
  return z;
}

}  // namespace tailcraft
