// What a map can show: the phase, or one of the numbers of its cells, each with the scale that
// suits it.

import { metric } from '../metrics/metrics';

/** `count`: logarithm of 1 + x. */
export type ColorScaleKind = 'linear' | 'log' | 'count';

export interface MapQuantity {
  key: string;
  name: string;
  /** On axes and colour bars. */
  title: string;
  scale: ColorScaleKind;
  /** Fitted rather than measured. */
  fitted: boolean;
  /** Explains what is no metric; metric_help.ts explains the others. */
  tip?: string;
}

function ofMetric(key: string, scale: ColorScaleKind = 'linear'): MapQuantity {
  const m = metric(key);
  if (!m) throw new Error(`no quantity named ${key}`);
  return {
    key,
    name: m.name,
    title: m.short ?? m.name,
    scale,
    fitted: m.origin === 'fitted',
  };
}

export const MAP_QUANTITIES: readonly MapQuantity[] = [
  ofMetric('hill'),
  ofMetric('ksRobust'),
  ofMetric('ks', 'log'),
  ofMetric('testLoss'),
  ofMetric('probeLoss'),
  ofMetric('trainLoss', 'log'),
  ofMetric('kta'),
  ofMetric('simWBeta'),
  ofMetric('spikes', 'count'),
  {
    key: 'edgeRatio',
    name: 'λ max over the MP edge',
    title: 'λ max / MP edge',
    scale: 'log',
    fitted: false,
    tip: 'Largest eigenvalue over the upper edge of the initial Marchenko–Pastur bulk; about 1 while nothing has left it.',
  },
  ofMetric('stableRank', 'log'),
  ofMetric('effectiveRank', 'log'),
  ofMetric('participationRatio', 'log'),
  ofMetric('bulkDistance'),
  ofMetric('saturation'),
];

export function mapQuantity(key: string): MapQuantity | undefined {
  return MAP_QUANTITIES.find((q) => q.key === key);
}

/** Ends closer than this, relative to the larger one, leave no room for ticks between them. */
const NARROWEST = 1e-9;

/** Why a scale cannot have these ends; empty when it can. */
export function whyNotLimits(
  [low, high]: readonly [number, number],
  scale: ColorScaleKind = 'linear',
): string {
  if (!(low < high)) return 'a scale goes from a smaller number to a larger one';
  if (scale === 'log' && low <= 0) return 'numbers of 0 and below have no logarithm';
  if (scale === 'count' && low < 0) return 'a count is not below 0';
  const span = high - low;
  if (!Number.isFinite(span)) return 'they are too far apart';
  return span < NARROWEST * Math.max(Math.abs(low), Math.abs(high))
    ? 'they are too close together'
    : '';
}
