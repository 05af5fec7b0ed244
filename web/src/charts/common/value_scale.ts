// From a number to a place 0 .. 1 on a colour scale: linear, logarithmic, or the logarithm of
// 1 + x for counts, with room for values outside.

import { AxisRanges } from './axes';
import { linearTicks, logTicks, type Range, type Tick } from './ticks';

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
  private readonly ranges = new AxisRanges();

  /**
   * @param key  what is shown: another quantity has another scale
   * @returns NaN for ends while there are no values
   */
  fit(key: string, values: readonly number[], kind: ScaleKind): ValueScale {
    const extent = valueExtent(values, kind);
    const axis = kind === 'log' ? 'log' : 'linear';
    return { kind, range: extent ? this.ranges.fit(key, axis, extent) : [NaN, NaN] };
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
export function scaleTicks({ kind, range }: ValueScale): Tick[] {
  if (kind === 'log') return logTicks(range).filter((t) => t.label !== '');
  if (kind === 'linear') return linearTicks(range);
  const counts = [0, 1, 3, 10, 30, 100, 300, 1000, 3000, 10000].filter((n) => n <= range[1]);
  return counts.map((value) => ({ value, label: String(value) }));
}
