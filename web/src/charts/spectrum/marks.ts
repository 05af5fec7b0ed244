// What stands in the spectrum's histogram besides bars and curves: the edges of the bulk, and the
// spikes with their names.

import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import { formatNumber } from '../../common/format';
import { heightAt, type Histogram } from '../common/histogram';
import type { Label } from '../common/labels';
import type { Points } from '../common/points';
import { abscissa, lambdaName, type HistogramData } from './data';
import { DASHES, type Theme } from '../common/theme';

const NAMED_SPIKES = 5;
/** Least distance between two names, as a part of the axis. */
const NAME_GAP = 0.035;
/** The same between two ticks: one line's width. */
const TICK_GAP = 0.0025;

/** A line of marks and its name, which the caller draws or leaves out together. */
export interface NamedLines {
  lines: AnnotationOptions[];
  names: Label[];
}

/** A dotted line where the first step's spike was predicted; nothing where none was. */
export function predictedLines(d: HistogramData, theme: Theme): NamedLines {
  const lambda = abscissa(d.form, d.predictedSpike ?? NaN);
  const [low, high] = d.frame.x;
  const [bottom, top] = d.frame.y;
  if (!(lambda > low && lambda < high)) return { lines: [], names: [] };
  const color = theme.runs[d.run];
  // Below the names of the tails.
  const end = d.form === 'histogram' ? bottom * (top / bottom) ** 0.72 : 0.72 * top;
  const right = partOfAxis(d, lambda) > 0.75;
  return {
    lines: [{ ...dotted(color, 1.5), xMin: lambda, xMax: lambda, yMin: bottom, yMax: end }],
    names: [
      {
        text: 'λ₁ predicted',
        x: lambda,
        y: end,
        color,
        align: right ? 'right' : 'left',
        dx: right ? -6 : 6,
        dy: 6,
        priority: 15,
      },
    ],
  };
}

/** Dotted lines at both Marchenko-Pastur edges and at the Tracy-Widom line. */
export function edgeLines(d: HistogramData, theme: Theme): NamedLines {
  // Close to the left end of a linear axis there is no room for a name on the left.
  const crowded = partOfAxis(d, abscissa(d.form, d.edges[1])) < 0.25;
  const at = (lambda: number): AnnotationOptions => ({
    ...dotted(theme.predicted, 1),
    borderDash: DASHES[d.edgesFrom],
    scaleID: 'x',
    value: abscissa(d.form, lambda),
  });
  return {
    lines: [at(d.edges[0]), at(d.edges[1]), at(d.twEdge)],
    names: [
      ...edgeNames(
        crowded ? [] : ['← random bulk', 'MP edge'],
        abscissa(d.form, d.edges[1]),
        'right',
        theme,
      ),
      ...edgeNames(
        ['spikes →', crowded ? 'MP edge, TW 99 %' : 'TW 99 %'],
        abscissa(d.form, d.twEdge),
        'left',
        theme,
      ),
    ],
  };
}

/** The lines of a name at the top of the plot, on one side of x. */
export function edgeNames(
  texts: readonly string[],
  x: number,
  align: 'left' | 'right',
  theme: Theme,
): Label[] {
  const dx = align === 'left' ? 6 : -6;
  return texts.map((text, i) => ({
    text,
    x,
    y: 'top',
    dx,
    dy: 8 + 15 * i,
    align,
    color: theme.muted,
    priority: 30,
  }));
}

function dotted(color: string, width: number): AnnotationOptions<'line'> {
  return {
    type: 'line',
    borderColor: color,
    borderWidth: width,
    borderDash: DASHES.predicted,
    drawTime: 'beforeDatasetsDraw',
  };
}

/** How far along the axis a place on it lies, 0 to 1. */
function partOfAxis({ form, frame }: HistogramData, x: number): number {
  const [low, high] = frame.x;
  return form === 'histogram' ? Math.log(x / low) / Math.log(high / low) : (x - low) / (high - low);
}

/**
 * A tick for each eigenvalue above the Tracy-Widom line, into `ticks` (one where several would cover
 * each other), and a triangle over the bars
 * of the largest ones, into `named`, as long as they stand far enough apart to be told from each
 * other. Returns their names.
 */
export function markSpikes(
  d: HistogramData,
  bars: Histogram | null,
  color: string,
  ticks: Points,
  named: Points,
): Label[] {
  const labels: Label[] = [];
  const p = d.eigenvalues.length;
  const [low, top] = d.frame.y;
  const log = d.form === 'histogram';
  let free = Infinity;
  let last = Infinity;
  for (let rank = 1; rank <= Math.min(d.spikes, p); rank += 1) {
    const x = abscissa(d.form, d.eigenvalues[p - rank] ?? NaN);
    if (x > d.frame.x[1]) continue;
    const part = partOfAxis(d, x);
    if (part < last - TICK_GAP) {
      ticks.add(x, log ? low * (top / low) ** 0.012 : 0.012 * top);
      last = part;
    }
    if (labels.length >= NAMED_SPIKES || part > free) {
      // What follows a spike without a name would only be named by chance.
      free = -Infinity;
      continue;
    }
    free = part - NAME_GAP;
    const bar = bars ? heightAt(bars, x) : 0;
    const y = log ? bar * (top / low) ** 0.035 : bar + 0.035 * top;
    named.add(x, y);
    const text = lambdaName(rank);
    labels.push({ text, x, y, dy: -13, align: 'center', color, priority: 10 - rank, italic: true });
  }
  return labels;
}

/** A sentence for eigenvalues to the right of a linear axis; null when there are none. */
export function beyondLabel(d: HistogramData, color: string): Label | null {
  const p = d.eigenvalues.length;
  const end = d.frame.x[1];
  const count = d.eigenvalues.reduce(
    (n, lambda) => n + (abscissa(d.form, lambda) > end ? 1 : 0),
    0,
  );
  if (d.form === 'histogram' || count === 0) return null;
  const largest = formatNumber(d.eigenvalues[p - 1] ?? NaN);
  return {
    text:
      count === 1
        ? `λ₁ = ${largest} lies beyond →`
        : `${count} eigenvalues lie beyond, up to ${largest} →`,
    x: end,
    y: 0.4 * d.frame.y[1],
    align: 'right',
    dx: -4,
    color,
    priority: 12,
  };
}
