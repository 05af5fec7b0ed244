// Axes that stay still: ranges end on round numbers, grow when data leave them, and shrink only
// when the data fill a small part of them. Plus the scale options all charts share.

import type { ScaleOptionsByType } from 'chart.js';
import { LinearAxis, LogAxis } from './scales';
import type { Theme } from './theme';
import { roundNumber, type Range } from './ticks';

export type AxisKind = 'linear' | 'log';
export type { Range };

/** An extent that covers nothing yet. */
export const EMPTY: Range = [Infinity, -Infinity];

export function union(a: Range, b: Range): Range {
  return [Math.min(a[0], b[0]), Math.max(a[1], b[1])];
}

function roundOut(kind: AxisKind, [lo, hi]: Range): Range {
  if (kind === 'log') return [roundNumber(lo, 'down'), roundNumber(hi, 'up')];
  const step = roundNumber(hi / 5 - lo / 5, 'up') / 2;
  return [Math.floor(lo / step + 1e-9) * step, Math.ceil(hi / step - 1e-9) * step];
}

/** Larger numbers are drawn at the end: an axis must be able to reach beyond them. */
const LARGEST = Number.MAX_VALUE / 16;
/** Smaller ones have no digits left for the ends and ticks of an axis. */
const SMALLEST = 1e-300;
/** An extent that is a smaller part of its ends is a single number with rounding. */
const NARROWEST = 1e-9;

export class AxisRange {
  private range: Range | null = null;

  /** `slack`: the axis shrinks when the data fill less than this part of it. */
  constructor(
    readonly kind: AxisKind,
    private readonly slack = 0.6,
  ) {}

  /** The range to draw for data that reach from lo to hi: finite, and wide enough for ticks. */
  fit(extent: Range): Range {
    const [lo, hi] = extent.map((x) => Math.max(-LARGEST, Math.min(LARGEST, x))) as [
      number,
      number,
    ];
    if (!(lo <= hi) || !extent.every(Number.isFinite)) return this.range ?? [1, 10];
    if (this.kind === 'log' && lo < SMALLEST) return this.range ?? [1, 10];
    const now = this.range;
    if (now && lo >= now[0] && hi <= now[1]) {
      const part = (this.at(hi) - this.at(lo)) / (this.at(now[1]) - this.at(now[0]));
      if (part >= this.slack) return now;
    }
    const isPoint = hi - lo <= Math.max(NARROWEST * Math.max(Math.abs(lo), Math.abs(hi)), SMALLEST);
    const next = roundOut(this.kind, isPoint ? this.widened(hi) : [lo, hi]);
    if (now?.[0] === next[0] && now[1] === next[1]) return now;
    this.range = next;
    return next;
  }

  private at(x: number): number {
    return this.kind === 'log' ? Math.log10(x) : x;
  }

  private widened(x: number): Range {
    if (this.kind === 'log') return [x / 2, x * 2];
    const margin = Math.abs(x) > SMALLEST ? Math.abs(x) / 2 : 0.5;
    return [x - margin, x + margin];
  }
}

/** Ranges of the axes of a chart that shows one quantity or another: each has its own. */
export class AxisRanges {
  private readonly ranges = new Map<string, AxisRange>();

  fit(quantity: string, kind: AxisKind, extent: Range): Range {
    const key = `${kind} ${quantity}`;
    const range = this.ranges.get(key) ?? new AxisRange(kind, 0.5);
    this.ranges.set(key, range);
    return range.fit(extent);
  }
}

export interface AxisSpec {
  kind: AxisKind;
  title: string;
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
export function axis(spec: AxisSpec, theme: Theme): Scale {
  const { kind, range } = spec;
  const color = spec.color ?? theme.muted;
  const options = {
    type: kind === 'log' ? LogAxis.id : LinearAxis.id,
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
      ...(spec.whole ? { precision: 0 } : {}),
      ...(kind === 'log' ? { autoSkip: false } : {}),
    },
  };
  return options as unknown as Scale;
}
