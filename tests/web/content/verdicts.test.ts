import { describe, expect, it } from 'vitest';
import type { PhaseVerdict, TailFit, TailVerdict } from '@engine';
import { DEFAULTS } from '../../../web/src/config/schema/config';
import {
  firstRate,
  rateRange,
  ratesBetween,
  stepKind,
  whyNotPredicted,
} from '../../../web/src/config/schema/first_step';
import {
  criterionRows,
  exponentText,
  formatP,
  formatShare,
  supportName,
  verdictText,
} from '../../../web/src/content/verdicts';

const verdict: TailVerdict = {
  support: 'good',
  best: 'power-law',
  rival: 'log-normal',
  R: 2.1,
  pValue: 0.03,
  goodnessOfFit: NaN,
  tailSize: 29,
  size: 1000,
};

const fit: TailFit = {
  status: 'ok',
  reason: 'none',
  alpha: 2.5,
  standardError: 0.28,
  D: 0.1,
  xmin: 1,
  xminIndex: 971,
  tailSize: 29,
  alphaHat: 7,
};

describe('the verdict in words', () => {
  it('names the rival, R, p and the size of the tail', () => {
    expect(verdictText(verdict, fit)).toBe(
      'Power law preferred over log-normal, the closest of the others: R = 2.1, p = 0.030; ' +
        'x_min leaves 29 of 1000 eigenvalues.',
    );
  });

  it('says who won when it was not the power law, and when nobody did', () => {
    const lost = { ...verdict, support: 'none', rival: 'exponential', R: -3.24, pValue: 1e-5 };
    expect(verdictText(lost as TailVerdict, fit)).toContain(
      'Exponential preferred over power law: R = −3.2, p < 0.001;',
    );
    const even = { ...verdict, support: 'moderate', R: 0.3, pValue: 0.76 } as TailVerdict;
    expect(verdictText(even, fit)).toContain('Power law and log-normal fit equally well: R = 0.3');
    const same = { ...even, R: 1e-9, pValue: 1 };
    expect(verdictText(same, fit)).toContain('the closest, log-normal, becomes one; x_min leaves');
  });

  it('lets the goodness of fit speak once it is known', () => {
    expect(verdictText({ ...verdict, goodnessOfFit: 0.4 }, fit)).toMatch(/plausible: .* p = 0\.40/);
    expect(verdictText({ ...verdict, goodnessOfFit: 0.012 }, fit)).toContain('in 1.2 % of cases');
  });

  it('passes no judgement on a handful of points', () => {
    const few = { ...verdict, support: 'undetermined', tailSize: 4 } as TailVerdict;
    expect(verdictText(few, fit)).toContain('x_min leaves 4 of 1000 eigenvalues');
    expect(verdictText(few, fit)).not.toContain('R =');
    const short = { ...verdict, support: 'undetermined' } as TailVerdict;
    expect(verdictText(short, { ...fit, alpha: 44 })).toContain('α = 44.0 is any law');
  });

  it('says why there is no tail', () => {
    const none = { ...verdict, support: 'undetermined', tailSize: 0 } as TailVerdict;
    const text = (reason: TailFit['reason']): string => verdictText(none, { ...fit, reason });
    expect(text('no-spread')).toContain('one value');
    expect(text('too-few')).toContain('too few eigenvalues are resolved');
    expect(text('not-finite')).toContain('not finite');
  });

  it('calls nothing a power law in noise and in what is narrower', () => {
    const perhaps = { ...verdict, support: 'moderate' } as TailVerdict;
    expect(supportName(perhaps, 'heavy-tailed')).toBe('Perhaps a power law');
    expect(supportName(perhaps, 'random-like')).toBe('No tail');
    expect(supportName(perhaps, 'narrow')).toBe('No tail');
  });
});

it('small probabilities are bounds', () => {
  expect([0, 0.0004, 0.031, 0.4, NaN].map(formatP)).toEqual([
    '< 0.001',
    '< 0.001',
    '0.031',
    '0.40',
    '–',
  ]);
  expect(formatShare(0, 500)).toBe('< 0.002');
  expect(formatShare(0.02, 500)).toBe('0.020');
});

describe('the evidence for a phase', () => {
  const base: PhaseVerdict = {
    phase: 'bulk-spikes',
    criterion: 'outliers-apart',
    evidence: {
      size: 200,
      hasBulk: true,
      lambdaMax: 1700,
      stableRank: 30,
      outliers: 1,
      edgeDistance: 30,
      bulkKsDistance: 0.013,
      outliersOfInitialLaw: 1,
      hillAlpha: 2.45,
      bulkHillAlpha: 2.449,
      stretch: -0.001,
      dominantRank: 0,
      dominantMass: 0,
      isolation: 0,
    },
    thresholds: {
      dominantMass: 0.5,
      isolation: 3,
      spikes: 5,
      stretch: 0.25,
      bulkKsDistance: 0.07,
      edgeDistance: 6,
    },
  };

  it('has exactly one deciding answer whatever decided', () => {
    const criteria = [
      'zero-matrix',
      'low-rank',
      'dominant-group',
      'stretched-tail',
      'many-outliers',
      'narrow-bulk',
      'bulk-misfit',
      'outliers-apart',
      'outliers-at-edge',
      'no-outlier',
    ] as const;
    for (const criterion of criteria) {
      const deciding = criterionRows({ ...base, criterion }).filter((row) => row.decides);
      expect(deciding, criterion).toHaveLength(1);
      expect(deciding[0]!.answer, criterion).toMatch(/→ /);
    }
    for (const criterion of ['zero-matrix', 'low-rank', 'dominant-group'] as const) {
      const [, ...later] = criterionRows({ ...base, criterion });
      expect(new Set(later.map((row) => row.answer)), criterion).toEqual(new Set(['not asked']));
    }
  });

  it('shows what was measured beside its limit, and no minus before a zero', () => {
    const rows = criterionRows(base);
    expect(rows.at(-1)).toMatchObject({ measured: '30.0', limit: '> 6', decides: true });
    expect(rows[2]!.measured).toBe('0');
  });
});

describe('one step', () => {
  it('is predicted for gradients and their signs, not for Muon or weight decay', () => {
    const kind = (patch: object) => stepKind({ ...DEFAULTS, ...patch });
    expect([
      kind({ optimizer: 'gd' }),
      kind({ optimizer: 'adam' }),
      kind({ optimizer: 'sign' }),
    ]).toEqual(['gd', 'sign', 'sign']);
    expect(kind({ optimizer: 'muon' })).toBeNull();
    expect(kind({ weightDecay: 0.1 })).toBeNull();
    expect(whyNotPredicted({ ...DEFAULTS, optimizer: 'muon' })).toContain('Muon');
    expect(whyNotPredicted(DEFAULTS)).toBe('');
  });

  it('has the rate that the schedule gives it', () => {
    const config = { ...DEFAULTS, learningRate: 0.8, warmupSteps: 4 };
    expect(firstRate(config)).toBe(0.8);
    expect(firstRate({ ...config, schedule: 'warmup' })).toBe(0.2);
    expect(firstRate({ ...config, schedule: 'cosine' })).toBe(0.8);
  });

  it('is drawn over rates on both sides of threshold and run', () => {
    for (const [threshold, rate] of [
      [0.1, 0.01],
      [0.1, 50],
      [Infinity, 3],
    ] as const) {
      const [low, high] = rateRange(threshold, rate);
      expect(low).toBeLessThan(Math.min(rate, threshold));
      expect(high).toBeGreaterThan(rate);
    }
    const rates = ratesBetween(0.1, 10, 5);
    expect(rates[0]).toBe(0.1);
    expect(rates[2]).toBeCloseTo(1, 12);
    expect(rates[4]).toBeCloseTo(10, 12);
  });

  it('sees beta only through a linear part of the link', () => {
    expect(exponentText(1, 0.5)).toContain('can learn the direction');
    expect(exponentText(3, 0)).toContain('does not see β');
    expect(exponentText(3, 0)).toContain('d^2');
  });
});
