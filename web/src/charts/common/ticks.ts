// Where ticks stand and what is written beside them. Every function here ends, with at most a hundred
// ticks, for any pair of numbers: steps are counted, never added until an end is passed, because a
// step below the last digit of the ends would add nothing.

import { formatNumber, powerOfTen } from '../../common/format';

export type Range = readonly [number, number];

/** A tick without a name has the label ''. */
export interface Tick {
  value: number;
  label: string;
}

const LADDER = [1, 2, 5, 10];

/**
 * Largest 1, 2, 5 times a power of ten at or below x > 0 (or smallest at or above it); x itself where
 * that number is beyond the range of a double.
 */
export function roundNumber(x: number, direction: 'down' | 'up'): number {
  const decade = 10 ** Math.floor(Math.log10(x) + 1e-12);
  const steps = LADDER.map((s) => s * decade);
  const tolerance = 1e-9;
  const found =
    direction === 'up'
      ? (steps.find((s) => s >= x * (1 - tolerance)) ?? 10 * decade)
      : (steps.findLast((s) => s <= x * (1 + tolerance)) ?? decade);
  return found > 0 && Number.isFinite(found) ? found : x;
}

/** Ticks of a linear axis: at most `most` multiples of a round step, all of them named. */
export function linearTicks([lo, hi]: Range, most = 7, whole = false): Tick[] {
  const spaces = Math.max(1, most - 1);
  const width = hi / spaces - lo / spaces;
  if (!(width > 0) || !Number.isFinite(width)) return [];
  const smallest = whole ? Math.max(1, width) : width;
  let step = roundNumber(smallest, 'up');
  const needed = Math.ceil(hi / step) - Math.floor(lo / step);
  if (needed > spaces) step = roundNumber((needed / spaces) * step, 'up');
  // An end that is a multiple but for rounding has a tick.
  const slack = 1e-6 * width;
  const first = Math.ceil(lo / step - slack / step);
  const count = Math.min(most, Math.floor(hi / step + slack / step) - first + 1);
  const values = Array.from({ length: Math.max(0, count) }, (_, i) =>
    Number(((first + i) * step).toPrecision(15)),
  );
  const inside = values.filter((v) => v >= lo - slack && v <= hi + slack);
  return [...new Set(inside)].map((value) => ({ value, label: tickLabel(value, step) }));
}

/** Above this many decades only those with a name have a tick. */
const MAX_DECADES = 20;

/**
 * Ticks of a log axis: decades, with 2 and 5 named too when there are few of them; those of a linear
 * axis where it spans too little for two of either. None where it does not lie above 0.
 */
export function logTicks([lo, hi]: Range): Tick[] {
  if (!(lo > 0 && lo <= hi) || !Number.isFinite(hi)) return [];
  const [from, to] = [Math.log10(lo), Math.log10(hi)];
  const decades = to - from;
  const stride = Math.max(1, Math.ceil(decades / 7));
  const ticks: Tick[] = [];
  for (let e = Math.floor(from); e <= Math.ceil(to); e += 1) {
    if (decades > MAX_DECADES && e % stride !== 0) continue;
    const plain = e >= -2 && e <= 3 && decades <= 4;
    for (const m of decades <= 4 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [1]) {
      const value = m * 10 ** e;
      if (!Number.isFinite(value) || value < lo * 0.999 || value > hi * 1.001) continue;
      const named = m === 1 ? e % stride === 0 : decades <= 1.4 && (m === 2 || m === 5);
      const label = plain
        ? formatNumber(value, 1)
        : m === 1
          ? powerOfTen(e)
          : `${m}·${powerOfTen(e)}`;
      ticks.push({ value, label: named ? label : '' });
    }
  }
  return ticks.filter((t) => t.label !== '').length > 1 ? ticks : linearTicks([lo, hi]);
}

/** As many digits as tell it from its neighbours, and no more. */
function tickLabel(v: number, step: number): string {
  if (v === 0) return '0';
  const size = Math.abs(v);
  const digits = Math.floor(Math.log10(size)) - Math.floor(Math.log10(step) + 1e-9) + 1;
  const enough = Math.min(15, Math.max(2, digits));
  if (size >= 1e6 || size < 1e-4) return formatNumber(v, enough);
  // More decimals than a number in a sentence has.
  if (step < 1e-6) return String(Number(v.toPrecision(enough))).replace('-', '−');
  return formatNumber(v, enough)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}
