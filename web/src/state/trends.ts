// Trends of metrics over the steps of a run, read once from each snapshot and kept.

import type { Metric } from '../config/metrics/metric';
import type { RunRecord } from './runs';

export interface Trend {
  steps: number[];
  values: number[];
}

const kept = new WeakMap<RunRecord, Map<string, Trend>>();

/** The metric at every recorded step; the same arrays, longer, when the run has grown. */
export function trendOf(run: RunRecord, m: Metric): Trend {
  let byMetric = kept.get(run);
  if (!byMetric) kept.set(run, (byMetric = new Map<string, Trend>()));
  let trend = byMetric.get(m.key);
  if (!trend) byMetric.set(m.key, (trend = { steps: [], values: [] }));
  for (let i = trend.steps.length; i < run.recorded.length; i += 1) {
    const snapshot = run.recorded[i]?.snapshot;
    if (!snapshot) break;
    trend.steps.push(snapshot.step);
    // The rate belongs to the step that led to a snapshot; step 0 has none.
    trend.values.push(m.key === 'rate' && snapshot.step === 0 ? NaN : m.value(snapshot));
  }
  return trend;
}
