// The spectrum as a histogram: eigenvalues on log-log or linear axes, or singular values. Measured
// bars, the initial spectrum as a ghost, Marchenko-Pastur laws and edges, Tracy-Widom line, spikes
// with their index, and the two fitted tails with their starts.

import type { ChartConfiguration } from 'chart.js';
import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import { formatCount, formatNumber } from '../config/format';
import { axis } from './axes';
import { spacingOf } from './frame';
import { heightAt, histogram, outline, type Histogram } from './histogram';
import { labelsPlugin, type Label } from './labels';
import { baseOptions, line, Plot, type LineDataset, type Table } from './plot';
import { Points } from './points';
import {
  EIGENVALUE_COLUMNS,
  eigenvalueRows,
  lambdaName,
  tailDensity,
  tailText,
  type Density,
  type SpectrumData,
  type Tail,
} from './spectrum_data';
import { fade } from './theme';

export type HistogramForm = 'histogram' | 'linear' | 'singular';

export interface HistogramData extends SpectrumData {
  form: HistogramForm;
}

const NAMED_SPIKES = 3;
const MAX_MARKS = 60;
const TAIL_POINTS = 40;

export class SpectrumChart extends Plot<HistogramData> {
  private readonly measured = new Points();
  private readonly ghost = new Points();
  private readonly initialLaw = new Points();
  private readonly bulkLaw = new Points();
  private readonly hill = new Points();
  private readonly ks = new Points();
  private readonly spikes = new Points();
  private readonly named = new Points();
  private labels: Label[] = [];

  describe(): string {
    const d = this.data;
    if (!d) return 'No spectrum yet.';
    const p = d.eigenvalues.length;
    const max = d.eigenvalues[p - 1] ?? NaN;
    const fits = [d.hill, d.ks]
      .filter((f): f is Tail => f !== null)
      .map((f) => tailText(f))
      .join('; ');
    return (
      `Spectrum of W after ${d.step} steps: ${p} eigenvalues from ` +
      `${formatNumber(d.eigenvalues[0] ?? NaN)} to ${formatNumber(max)}. ` +
      `The random-matrix bulk ends at ${formatNumber(d.edges[1])}; ` +
      `${formatCount(d.spikes)} lie above the Tracy–Widom line at ${formatNumber(d.twEdge)}. ${fits}.`
    );
  }

  table(): Table {
    return {
      columns: EIGENVALUE_COLUMNS,
      rows: this.data ? eigenvalueRows(this.data.eigenvalues) : [],
    };
  }

  protected configuration(): ChartConfiguration {
    return {
      type: 'line',
      data: { datasets: [] },
      options: baseOptions(this.theme),
      plugins: [labelsPlugin(() => ({ labels: this.labels, theme: this.theme }))],
    };
  }

  protected restyle(): void {
    const t = this.theme;
    const color = t.runs[this.data?.run ?? 0];
    const stepped = { stepped: 'before', fill: 'start' } as const;
    const datasets: LineDataset[] = [
      line(this.named, color, 'measured', {
        showLine: false,
        pointRadius: 4.5,
        pointStyle: 'triangle',
        pointRotation: 180,
        pointBackgroundColor: color,
        pointBorderWidth: 0,
      }),
      line(this.spikes, color, 'measured', {
        showLine: false,
        pointRadius: 4,
        pointStyle: 'line',
        pointRotation: 90,
        pointBorderWidth: 1,
      }),
      line(this.hill, t.hill, 'fitted', { borderWidth: 2 }),
      line(this.ks, t.ks, 'fitted', { borderWidth: 2 }),
      line(this.bulkLaw, t.fitted, 'fitted'),
      line(this.initialLaw, t.predicted, 'predicted', { borderWidth: 2 }),
      line(this.measured, color, 'measured', {
        ...stepped,
        borderWidth: 1.25,
        backgroundColor: fade(color, 0.22),
      }),
      line(this.ghost, t.ghost, 'measured', {
        ...stepped,
        borderWidth: 1,
        backgroundColor: t.ghostFill,
      }),
    ];
    // Tail lines begin with a dot: the start of the fitted tail.
    for (const tail of [2, 3]) {
      const dataset = datasets[tail]!;
      dataset.pointRadius = (context) => (context.dataIndex === 0 ? 4 : 0);
      dataset.pointBackgroundColor = t.paper;
      dataset.pointBorderWidth = 2;
    }
    this.chart.data.datasets = datasets;
  }

  protected refresh(d: HistogramData): void {
    const color = this.theme.runs[d.run];
    const p = d.eigenvalues.length;
    const spacing = spacingOf(d.form, p, d.frame.width);
    const floor = d.form === 'histogram' ? d.frame.y[0] / 10 : -1e-3 * d.frame.y[1];
    const shown = (layer: 'initial' | 'bulk' | 'edges' | 'spikes' | 'hill' | 'ks'): boolean =>
      !d.hidden.has(layer);

    const bars = histogram(this.abscissae(d.eigenvalues), spacing);
    outline(bars, floor, this.measured);
    outline(
      shown('initial') ? histogram(this.abscissae(d.initial), spacing) : null,
      floor,
      this.ghost,
    );
    this.law(this.initialLaw, shown('bulk') ? d.initialLaw : null, floor);
    this.law(this.bulkLaw, shown('bulk') && d.step > 0 ? d.bulkLaw : null, floor);
    this.tail(this.hill, shown('hill') ? d.hill : null);
    this.tail(this.ks, shown('ks') ? d.ks : null);

    this.labels = [];
    this.spikes.clear();
    this.named.clear();
    if (shown('spikes')) this.markSpikes(d, color, bars);
    this.spikes.finish();
    this.named.finish();
    this.labelTails(d, shown);
    const { x, y } = d.frame;
    this.arrange([d.form, x, y, ...d.edges, d.twEdge, shown('edges')], () => ({
      scales: this.scales(d),
      annotations: shown('edges') ? this.verticals(d) : [],
    }));
  }

  /** What stands on the x axis. */
  private abscissa(lambda: number): number {
    return this.data?.form === 'singular' ? Math.sqrt(lambda) : lambda;
  }

  private abscissae(eigenvalues: Float64Array): Float64Array {
    return this.data?.form === 'singular' ? eigenvalues.map(Math.sqrt) : eigenvalues;
  }

  /** A density over lambda as a density over what stands on the x axis. */
  private ordinate(lambda: number, density: number): number {
    return this.data?.form === 'singular' ? density * 2 * Math.sqrt(lambda) : density;
  }

  private law(points: Points, law: Density | null, floor: number): void {
    points.clear();
    for (let i = 0; law && i < law.lambda.length; i += 1) {
      const lambda = law.lambda[i] ?? 0;
      const y = this.ordinate(lambda, law.density[i] ?? 0);
      if (lambda > 0) points.add(this.abscissa(lambda), Math.max(y, floor));
    }
    points.finish();
  }

  private tail(points: Points, tail: Tail | null): void {
    points.clear();
    const d = this.data;
    if (d && tail) {
      const p = d.eigenvalues.length;
      const end = Math.max(d.eigenvalues[p - 1] ?? 0, tail.xmin) * 1.15;
      for (let i = 0; i <= TAIL_POINTS; i += 1) {
        const lambda = tail.xmin * (end / tail.xmin) ** (i / TAIL_POINTS);
        points.add(this.abscissa(lambda), this.ordinate(lambda, tailDensity(tail, lambda, p)));
      }
    }
    points.finish();
  }

  /** A tick for each eigenvalue above the Tracy-Widom line, the largest named above its bar. */
  private markSpikes(d: HistogramData, color: string, bars: Histogram | null): void {
    const p = d.eigenvalues.length;
    const [low, top] = d.frame.y;
    const log = d.form === 'histogram';
    const at = (part: number): number => (log ? low * (top / low) ** part : part * top);
    const beyond = this.beyond(d);
    for (let rank = 1; rank <= Math.min(d.spikes, MAX_MARKS); rank += 1) {
      const x = this.abscissa(d.eigenvalues[p - rank] ?? NaN);
      if (x > d.frame.x[1]) continue;
      this.spikes.add(x, at(0.012));
      if (rank > NAMED_SPIKES) continue;
      const bar = bars ? heightAt(bars, x) : 0;
      const y = log ? bar * (top / low) ** 0.035 : bar + 0.035 * top;
      this.named.add(x, y);
      this.labels.push({
        text: lambdaName(rank),
        x,
        y,
        dy: -13,
        align: 'center',
        color,
        priority: 10 - rank,
        italic: true,
      });
    }
    if (beyond > 0) {
      const text =
        beyond === 1
          ? `λ₁ = ${formatNumber(d.eigenvalues[p - 1] ?? NaN)} lies beyond →`
          : `${beyond} eigenvalues lie beyond, up to ${formatNumber(d.eigenvalues[p - 1] ?? NaN)} →`;
      this.labels.push({
        text,
        x: d.frame.x[1],
        y: 0.4 * top,
        align: 'right',
        dx: -4,
        color,
        priority: 12,
      });
    }
  }

  private beyond(d: HistogramData): number {
    if (d.form === 'histogram') return 0;
    let count = 0;
    for (let i = d.eigenvalues.length - 1; i >= 0; i -= 1) {
      if (this.abscissa(d.eigenvalues[i] ?? 0) <= d.frame.x[1]) break;
      count += 1;
    }
    return count;
  }

  private labelTails(d: HistogramData, shown: (layer: 'hill' | 'ks') => boolean): void {
    const named = [
      { tail: shown('hill') ? d.hill : null, color: this.theme.hill, at: 0.55 },
      { tail: shown('ks') ? d.ks : null, color: this.theme.ks, at: 0.75 },
    ];
    const p = d.eigenvalues.length;
    for (const { tail, color, at } of named) {
      if (!tail) continue;
      const end = Math.min(
        (d.eigenvalues[p - 1] ?? 0) * 1.15,
        d.form === 'singular' ? d.frame.x[1] ** 2 : d.frame.x[1],
      );
      const lambda = tail.xmin * Math.max(1, end / tail.xmin) ** at;
      this.labels.push({
        text: tailText(tail, this.isTight),
        color,
        priority: 5,
        dx: 8,
        dy: -10,
        x: this.abscissa(lambda),
        y: this.ordinate(lambda, tailDensity(tail, lambda, p)),
      });
    }
  }

  private verticals(d: HistogramData): AnnotationOptions[] {
    const t = this.theme;
    const at = (lambda: number, text: string, side: 'left' | 'right'): AnnotationOptions => ({
      type: 'line',
      scaleID: 'x',
      value: this.abscissa(lambda),
      borderColor: t.predicted,
      borderWidth: 1,
      borderDash: [2, 3],
      drawTime: 'beforeDatasetsDraw',
      label: {
        display: text !== '',
        content: text,
        position: 'start',
        backgroundColor: 'transparent',
        color: t.muted,
        font: { size: 11, family: t.font, weight: 'normal' },
        padding: 2,
        textAlign: side === 'left' ? 'right' : 'left',
        xAdjust: (context) =>
          (side === 'left' ? -1 : 1) * ((context.element?.label?.width ?? 60) / 2 + 2),
      },
    });
    return [
      at(d.edges[0], '', 'left'),
      at(d.edges[1], 'MP edge', 'left'),
      at(d.twEdge, 'TW 99 %', 'right'),
    ];
  }

  private scales(d: HistogramData): Record<string, unknown> {
    const kind = d.form === 'histogram' ? 'log' : 'linear';
    const x = d.form === 'singular' ? 'singular value of W' : 'eigenvalue λ of WᵀW';
    return {
      x: axis({ kind, title: x, theme: this.theme, range: d.frame.x, position: 'bottom' }),
      y: axis({ kind, title: 'density', theme: this.theme, range: d.frame.y, position: 'left' }),
    };
  }
}
