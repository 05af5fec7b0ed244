// Kolmogorov-Smirnov distance of the fitted power law against where the tail starts. The least one
// chooses x_min; a shallow valley means that the choice is not sharp.

import { formatNumber } from '../../common/format';
import type { LinesData } from '../common/lines';

export interface KsCurveData {
  /** Every candidate start, ascending. */
  xmin: Float64Array;
  distances: Float64Array;
  chosen: readonly { name: string; xmin: number; D: number; color: 'ks' | 'muted' }[];
}

export function ksCurve({ xmin, distances, chosen }: KsCurveData): LinesData {
  const named = chosen.map(
    (c) => `the ${c.name} rule chose ${formatNumber(c.xmin)} with D = ${formatNumber(c.D)}`,
  );
  return {
    x: { kind: 'log', title: 'start of the tail, x_min' },
    y: { kind: 'linear', title: 'KS distance D', include: [0, 0.2] },
    lines: [
      {
        name: 'D',
        x: xmin.subarray(0, distances.length),
        y: distances,
        origin: 'measured',
        color: 'run-a',
        label: null,
      },
    ],
    marks: chosen.map(({ name, xmin: x, color }) => ({ x, text: name, origin: 'fitted', color })),
    sentence: `KS distance of the power law for each start of the tail; ${named.join('; ')}.`,
  };
}
