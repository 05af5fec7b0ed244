// Axes of the spectrum charts: they cover every step recorded so far of all runs shown, so that
// scrubbing through a run never moves them, and two runs side by side share them.

import { AxisRange, EMPTY, union, type Range } from '../common/axes';
import {
  binsPerDecade,
  densityExtent,
  histogram,
  roundWidth,
  type Spacing,
} from '../common/histogram';
import type { Frame } from './data';

export type Form = 'histogram' | 'linear' | 'singular' | 'rank' | 'ccdf';

/** One recorded step, as far as axes are concerned. */
export interface Sample {
  eigenvalues: Float64Array;
  /** Upper edge of the initial bulk. */
  upper: number;
  /** Tracy-Widom line. */
  line: number;
}

/** A spectrum wider than this is cut at the low end of a log axis. */
const MAX_DECADES = 7;
/** Log axes reach at least this far beyond the Tracy-Widom line. */
const ROOM = 1.9;
/** Linear axes end here, in multiples of where the bulk ends; what lies beyond is written. */
const LINEAR_REACH = 6;

export class SpectrumFrame {
  private readonly x: AxisRange;
  private readonly y: AxisRange;
  private extent: Range = EMPTY;
  private heights: Range = EMPTY;
  private bulkEnd = 0;
  private seen: readonly Sample[] = [];
  private width = 0;

  constructor(readonly form: Form) {
    const linear = form === 'linear' || form === 'singular';
    this.x = new AxisRange(linear ? 'linear' : 'log');
    this.y = new AxisRange(linear ? 'linear' : 'log');
  }

  /** The axes for these samples; only what was added since the last call is looked at. */
  fit(samples: readonly Sample[]): Frame {
    const grown = this.seen.length > 0 && this.seen.every((s, i) => s === samples[i]);
    if (!grown) this.forget();
    const fresh = samples.slice(this.seen.length);
    this.seen = samples.slice();
    for (const sample of fresh) this.takeExtent(sample);

    if (this.form === 'rank') return this.rankFrame(samples);
    const x = this.x.fit(this.shownExtent());
    const width = this.widthFor(x);
    if (width !== this.width) this.heights = EMPTY;
    for (const s of width === this.width ? fresh : samples) this.takeHeights(s, width);
    this.width = width;
    return { x, y: this.y.fit(this.shownHeights(samples)), width };
  }

  private forget(): void {
    this.seen = [];
    this.extent = EMPTY;
    this.heights = EMPTY;
    this.bulkEnd = 0;
  }

  private takeExtent({ eigenvalues, upper, line }: Sample): void {
    const p = eigenvalues.length;
    const max = eigenvalues[p - 1] ?? NaN;
    if (!Number.isFinite(max) || max <= 0) return;
    const min = eigenvalues.find((x) => x > max * 10 ** -MAX_DECADES) ?? max;
    // Room to the right of the line even before anything has crossed it.
    this.extent = union(this.extent, [min, Math.max(1.25 * max, ROOM * line)]);
    this.bulkEnd = Math.max(this.bulkEnd, upper, eigenvalues[Math.floor(0.9 * p)] ?? 0);
  }

  private shownExtent(): Range {
    const [low, high] = this.extent;
    if (this.form === 'linear') return [0, Math.min(high, LINEAR_REACH * this.bulkEnd)];
    if (this.form === 'singular') {
      return [0, Math.sqrt(Math.min(high, LINEAR_REACH ** 2 * this.bulkEnd))];
    }
    return [low, high];
  }

  private widthFor(x: Range): number {
    if (this.form !== 'linear' && this.form !== 'singular') return 0;
    const bulk = this.form === 'linear' ? this.bulkEnd : Math.sqrt(this.bulkEnd);
    return roundWidth(Math.max(bulk, (x[1] - x[0]) / 8), 30);
  }

  private takeHeights({ eigenvalues }: Sample, width: number): void {
    if (this.form === 'ccdf') return;
    const values = this.form === 'singular' ? eigenvalues.map(Math.sqrt) : eigenvalues;
    this.heights = union(
      this.heights,
      densityExtent(histogram(values, spacingOf(this.form, eigenvalues.length, width))),
    );
  }

  private shownHeights(samples: readonly Sample[]): Range {
    const [low, high] = this.heights;
    if (this.form === 'ccdf') {
      const p = Math.max(...samples.map((s) => s.eigenvalues.length), 1);
      return [0.5 / p, 1.2];
    }
    return this.form === 'histogram' ? [low / 1.5, high * 1.5] : [0, high * 1.08];
  }

  private rankFrame(samples: readonly Sample[]): Frame {
    const p = Math.max(...samples.map((s) => s.eigenvalues.length), 1);
    return { x: this.x.fit([0.8, Math.max(p, 2)]), y: this.y.fit(this.extent), width: 0 };
  }
}

/** The bins of a form. */
export function spacingOf(form: Form, p: number, width: number): Spacing {
  return form === 'histogram'
    ? { kind: 'log', perDecade: binsPerDecade(p) }
    : { kind: 'linear', width };
}
