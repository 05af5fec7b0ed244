// A quantity of a snapshot as the table of numbers shows it.

import type { Snapshot } from '@engine';
import type { Metric } from '../../config/metrics/metric';
import { metricText } from '../common/metric_text';

/**
 * A run may have been saved before a quantity was measured at all.
 * @param tight  leaves the error out
 */
export function valueText(m: Metric, snapshot: Snapshot, tight: boolean): string {
  const value = m.value(snapshot);
  const isMissing = Number.isNaN(value) && m.origin === 'measured' && snapshot.status === 'ok';
  if (isMissing) return 'not measured';
  return metricText(m, value, tight ? undefined : m.error?.(snapshot));
}
