#include "data/teacher.h"

#include <algorithm>
#include <cmath>

namespace tailcraft {

double softplus(double z) { return std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z))); }

double teacherLink(Teacher teacher, double z) {
  switch (teacher) {
    case Teacher::softplus:
      return softplus(z);
    case Teacher::centredSoftplus:
      return softplus(z) - kMeanSoftplus;
    case Teacher::relu:
      return std::max(z, 0.0);
    case Teacher::tanh:
      return std::tanh(z);
    case Teacher::identity:
    case Teacher::he1:
      return z;
    case Teacher::he2:
      return z * z - 1;
    case Teacher::he3:
      return z * (z * z - 3);
    case Teacher::sign:
      return z > 0 ? 1.0 : (z < 0 ? -1.0 : 0.0);
  }
  return z;
}

}  // namespace tailcraft
