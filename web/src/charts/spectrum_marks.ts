// What stands in the spectrum's histogram besides bars and curves: the edges of the bulk, the
// spikes with their names, and the names of the fitted tails.

import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import { formatNumber } from '../config/format';
import { heightAt, type Histogram } from './histogram';
import type { Label } from './labels';
import type { Points } from './points';
import {
  abscissa,
  lambdaName,
  ordinate,
  tailDensity,
  tailText,
  type HistogramData,
  type Tail,
} from './spectrum_data';
import type { Theme } from './theme';

const NAMED_SPIKES = 3;
const MAX_TICKS = 60;

/** A dotted line where the first step's spike was predicted; nothing where none was. */
export function predictedLines(d: HistogramData, theme: Theme): AnnotationOptions[] {
  const lambda = abscissa(d.form, d.predictedSpike ?? NaN);
  const [low, high] = d.frame.x;
  if (!(lambda > low && lambda < high)) return [];
  const part =
    d.form === 'histogram' ? Math.log(lambda / low) / Math.log(high / low) : lambda / high;
  return [
    {
      type: 'line',
      scaleID: 'x',
      value: lambda,
      borderColor: theme.runs[d.run],
      borderWidth: 1.5,
      borderDash: [2, 3],
      drawTime: 'beforeDatasetsDraw',
      label: {
        display: true,
        content: 'λ₁ predicted',
        position: d.form === 'histogram' ? '20%' : '30%',
        backgroundColor: 'transparent',
        color: theme.runs[d.run],
        font: { size: 11, family: theme.font, weight: 'normal' },
        padding: 2,
        // To the right of the line where there is room, else to its left.
        xAdjust: ({ chart, element }) => {
          const width = element?.label?.width ?? 80;
          const fits = (1 - part) * chart.chartArea.width > width + 4;
          return (fits ? 1 : -1) * (width / 2 + 2);
        },
      },
    },
  ];
}

/** Dotted lines at both Marchenko-Pastur edges and at the Tracy-Widom line. */
export function edgeLines(d: HistogramData, theme: Theme): AnnotationOptions[] {
  const [low, high] = d.frame.x;
  const line = (lambda: number, text: string, side: -1 | 1): AnnotationOptions => ({
    type: 'line',
    scaleID: 'x',
    value: abscissa(d.form, lambda),
    borderColor: theme.predicted,
    borderWidth: 1,
    borderDash: [2, 3],
    drawTime: 'beforeDatasetsDraw',
    label: {
      display: text !== '',
      content: text,
      position: 'start',
      backgroundColor: 'transparent',
      color: theme.muted,
      font: { size: 11, family: theme.font, weight: 'normal' },
      padding: 2,
      xAdjust: (context) => side * ((context.element?.label?.width ?? 60) / 2 + 2),
    },
  });
  // Close to the left end of a linear axis there is no room for a name on the left.
  const upper = abscissa(d.form, d.edges[1]);
  const crowded = d.form !== 'histogram' && upper < low + 0.2 * (high - low);
  return [
    line(d.edges[0], '', -1),
    line(d.edges[1], crowded ? '' : 'MP edge', -1),
    line(d.twEdge, crowded ? 'MP edge, TW 99 %' : 'TW 99 %', 1),
  ];
}

/**
 * A tick for each eigenvalue above the Tracy-Widom line, into `ticks`, and a triangle over the bars
 * of the largest ones, into `named`. Returns their names.
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
  for (let rank = 1; rank <= Math.min(d.spikes, MAX_TICKS); rank += 1) {
    const x = abscissa(d.form, d.eigenvalues[p - rank] ?? NaN);
    if (x > d.frame.x[1]) continue;
    ticks.add(x, log ? low * (top / low) ** 0.012 : 0.012 * top);
    if (rank > NAMED_SPIKES) continue;
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

/** A tail's name beside its line, `at` (0 to 1) of the way along it. */
export function tailLabel(
  d: HistogramData,
  tail: Tail,
  color: string,
  at: number,
  tight: boolean,
): Label {
  const p = d.eigenvalues.length;
  const shown = d.form === 'singular' ? d.frame.x[1] ** 2 : d.frame.x[1];
  const end = Math.min((d.eigenvalues[p - 1] ?? 0) * 1.15, shown);
  const lambda = tail.xmin * Math.max(1, end / tail.xmin) ** at;
  return {
    text: tailText(tail, tight),
    color,
    priority: 5,
    dx: 8,
    dy: -10,
    x: abscissa(d.form, lambda),
    y: ordinate(d.form, lambda, tailDensity(tail, lambda, p)),
  };
}
