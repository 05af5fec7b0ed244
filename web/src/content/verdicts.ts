// What the statistical tests say, in words with their numbers.

import type { Phase, PhaseVerdict, Support, TailFit, TailLaw, TailVerdict } from '@engine';
import { formatCount, formatNumber } from '../common/format';
import { PHASES } from '../config/metrics/phases';

export const LAW_NAMES: Record<TailLaw, string> = {
  'power-law': 'power law',
  exponential: 'exponential',
  'log-normal': 'log-normal',
  'truncated-power-law': 'power law with cut-off',
  'stretched-exponential': 'stretched exponential',
};

/** What each degree of support means; after Clauset, Shalizi and Newman 2009, table 6.1. */
export const SUPPORT: Record<Support, string> = {
  undetermined: 'No verdict',
  none: 'Not a power law',
  moderate: 'Perhaps a power law',
  'with-cutoff': 'A power law with a cut-off',
  good: 'A power law',
};

/** The degree of support in words. Noise, and what is narrower, has no tail to be a law. */
export function supportName({ support }: TailVerdict, phase: Phase): string {
  return phase === 'random-like' || phase === 'narrow' ? 'No tail' : SUPPORT[support];
}

/** Why there is no exponent; empty when there is one. */
export function noTailText({ reason }: Pick<TailFit, 'reason'>): string {
  switch (reason) {
    case 'none':
      return '';
    case 'not-finite':
      return 'No tail: an eigenvalue is not finite.';
    case 'too-few':
      return 'No tail was fitted: too few eigenvalues are resolved.';
    case 'no-spread':
      return (
        'No tail: the upper half of its eigenvalues is one value, so far as can be told. They lie within 1 %, or no ' +
        'further apart than rounding of the entries explains.'
      );
  }
}

/** Least tail that can tell laws apart. */
const LEAST_TAIL = 10;

/** A likelihood ratio below this is none: a law with more parameters has turned into the other. */
const LEAST_RATIO = 0.005;

/** A probability as one writes it: 0.03, 0.4, < 0.001. */
export function formatP(p: number): string {
  if (!Number.isFinite(p)) return '–';
  if (p < 0.001) return '< 0.001';
  return p < 0.1 ? p.toFixed(3) : p.toFixed(2);
}

/** A share of drawn samples: none of 500 says no more than "< 0.002". */
export function formatShare(p: number, samples: number): string {
  return p < 1 / samples ? `< ${formatNumber(1 / samples, 1)}` : formatP(p);
}

/** "p = 0.03", "p < 0.001" */
function pText(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${formatP(p)}`;
}

function signed(x: number): string {
  return `${x < 0 ? '−' : ''}${Math.abs(x).toFixed(1)}`;
}

/** The verdict on a fit in one or two sentences. */
export function verdictText(v: TailVerdict, fit: Pick<TailFit, 'reason' | 'alpha'>): string {
  const leaves = `x_min leaves ${formatCount(v.tailSize)} of ${formatCount(v.size)} eigenvalues`;
  if (v.support === 'undetermined') {
    if (v.tailSize === 0) return noTailText(fit);
    return v.tailSize < LEAST_TAIL
      ? `${leaves}: fewer than ${LEAST_TAIL} points cannot tell laws apart.`
      : `${leaves}, most of them within a tenth of x_min: α = ${formatNumber(fit.alpha, 3)} is any law on so short a range.`;
  }
  const rival = LAW_NAMES[v.rival];
  const ratio = `R = ${signed(v.R)}, ${pText(v.pValue)}`;
  const significant = v.pValue < 0.1;
  const comparison =
    significant && v.R > 0
      ? `power law preferred over ${rival}, the closest of the others: ${ratio}`
      : significant
        ? `${rival} preferred over power law: ${ratio}`
        : Math.abs(v.R) < LEAST_RATIO
          ? `no other law improves on the power law: the closest, ${rival}, becomes one`
          : `power law and ${rival} fit equally well: ${ratio}`;
  const cutoff =
    v.support === 'with-cutoff' ? ' An exponential cut-off improves it significantly.' : '';
  return `${capital(comparison)}; ${leaves}.${cutoff}${fitText(v.goodnessOfFit)}`;
}

/** As many words as the verdict ever has, for layouts that keep room for them. */
export const LONGEST_VERDICT = `${SUPPORT['with-cutoff']}. ${verdictText(
  {
    support: 'with-cutoff',
    best: 'power-law',
    rival: 'stretched-exponential',
    R: -88.8,
    pValue: 0.0888,
    goodnessOfFit: 0.0888,
    tailSize: 8888,
    size: 8888,
  },
  { reason: 'none', alpha: NaN },
)}`;

function fitText(p: number): string {
  if (!Number.isFinite(p)) return '';
  return p < 0.1
    ? ` Its goodness of fit rules it out: samples of the fitted law lie this far from their own fit in ${(100 * p).toFixed(1)} % of cases only.`
    : ` By itself it is plausible: goodness of fit ${pText(p)}.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export interface CriterionRow {
  question: string;
  measured: string;
  limit: string;
  answer: string;
  /** This answer settled the phase. */
  decides: boolean;
}

/** The classifier's questions in its order, with what was measured against which limit. */
export function criterionRows({
  criterion,
  evidence: e,
  thresholds: t,
}: PhaseVerdict): CriterionRow[] {
  const rows: CriterionRow[] = [];
  const phase = (name: keyof typeof PHASES): string => `yes → ${PHASES[name].name}`;
  const add = (
    question: string,
    measured: string,
    limit: string,
    answer: string,
    decides: boolean,
  ): void => void rows.push({ question, measured, limit, answer, decides });

  const isLowRank = criterion === 'low-rank';
  const isCollapse = criterion === 'dominant-group' || criterion === 'zero-matrix' || isLowRank;
  const isTail = criterion === 'stretched-tail' || criterion === 'many-outliers';
  add(
    'A few directions hold most of the mass, apart?',
    isLowRank ? 'no bulk' : `${formatNumber(e.dominantMass, 2)}; ${formatNumber(e.isolation, 2)}`,
    isLowRank ? '–' : `> ${t.dominantMass}; > ${t.isolation}`,
    isCollapse ? phase('rank-collapse') : 'no',
    isCollapse,
  );
  add(
    'More outliers than spikes can be?',
    formatCount(e.outliers),
    `> ${formatNumber(t.spikes, 2)}`,
    isCollapse ? 'not asked' : isTail ? 'yes: a tail' : 'no',
    false,
  );
  add(
    'Upper half reaches further than noise?',
    formatNumber(Math.abs(e.stretch) < 0.005 ? 0 : e.stretch, 2),
    `> ${t.stretch}`,
    isTail
      ? criterion === 'stretched-tail'
        ? phase('heavy-tailed')
        : `no → ${PHASES['bulk-decay'].name}`
      : 'not asked',
    isTail,
  );
  add(
    'Bulk not Marchenko–Pastur? (KS distance)',
    Number.isFinite(e.bulkKsDistance) ? e.bulkKsDistance.toFixed(3) : '–',
    `> ${t.bulkKsDistance.toFixed(3)}`,
    criterion === 'bulk-misfit'
      ? phase('bulk-decay')
      : criterion === 'narrow-bulk'
        ? `yes, and shorter → ${PHASES.narrow.name}`
        : isTail || isCollapse
          ? 'not asked'
          : 'no',
    criterion === 'bulk-misfit' || criterion === 'narrow-bulk',
  );
  const last: Partial<Record<typeof criterion, string>> = {
    'outliers-apart': phase('bulk-spikes'),
    'outliers-at-edge': `no → ${PHASES['bleeding-out'].name}`,
    'no-outlier': `no outlier → ${PHASES['random-like'].name}`,
  };
  add(
    'Largest one apart from the edge? (TW widths)',
    formatNumber(e.edgeDistance, 3),
    `> ${t.edgeDistance}`,
    last[criterion] ?? 'not asked',
    last[criterion] !== undefined,
  );
  return rows;
}

/** What the information exponent means for one step. */
export function exponentText(exponent: number, firstCoefficient: number): string {
  if (exponent === 0)
    return 'The link is constant as far as it was expanded: there is nothing to learn.';
  if (exponent === 1) {
    return (
      `Information exponent 1: the link has a linear part, c₁ = ${formatNumber(firstCoefficient)}. ` +
      'The mean gradient then points along β, and one large step can learn the direction.'
    );
  }
  return (
    `Information exponent ${exponent}: the link has no linear part. The rank-one part of the first gradient ` +
    'does not see β, so the spike of one step, however large, points in a direction made of sampling noise; ' +
    `online, about d${exponent === 2 ? '·log d' : `^${exponent - 1}`} samples are needed to find β.`
  );
}
