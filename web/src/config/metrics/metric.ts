// What a quantity of a probe is: name, symbol, unit, heading, and whether it is measured, fitted or
// predicted.

import type { Snapshot } from '@engine';

/** measured: computed from the run alone; fitted: a parameter of a law; predicted: from theory. */
export type Origin = 'measured' | 'fitted' | 'predicted';

/** Metrics with equal units share an axis. `axis` is its title, `text` stands in explanations. */
export const UNITS = {
  MSE: { axis: 'mean squared error', text: 'mean squared error' },
  share: { axis: 'share', text: 'share, 0 to 1' },
  exponent: { axis: 'exponent α', text: 'exponent, no unit' },
  λ: { axis: 'eigenvalue λ', text: 'eigenvalue of WᵀW' },
  dimensions: { axis: 'dimensions', text: 'dimensions' },
  count: { axis: 'eigenvalues', text: 'eigenvalues' },
  D: { axis: 'KS distance', text: 'KS distance, 0 to 1' },
  rate: { axis: 'learning rate', text: 'learning rate' },
  s: { axis: 'standard deviation', text: 'standard deviation' },
} as const;
export type Unit = keyof typeof UNITS;

/** Headings of the read-outs, in order. */
export const METRIC_GROUPS = ['Learning', 'Tail', 'Bulk and spikes', 'Size of W'] as const;
export type MetricGroup = (typeof METRIC_GROUPS)[number];

export interface Metric {
  key: string;
  name: string;
  /** Short form for tight places; defaults to the name. */
  short?: string;
  symbol: string;
  unit: Unit;
  origin: Origin;
  group: MetricGroup;
  /** Log axis is the natural one. */
  log?: boolean;
  value: (s: Snapshot) => number;
  /** Standard error, where the fit gives one. */
  error?: (s: Snapshot) => number;
}
