// From a number to a place 0 .. 1 on a colour scale: linear, logarithmic, or the logarithm of
// 1 + x for counts, with room for values outside.

import { AxisRange, logTicks, type Range } from './axes';
import { formatNumber } from '../../common/format';

export type ScaleKind = 'linear' | 'log' | 'count';

export interface ValueScale {
  kind: ScaleKind;
  range: Range;
}

/** Share of the values at either end that may lie outside an automatic scale. */
const OUTSIDE = 0.02;

/** Ends that hold all but a few of the values. */
export function valueExtent(values: readonly number[], kind: ScaleKind): Range | null {
  const usable = values
    .filter((v) => Number.isFinite(v) && (kind !== 'log' || v > 0))
    .sort((a, b) => a - b);
  if (usable.length === 0) return null;
  const at = (share: number): number => usable[Math.round(share * (usable.length - 1))]!;
  return kind === 'count' ? [0, at(1)] : [at(OUTSIDE), at(1 - OUTSIDE)];
}

/** Keeps the ends where they are while values arrive, as long as that is possible. */
export class ScaleKeeper {
  private readonly axes = new Map<string, AxisRange>();

  /**
   * @param key  what is shown: another quantity has another scale
   * @returns NaN for ends while there are no values
   */
  fit(key: string, values: readonly number[], kind: ScaleKind): ValueScale {
    const axis = this.axes.get(key) ?? new AxisRange(kind === 'log' ? 'log' : 'linear', 0.5);
    this.axes.set(key, axis);
    const extent = valueExtent(values, kind);
    return { kind, range: extent ? axis.fit(extent) : [NaN, NaN] };
  }
}

function placed(kind: ScaleKind, x: number): number {
  return kind === 'log' ? Math.log(x) : kind === 'count' ? Math.log1p(x) : x;
}

/** 0 at the lower end, 1 at the upper one, beyond them outside; NaN for what has no place. */
export function scalePlace({ kind, range: [low, high] }: ValueScale, value: number): number {
  if (!Number.isFinite(value) || (kind === 'log' && value <= 0)) return NaN;
  const [a, b] = [placed(kind, low), placed(kind, high)];
  return b > a ? (placed(kind, value) - a) / (b - a) : 0.5;
}

/** Ticks of the key. */
export function scaleTicks({ kind, range }: ValueScale): { value: number; label: string }[] {
  const [low, high] = range;
  if (!Number.isFinite(high - low)) return [];
  if (kind === 'log') {
    const ticks = logTicks(range).filter((t) => t.label !== '');
    return ticks.length > 1
      ? ticks
      : [low, high].map((value) => ({ value, label: formatNumber(value, 2) }));
  }
  if (kind === 'count') {
    const counts = [0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000].filter((n) => n <= high);
    return counts.map((value) => ({ value, label: String(value) }));
  }
  const step = niceStep((high - low) / 4);
  const ticks: { value: number; label: string }[] = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k += 1) {
    const value = Number((k * step).toPrecision(6));
    ticks.push({ value, label: String(value).replace('-', '−') });
  }
  return ticks;
}

function niceStep(x: number): number {
  const decade = 10 ** Math.floor(Math.log10(x));
  return ([1, 2, 2.5, 5, 10].find((m) => m * decade >= x * (1 - 1e-9)) ?? 10) * decade;
}
