// The spectrum as a histogram: eigenvalues on log-log or linear axes, or singular values. Measured
// bars, the initial spectrum as a ghost, Marchenko-Pastur laws and edges, Tracy-Widom line, spikes
// with their index, and the two fitted tails with their starts.

import { formatCount, formatNumber } from '../../common/format';
import { spacingOf } from './frame';
import { histogram, outline, type Histogram } from '../common/histogram';
import { dots, line, Plot, type Table } from '../common/plot';
import { Points } from '../common/points';
import {
  abscissa,
  EIGENVALUE_COLUMNS,
  eigenvalueRows,
  ordinate,
  tailDensity,
  type Density,
  type HistogramData,
  type SpectrumLayer,
  type Tail,
} from './data';
import { beyondLabel, edgeLines, markSpikes, predictedLines } from './marks';
import { tailKey, tailLine, tailsText } from './fitted_tails';
import { fade } from '../common/theme';

const TAIL_POINTS = 40;

export class SpectrumChart extends Plot<HistogramData> {
  private readonly measured = new Points();
  private readonly ghost = new Points();
  private readonly initialLaw = new Points();
  private readonly bulkLaw = new Points();
  private readonly hill = new Points();
  private readonly ks = new Points();
  private readonly ticks = new Points();
  private readonly named = new Points();

  describe(): string {
    const d = this.data;
    if (!d) return 'No spectrum yet.';
    const p = d.eigenvalues.length;
    const max = d.eigenvalues[p - 1] ?? NaN;
    return (
      `Spectrum of ${d.name}: ${p} eigenvalues from ` +
      `${formatNumber(d.eigenvalues[0] ?? NaN)} to ${formatNumber(max)}. ` +
      `The random-matrix bulk ends at ${formatNumber(d.edges[1])}; ` +
      `${formatCount(d.spikes)} lie above the Tracy–Widom line at ${formatNumber(d.twEdge)}. ${tailsText(d)}.` +
      (d.predictedSpike === null
        ? ''
        : ` The first step’s spike was predicted at ${formatNumber(d.predictedSpike)}.`)
    );
  }

  table(): Table {
    return {
      columns: EIGENVALUE_COLUMNS,
      rows: this.data ? eigenvalueRows(this.data.eigenvalues) : [],
    };
  }

  protected override restyle(): void {
    const t = this.theme;
    const color = t.runs[this.data?.run ?? 0];
    const stepped = { stepped: 'before', fill: 'start' } as const;
    this.chart.data.datasets = [
      dots(this.named, color, 4.5, { pointStyle: 'triangle', pointRotation: 180 }),
      dots(this.ticks, color, 4, { pointStyle: 'line', pointRotation: 90, pointBorderWidth: 1 }),
      tailLine(this.hill, t.hill, t.paper),
      tailLine(this.ks, t.ks, t.paper),
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
  }

  protected refresh(d: HistogramData): void {
    const t = this.theme;
    const color = t.runs[d.run];
    const spacing = spacingOf(d.form, d.eigenvalues.length, d.frame.width);
    const floor = d.form === 'histogram' ? d.frame.y[0] / 10 : -1e-3 * d.frame.y[1];
    const shown = (layer: SpectrumLayer): boolean => !d.hidden.has(layer);
    const binned = (eigenvalues: Float64Array): Histogram | null =>
      histogram(d.form === 'singular' ? eigenvalues.map(Math.sqrt) : eigenvalues, spacing);

    const bars = binned(d.eigenvalues);
    outline(bars, floor, this.measured);
    outline(shown('initial') ? binned(d.initial) : null, floor, this.ghost);
    this.law(this.initialLaw, shown('bulk') ? d.initialLaw : null, 1, floor);
    this.law(this.bulkLaw, shown('bulk') ? d.bulkLaw : null, d.bulkShare, floor);
    this.tail(this.hill, shown('hill') ? d.hill : null);
    this.tail(this.ks, shown('ks') ? d.ks : null);
    this.labels = tailKey(d, t, this.isTight);
    this.ticks.clear();
    this.named.clear();
    if (shown('spikes')) {
      this.labels.push(...markSpikes(d, bars, color, this.ticks, this.named));
      const beyond = beyondLabel(d, color);
      if (beyond) this.labels.push(beyond);
    }
    this.ticks.finish();
    this.named.finish();
    const { x, y } = d.frame;
    const none = { lines: [], names: [] };
    const edges = shown('edges') ? edgeLines(d, t) : none;
    const predicted = shown('spikes') ? predictedLines(d, t) : none;
    this.labels.push(...edges.names, ...predicted.names);
    const spike = predicted.lines.length > 0 ? d.predictedSpike : null;
    this.arrange([d.form, x, y, ...d.edges, d.twEdge, shown('edges'), spike], () => ({
      scales: this.scales(d),
      annotations: [...edges.lines, ...predicted.lines],
    }));
  }

  private law(points: Points, law: Density | null, share: number, floor: number): void {
    points.clear();
    const form = this.data?.form ?? 'histogram';
    for (let i = 0; law && i < law.lambda.length; i += 1) {
      const lambda = law.lambda[i] ?? 0;
      const y = share * ordinate(form, lambda, law.density[i] ?? 0);
      if (lambda > 0) points.add(abscissa(form, lambda), Math.max(y, floor));
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
        points.add(
          abscissa(d.form, lambda),
          ordinate(d.form, lambda, tailDensity(tail, lambda, p)),
        );
      }
    }
    points.finish();
  }

  private scales(d: HistogramData): Record<string, unknown> {
    const kind = d.form === 'histogram' ? 'log' : 'linear';
    const x = d.form === 'singular' ? 'singular value of W' : 'eigenvalue λ of WᵀW';
    return this.axes(
      { kind, title: x, range: d.frame.x },
      { kind, title: 'density', range: d.frame.y },
    );
  }
}
