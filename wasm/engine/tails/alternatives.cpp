#include "tails/alternatives.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <string>

#include "tails/log_family.h"
#include "theory/golden_section.h"

namespace tailcraft {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Means over the tail in t = x / xmin, the sufficient statistics of all the laws but one.
struct TailMeans {
  double logT = 0;
  double logTSquared = 0;
  double excess = 0;  // t - 1
};

TailMeans meansOf(std::span<const double> tail) {
  TailMeans means;
  for (double x : tail) {
    const double u = std::log(x / tail.front());
    means.logT += u;
    means.logTSquared += u * u;
    means.excess += (x - tail.front()) / tail.front();
  }
  const auto m = static_cast<double>(tail.size());
  means.logT /= m;
  means.logTSquared /= m;
  means.excess /= m;
  return means;
}

bool canBeFitted(std::span<const double> tail) {
  if (tail.size() < 2) return false;
  for (std::size_t i = 0; i < tail.size(); ++i) {
    if (!std::isfinite(tail[i])) return false;
    if (i > 0 && tail[i] < tail[i - 1])
      throw std::invalid_argument("the values of a tail must be ascending: value " +
                                  std::to_string(i) + " is below the one before it");
  }
  return tail.front() > 0 && tail.back() > tail.front();
}

void setPowerLaw(LawFit& fit, double meanLogT) {
  fit.a = 1 / meanLogT;
  fit.b = 0;
  fit.logZ = -std::log(fit.a);
  fit.isPowerLaw = true;
}

void fitExponential(LawFit& fit, const TailMeans& means) {
  fit.a = -1;
  fit.b = 1 / means.excess;
  fit.logZ = -std::log(fit.b);
  fit.first = fit.b / fit.xmin;
}

void fitLogNormal(LawFit& fit, const TailMeans& means) {
  const LogFamilyFit family = fitLogFamily(Curvature::square, means.logT, means.logTSquared);
  if (family.b > 0) {
    fit.a = family.a;
    fit.b = family.b;
    fit.logZ = family.logZ;
    fit.first = std::log(fit.xmin) - family.a / (2 * family.b);
    fit.second = std::sqrt(1 / (2 * family.b));
  } else {
    setPowerLaw(fit, means.logT);
    fit.first = -kInfinity;
    fit.second = kInfinity;
  }
}

void fitTruncated(LawFit& fit, const TailMeans& means) {
  const LogFamilyFit family = fitLogFamily(Curvature::exponential, means.logT, means.excess);
  if (family.b > 0) {
    fit.a = family.a;
    fit.b = family.b;
    fit.logZ = family.logZ;
  } else {
    setPowerLaw(fit, means.logT);
  }
  fit.first = fit.a + 1;
  fit.second = fit.b / fit.xmin;
}

/// For a given beta the best rate is explicit, which leaves one dimension. In t = x / xmin the law
/// is beta b t^(beta-1) exp(-b (t^beta - 1)); the limit beta -> 0 with beta b fixed is the power
/// law.
void fitStretched(LawFit& fit, std::span<const double> tail, const TailMeans& means) {
  std::vector<double> logT(tail.size());
  for (std::size_t i = 0; i < tail.size(); ++i) logT[i] = std::log(tail[i] / tail.front());
  const auto rateAt = [&](double beta) {
    double sum = 0;
    for (double u : logT) sum += std::expm1(beta * u);
    return static_cast<double>(tail.size()) / sum;
  };
  const auto likelihood = [&](double logBeta) {
    const double beta = std::exp(logBeta);
    return std::log(beta * rateAt(beta)) - 1 + (beta - 1) * means.logT;
  };
  // The peak is found on a coarse grid of log beta and narrowed down from there.
  const double least = std::log(1e-4 / means.logT);
  const double most = std::log(50 / means.logT);
  constexpr int kGrid = 40;
  int best = 0;
  double bestValue = -kInfinity;
  for (int i = 0; i <= kGrid; ++i) {
    const double value = likelihood(least + (most - least) * i / kGrid);
    if (value > bestValue) {
      bestValue = value;
      best = i;
    }
  }
  if (best == 0) {
    setPowerLaw(fit, means.logT);
    fit.first = kInfinity;
    fit.second = 0;
    return;
  }
  const double spacing = (most - least) / kGrid;
  const double middle = least + best * spacing;
  const double beta = std::exp(goldenSection([&](double logBeta) { return -likelihood(logBeta); },
                                             middle - spacing, middle + spacing, 50));
  fit.a = beta;
  fit.b = rateAt(beta);
  fit.logZ = -std::log(beta * fit.b);
  fit.first = fit.b * std::pow(fit.xmin, -beta);
  fit.second = beta;
}

bool isNested(TailLaw small, TailLaw large) {
  return large == TailLaw::truncatedPowerLaw &&
         (small == TailLaw::powerLaw || small == TailLaw::exponential);
}

}  // namespace

LawFit fitLaw(TailLaw law, std::span<const double> tail) {
  LawFit fit;
  fit.law = law;
  if (!canBeFitted(tail)) {
    fit.first = fit.second = fit.xmin = fit.logLikelihood = fit.a = fit.b = fit.logZ = kNaN;
    return fit;
  }
  fit.status = FitStatus::ok;
  fit.xmin = tail.front();
  fit.second = kNaN;
  const TailMeans means = meansOf(tail);
  switch (law) {
    case TailLaw::powerLaw:
      setPowerLaw(fit, means.logT);
      fit.first = fit.a + 1;
      break;
    case TailLaw::exponential:
      fitExponential(fit, means);
      break;
    case TailLaw::logNormal:
      fitLogNormal(fit, means);
      break;
    case TailLaw::truncatedPowerLaw:
      fitTruncated(fit, means);
      break;
    case TailLaw::stretchedExponential:
      fitStretched(fit, tail, means);
      break;
  }
  for (double x : tail) fit.logLikelihood += logDensity(fit, x);
  return fit;
}

double logDensity(const LawFit& fit, double x) {
  if (fit.status != FitStatus::ok || std::isnan(x)) return kNaN;
  if (x < fit.xmin) return -kInfinity;
  const double u = std::log(x / fit.xmin);
  // The density of log x, then that of x.
  double ofLog = -fit.a * u - fit.logZ;
  if (!fit.isPowerLaw) {
    if (fit.law == TailLaw::stretchedExponential)
      ofLog = fit.a * u - fit.b * std::expm1(fit.a * u) - fit.logZ;
    else if (fit.law == TailLaw::logNormal)
      ofLog -= fit.b * curvatureTerm(Curvature::square, u);
    else
      ofLog -= fit.b * curvatureTerm(Curvature::exponential, u);
  }
  return ofLog - std::log(x);
}

Comparison compareLaws(std::span<const double> tail, const LawFit& first, const LawFit& second) {
  Comparison result;
  result.first = first.law;
  result.second = second.law;
  result.nested = isNested(first.law, second.law) || isNested(second.law, first.law);
  if (first.status != FitStatus::ok || second.status != FitStatus::ok) {
    result.logLikelihoodRatio = result.R = result.pValue = kNaN;
    return result;
  }
  if (first.isPowerLaw && second.isPowerLaw) return result;  // one and the same density
  const auto m = static_cast<double>(tail.size());
  double sum = 0;
  for (double x : tail) sum += logDensity(first, x) - logDensity(second, x);
  const double mean = sum / m;
  double squares = 0;
  for (double x : tail) {
    const double deviation = logDensity(first, x) - logDensity(second, x) - mean;
    squares += deviation * deviation;
  }
  const double deviation = std::sqrt(squares / m);
  result.logLikelihoodRatio = sum;
  if (deviation > 0) result.R = sum / (deviation * std::sqrt(m));
  result.pValue = result.nested ? std::erfc(std::sqrt(std::abs(sum)))
                                : std::erfc(std::abs(result.R) / std::numbers::sqrt2);
  return result;
}

LawComparisons compareTailLaws(std::span<const double> ascending, std::ptrdiff_t xminIndex) {
  if (xminIndex < 0 || xminIndex >= std::ssize(ascending))
    throw std::invalid_argument("x_min index " + std::to_string(xminIndex) + " is not in 0 .. " +
                                std::to_string(std::ssize(ascending) - 1));
  const auto tail = ascending.subspan(xminIndex);
  LawComparisons result;
  for (TailLaw law : kTailLaws) result.fits.push_back(fitLaw(law, tail));
  for (std::size_t i = 0; i < result.fits.size(); ++i)
    for (std::size_t j = i + 1; j < result.fits.size(); ++j)
      result.pairs.push_back(compareLaws(tail, result.fits[i], result.fits[j]));
  return result;
}

}  // namespace tailcraft
