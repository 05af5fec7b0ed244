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
  ofMetric('bulkDistance'),
  ofMetric('saturation'),
];

export function mapQuantity(key: string): MapQuantity | undefined {
  return MAP_QUANTITIES.find((q) => q.key === key);
}
