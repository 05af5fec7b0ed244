// A metric's value as text, with its error where the fit gives one.

import { formatCount, formatNumber } from '../../common/format';
import type { Metric } from '../../config/metrics/metric';

export function metricText(m: Metric, value: number, error?: number): string {
  const text =
    m.unit === 'count'
      ? formatCount(value)
      : m.unit === 'exponent' && Number.isFinite(value)
        ? value.toFixed(2)
        : formatNumber(value, 4);
  return error !== undefined && Number.isFinite(error) ? `${text} ± ${error.toFixed(2)}` : text;
}
