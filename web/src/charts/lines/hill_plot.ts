// The Hill plot: exponent against the number of largest eigenvalues used. An exponent deserves its
// name only where the plot is flat (Drees, de Haan and Resnick 2000).

import { formatNumber } from '../../common/format';
import type { LinesData, Mark } from '../common/lines';

export interface HillPlotData {
  tailSizes: Float64Array;
  alphas: Float64Array;
  standardErrors: Float64Array;
  /** Tails in use elsewhere on the page. */
  chosen: readonly { name: string; tailSize: number; color: 'hill' | 'ks' | 'muted' }[];
}

/** Exponents above this say no more than "no tail". */
const HIGHEST = 8;

export function hillPlot({ tailSizes, alphas, standardErrors, chosen }: HillPlotData): LinesData {
  const at = (k: number): string => formatNumber(alphas[k - 2] ?? NaN);
  const marks: Mark[] = chosen.map(({ name, tailSize, color }) => ({
    x: tailSize,
    text: name,
    origin: 'fitted',
    color,
  }));
  const named = chosen.map((c) => `${at(c.tailSize)} for the ${c.name} tail of ${c.tailSize}`);
  return {
    x: { kind: 'log', title: 'eigenvalues used, k' },
    y: { kind: 'linear', title: 'exponent α', include: [1, 3], limit: [1, HIGHEST] },
    lines: [
      {
        name: 'α(k) ± 1 SE',
        x: tailSizes,
        y: alphas,
        error: standardErrors,
        origin: 'fitted',
        color: 'run-a',
        label: null,
      },
    ],
    marks,
    sentence:
      `Hill exponent against the number of largest eigenvalues used, up to ${tailSizes.at(-1) ?? 0}: ` +
      `${named.join('; ')}.`,
  };
}
