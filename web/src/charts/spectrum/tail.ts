// The spectrum where a power law is a straight line: eigenvalue against rank (Zipf plot), or share
// of eigenvalues at or above lambda (complementary distribution), both on log-log axes.

import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import { formatNumber } from '../../common/format';
import type { Label } from '../common/labels';
import { dots, line, Plot, type Table } from '../common/plot';
import { Points } from '../common/points';
import {
  EIGENVALUE_COLUMNS,
  eigenvalueRows,
  lambdaName,
  tailShare,
  type SpectrumData,
  type Tail,
} from './data';
import { edgeNames } from './marks';
import { tailKey, tailLine, tailsText } from './fitted_tails';
import { DASHES } from '../common/theme';

export type TailForm = 'rank' | 'ccdf';

export interface TailData extends SpectrumData {
  form: TailForm;
}

/** Above this many eigenvalues the smallest ones are thinned out evenly in log rank. */
const MAX_POINTS = 1200;

export class TailChart extends Plot<TailData> {
  private readonly measured = new Points();
  private readonly ghost = new Points();
  private readonly hill = new Points();
  private readonly ks = new Points();

  describe(): string {
    const d = this.data;
    if (!d) return 'No spectrum yet.';
    const what =
      d.form === 'rank' ? 'Eigenvalue against rank' : 'Share of eigenvalues at or above λ';
    const max = d.eigenvalues[d.eigenvalues.length - 1] ?? NaN;
    return `${what}, ${d.name}; the largest is ${formatNumber(max)}. A power law is a straight line here. ${tailsText(d)}.`;
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
    this.chart.data.datasets = [
      tailLine(this.hill, t.hill, t.paper),
      tailLine(this.ks, t.ks, t.paper),
      dots(this.measured, color, 2),
      line(this.ghost, t.ghost, 'measured', { borderWidth: 1.5 }),
    ];
  }

  protected refresh(d: TailData): void {
    const color = this.theme.runs[d.run];
    const shown = (layer: 'initial' | 'edges' | 'spikes' | 'hill' | 'ks'): boolean =>
      !d.hidden.has(layer);
    this.place(this.measured, d.eigenvalues, d.form);
    this.place(this.ghost, shown('initial') ? d.initial : new Float64Array(0), d.form);
    this.tail(this.hill, shown('hill') ? d.hill : null, d);
    this.tail(this.ks, shown('ks') ? d.ks : null, d);
    this.labels = tailKey(d, this.theme, this.isTight);
    if (shown('spikes')) this.nameSpikes(d, color);
    const edges = shown('edges');
    if (edges) this.labels.push(...this.edgeName(d));
    this.arrange([d.form, d.frame.x, d.frame.y, d.twEdge, edges], () => ({
      scales: this.scales(d),
      annotations: edges ? [this.edgeLine(d)] : [],
    }));
  }

  private scales(d: TailData): Record<string, unknown> {
    const lambda = 'eigenvalue λ of WᵀW';
    const [x, y] = d.form === 'rank' ? ['rank', lambda] : [lambda, 'share of eigenvalues ≥ λ'];
    return this.axes(
      { kind: 'log', title: x, range: d.frame.x },
      { kind: 'log', title: y, range: d.frame.y },
    );
  }

  private edgeLine(d: TailData): AnnotationOptions {
    return {
      type: 'line',
      scaleID: d.form === 'rank' ? 'y' : 'x',
      value: d.twEdge,
      borderColor: this.theme.predicted,
      borderWidth: 1,
      borderDash: DASHES[d.edgesFrom],
    };
  }

  private edgeName(d: TailData): Label[] {
    if (d.form === 'ccdf') return edgeNames(['spikes →', 'TW 99 %'], d.twEdge, 'left', this.theme);
    const text = 'TW 99 %, spikes ↑';
    const place = { x: d.frame.x[1], y: d.twEdge, align: 'right', dx: -2, dy: -9 } as const;
    return [{ text, ...place, color: this.theme.muted, priority: 15 }];
  }

  private place(points: Points, eigenvalues: Float64Array, form: TailForm): void {
    points.clear();
    const p = eigenvalues.length;
    let previous = 0;
    for (let k = 1; k <= p; k += 1) {
      // Every rank while there is room, then only ranks that land on a new pixel of a log axis.
      if (p > MAX_POINTS && k > 200 && k < previous * (1 + 6 / MAX_POINTS)) continue;
      previous = k;
      const value = eigenvalues[p - k] ?? 0;
      if (value > 0) points.add(form === 'rank' ? k : value, form === 'rank' ? value : k / p);
    }
    points.finish();
  }

  private tail(points: Points, tail: Tail | null, d: TailData): void {
    points.clear();
    const p = d.eigenvalues.length;
    if (tail) {
      const end = Math.max(d.eigenvalues[p - 1] ?? 0, tail.xmin) * 1.6;
      const point = (lambda: number): [number, number] => {
        const share = tailShare(tail, lambda, p);
        return d.form === 'rank' ? [share * p, lambda] : [lambda, share];
      };
      points.add(...point(tail.xmin)).add(...point(end));
    }
    points.finish();
  }

  private nameSpikes(d: TailData, color: string): void {
    const p = d.eigenvalues.length;
    for (let rank = 1; rank <= Math.min(3, d.spikes); rank += 1) {
      const value = d.eigenvalues[p - rank] ?? NaN;
      this.labels.push({
        text: lambdaName(rank),
        color,
        italic: true,
        priority: 8 - rank,
        align: 'center',
        x: d.form === 'rank' ? rank : value,
        y: d.form === 'rank' ? value : rank / p,
        dy: d.form === 'rank' ? -12 : -11,
      });
    }
  }
}
