// Axes that stay still: ranges end on round numbers, grow when data leave them, and shrink only
// when the data fill a small part of them. Plus the scale options all charts share.

import type { ScaleOptionsByType } from 'chart.js';
import { formatNumber, powerOfTen } from '../../common/format';
import type { Theme } from './theme';

export type AxisKind = 'linear' | 'log';
export type Range = readonly [number, number];

/** An extent that covers nothing yet. */
export const EMPTY: Range = [Infinity, -Infinity];

export function union(a: Range, b: Range): Range {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

const LADDER = [1, 2, 5, 10];

/** Largest 1, 2, 5 times a power of ten at or below x > 0 (or smallest at or above it). */
export function roundNumber(x: number, direction: 'down' | 'up'): number {
  const decade = 10 ** Math.floor(Math.log10(x) + 1e-12);
  const steps = LADDER.map((s) => s * decade);
  const tolerance = 1e-9;
  return direction === 'up'
    ? (steps.find((s) => s >= x * (1 - tolerance)) ?? 10 * decade)
    : (steps.findLast((s) => s <= x * (1 + tolerance)) ?? decade);
}

function roundOut(kind: AxisKind, [lo, hi]: Range): Range {
  if (kind === 'log') return [roundNumber(lo, 'down'), roundNumber(hi, 'up')];
  const span = hi - lo || Math.abs(hi) || 1;
  const step = roundNumber(span / 5, 'up') / 2;
  return [Math.floor(lo / step + 1e-9) * step, Math.ceil(hi / step - 1e-9) * step];
}

export class AxisRange {
  private range: Range | null = null;

  /** `slack`: the axis shrinks when the data fill less than this part of it. */
  constructor(
    readonly kind: AxisKind,
    private readonly slack = 0.6,
  ) {}

  /** The range to draw for data that reach from lo to hi. */
  fit([lo, hi]: Range): Range {
    if (!(lo <= hi) || !Number.isFinite(lo) || !Number.isFinite(hi)) return this.range ?? [1, 10];
    if (this.kind === 'log' && lo <= 0) return this.range ?? [1, 10];
    const now = this.range;
    if (now && lo >= now[0] && hi <= now[1]) {
      const part = (this.at(hi) - this.at(lo)) / (this.at(now[1]) - this.at(now[0]));
      if (part >= this.slack) return now;
    }
    const next = roundOut(this.kind, lo === hi ? this.widened(lo) : [lo, hi]);
    if (now?.[0] === next[0] && now[1] === next[1]) return now;
    this.range = next;
    return next;
  }

  private at(x: number): number {
    return this.kind === 'log' ? Math.log10(x) : x;
  }

  private widened(x: number): Range {
    if (this.kind === 'log') return [x / 2, x * 2];
    const margin = Math.abs(x) / 2 || 0.5;
    return [x - margin, x + margin];
  }
}

/** Above this many decades only those with a name have a tick. */
const MAX_DECADES = 20;

/** Ticks of a log axis: decades, with 2 and 5 named too when there are few of them. */
export function logTicks([lo, hi]: Range): { value: number; label: string }[] {
  const decades = Math.log10(hi / lo);
  const stride = Math.max(1, Math.ceil(decades / 7));
  const ticks: { value: number; label: string }[] = [];
  for (let e = Math.floor(Math.log10(lo)); e <= Math.ceil(Math.log10(hi)); e += 1) {
    if (decades > MAX_DECADES && e % stride !== 0) continue;
    const plain = e >= -2 && e <= 3 && decades <= 4;
    for (const m of decades <= 4 ? [1, 2, 3, 4, 5, 6, 7, 8, 9] : [1]) {
      const value = m * 10 ** e;
      if (value < lo * 0.999 || value > hi * 1.001) continue;
      const named = m === 1 ? e % stride === 0 : decades <= 1.4 && (m === 2 || m === 5);
      const label = plain
        ? formatNumber(value, 1)
        : m === 1
          ? powerOfTen(e)
          : `${m}·${powerOfTen(e)}`;
      ticks.push({ value, label: named ? label : '' });
    }
  }
  return ticks;
}

export interface AxisSpec {
  kind: AxisKind;
  title: string;
  theme: Theme;
  range?: Range;
  position?: 'left' | 'right' | 'bottom';
  /** Colour of the title and labels when the axis belongs to one series. */
  color?: string;
  grid?: boolean;
  /** Only whole numbers. */
  whole?: boolean;
}

type Scale = Partial<ScaleOptionsByType<'linear' | 'logarithmic'>>;

/** Options of one axis: thin line, outward ticks, title with its unit. */
export function axis(spec: AxisSpec): Scale {
  const { kind, theme, range } = spec;
  const color = spec.color ?? theme.muted;
  const options = {
    type: kind === 'log' ? 'logarithmic' : 'linear',
    ...(spec.position ? { position: spec.position } : {}),
    ...(range ? { min: range[0], max: range[1] } : {}),
    title: { display: spec.title !== '', text: spec.title, color, font: { size: 12 }, padding: 4 },
    border: { color: theme.muted, width: 1 },
    grid: {
      display: true,
      drawOnChartArea: spec.grid ?? false,
      color: spec.grid ? theme.faint : theme.muted,
      tickColor: theme.muted,
      tickLength: 4,
      lineWidth: 1,
    },
    ticks: {
      color,
      font: { size: 11 },
      maxRotation: 0,
      padding: 3,
      // A range may end between whole numbers, which are marked alone then.
      ...(spec.whole ? { precision: 0, includeBounds: false } : {}),
      ...(kind === 'linear'
        ? {
            maxTicksLimit: 7,
            includeBounds: false,
            callback: (v: string | number) => formatTick(Number(v)),
          }
        : { autoSkip: false, callback: logTickLabel }),
    },
    ...(kind === 'log' ? { afterBuildTicks: placeLogTicks } : {}),
  };
  return options as unknown as Scale;
}

/** A tick of a linear axis: all its digits and no more. */
function formatTick(v: number): string {
  if (v === 0) return '0';
  const size = Math.abs(v);
  if (size >= 1e6 || size < 1e-4) return formatNumber(v, 2);
  return formatNumber(v, size >= 1000 ? 6 : 4)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');
}

/** Chart.js asks for labels again after the ticks were placed; they still carry ours. */
function logTickLabel(_value: string | number, index: number, ticks: readonly unknown[]): string {
  return (ticks[index] as { label?: string } | undefined)?.label ?? '';
}

function placeLogTicks(scale: { min: number; max: number; ticks: unknown }): void {
  scale.ticks = logTicks([scale.min, scale.max]);
}
