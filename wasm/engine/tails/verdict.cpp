#include "tails/verdict.h"

#include <cmath>
#include <limits>

namespace tailcraft {
namespace {

int parameters(TailLaw law) {
  return law == TailLaw::powerLaw || law == TailLaw::exponential ? 1 : 2;
}

}  // namespace

TailVerdict judgeTail(const TailFit& fit, std::ptrdiff_t size, const LawComparisons& comparisons,
                      double goodnessOfFit) {
  using namespace verdict_levels;
  TailVerdict verdict;
  verdict.goodnessOfFit = goodnessOfFit;
  verdict.tailSize = fit.tailSize;
  verdict.size = size;
  if (fit.status != FitStatus::ok || fit.tailSize < kTailSize || fit.alpha > kExponent)
    return verdict;

  double bestScore = -std::numeric_limits<double>::infinity();
  for (const LawFit& law : comparisons.fits) {
    const double score = law.logLikelihood - parameters(law.law);
    if (score > bestScore) {
      bestScore = score;
      verdict.best = law.law;
    }
  }

  // Power law against each other law; the cut-off, which contains it, is a question of its own.
  bool beaten = false;
  bool beatsAll = true;
  bool cutoffBetter = false;
  bool first = true;
  for (const Comparison& pair : comparisons.pairs) {
    if (pair.first != TailLaw::powerLaw) continue;
    const bool significant = pair.pValue < kLikelihoodRatio;
    if (pair.second == TailLaw::truncatedPowerLaw) {
      cutoffBetter = significant;
      continue;
    }
    if (significant && pair.R < 0) beaten = true;
    if (!(significant && pair.R > 0)) beatsAll = false;
    if (first || pair.R < verdict.R) {
      verdict.rival = pair.second;
      verdict.R = pair.R;
      verdict.pValue = pair.pValue;
      first = false;
    }
  }
  const bool plausible = !(goodnessOfFit < kGoodnessOfFit);  // not computed: not ruled out
  if (cutoffBetter && verdict.best == TailLaw::truncatedPowerLaw)
    verdict.support = Support::withCutoff;
  else if (!plausible || beaten)
    verdict.support = Support::none;
  else
    verdict.support = beatsAll ? Support::good : Support::moderate;
  return verdict;
}

}  // namespace tailcraft
