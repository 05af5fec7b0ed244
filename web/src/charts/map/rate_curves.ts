// A quantity over the learning rate, one line for each optimizer: mean over the repeats, with a band
// of one standard deviation where there are several.

import { EMPTY, union, type Range } from '../common/axes';
import type { ColorName, LinesData } from '../common/lines';

export interface RateCurve {
  name: string;
  color: ColorName;
  rates: readonly number[];
  mean: readonly number[];
  /** NaN where there is only one run. */
  deviation: readonly number[];
}

export interface RateCurvesData {
  title: string;
  /** Which row of the map they are of, for instance "step 10". */
  row: string;
  kind: 'linear' | 'log';
  curves: readonly RateCurve[];
}

export function rateCurves(d: RateCurvesData): LinesData {
  const rates = d.curves.flatMap((c) => c.rates);
  const known = d.curves.reduce((sum, c) => sum + c.mean.filter(Number.isFinite).length, 0);
  return {
    x: {
      kind: 'log',
      title: 'learning rate η',
      // All figures have one axis of rates, however far they have come.
      ...(rates.length > 0 ? { include: [Math.min(...rates), Math.max(...rates)] as const } : {}),
    },
    y: { kind: d.kind, title: d.title, include: reach(d) },
    lines: d.curves.map((c) => ({
      name: c.name,
      x: c.rates,
      y: c.mean,
      ...(c.deviation.some(Number.isFinite) ? { error: c.deviation } : {}),
      // A fitted exponent is a measurement of each run here, not a law drawn over it.
      origin: 'measured',
      color: c.color,
      label: 0.5,
    })),
    marks: [],
    sentence:
      `${d.title} over the learning rate at ${d.row}, for ` +
      `${d.curves.map((c) => c.name).join(' and ')}; ${known} values are known.`,
  };
}

/** What the bands reach; on a log axis only where that is positive. */
function reach({ curves, kind }: RateCurvesData): Range {
  const ends = curves.flatMap(({ mean, deviation }) =>
    mean.flatMap((m, i) => {
      const e = deviation[i] ?? NaN;
      return Number.isFinite(e) ? [m - e, m + e] : [m];
    }),
  );
  return ends
    .filter((x) => Number.isFinite(x) && (kind === 'linear' || x > 0))
    .reduce<Range>((range, x) => union(range, [x, x]), EMPTY);
}
