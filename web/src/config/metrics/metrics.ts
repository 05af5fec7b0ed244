// The quantities of a probe, by key. Their table is in metric_table.ts, what explains them in
// metric_help.ts.

import type { Metric } from './metric';
import { METRICS } from './metric_table';

export { METRICS };

const BY_KEY = new Map(METRICS.map((m) => [m.key, m]));

export function metric(key: string): Metric | undefined {
  return BY_KEY.get(key);
}
