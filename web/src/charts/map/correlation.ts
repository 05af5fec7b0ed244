// One quantity of the cells against another, a point for each run, coloured by its learning rate.
// Optimizers have shapes of their own, because rates of different optimizers do not compare.

import type { ChartConfiguration, ChartDataset } from 'chart.js';
import { AxisRanges, EMPTY, union, type AxisKind, type Range } from '../common/axes';
import { colorScale } from '../common/color_scale';
import { Plot, type Table } from '../common/plot';

export interface CorrelationGroup {
  name: string;
  x: readonly number[];
  y: readonly number[];
  rates: readonly number[];
  /** Ends of this optimizer's rates. */
  range: Range;
}

export interface CorrelationData {
  x: { title: string; kind: AxisKind };
  y: { title: string; kind: AxisKind };
  groups: readonly CorrelationGroup[];
  sentence: string;
}

const SHAPES = ['circle', 'triangle', 'rect', 'rectRot'] as const;
const SIGNS = ['●', '▲', '■', '◆'] as const;

export class CorrelationChart extends Plot<CorrelationData> {
  private readonly ranges = new AxisRanges();

  describe(): string {
    return this.data?.sentence ?? 'Nothing computed yet.';
  }

  table(): Table {
    const d = this.data;
    if (!d) return { columns: [], rows: [] };
    return {
      columns: ['optimizer', 'learning rate', d.x.title, d.y.title],
      rows: d.groups.flatMap((g) =>
        g.x.map((x, i) => [g.name, g.rates[i] ?? NaN, x, g.y[i] ?? NaN]),
      ),
    };
  }

  protected override configuration(): ChartConfiguration {
    return { ...super.configuration(), type: 'scatter' };
  }

  protected refresh(d: CorrelationData): void {
    const { theme } = this;
    const shade = colorScale(theme.scale);
    let [xs, ys]: [Range, Range] = [EMPTY, EMPTY];
    this.chart.data.datasets = d.groups.map((g, k): ChartDataset<'scatter'> => {
      const points: { x: number; y: number }[] = [];
      const colors: string[] = [];
      const [low, high] = g.range.map(Math.log) as [number, number];
      g.x.forEach((x, i) => {
        const y = g.y[i] ?? NaN;
        if (!isDrawn(x, d.x.kind) || !isDrawn(y, d.y.kind)) return;
        points.push({ x, y });
        xs = union(xs, [x, x]);
        ys = union(ys, [y, y]);
        colors.push(shade(high > low ? (Math.log(g.rates[i] ?? NaN) - low) / (high - low) : 0.5));
      });
      return {
        type: 'scatter',
        data: points,
        pointStyle: SHAPES[k % SHAPES.length] ?? 'circle',
        pointRadius: 4,
        pointBackgroundColor: colors,
        pointBorderColor: theme.muted,
        pointBorderWidth: 0.75,
        pointHitRadius: 0,
        clip: 6,
      };
    });
    const x = this.ranges.fit(d.x.title, d.x.kind, xs);
    const y = this.ranges.fit(d.y.title, d.y.kind, ys);
    this.labels = d.groups.map((g, k) => ({
      text: `${SIGNS[k % SIGNS.length] ?? ''} ${g.name}`,
      x: 'right',
      y: 'top',
      color: theme.ink,
      align: 'right',
      dx: -8,
      dy: 10 + 16 * k,
      fixed: true,
    }));
    this.arrange([x, y, d.x.title, d.y.title], () => ({
      scales: this.axes({ ...d.x, range: x }, { ...d.y, range: y }),
    }));
  }
}

function isDrawn(x: number, kind: AxisKind): boolean {
  return Number.isFinite(x) && (kind === 'linear' || x > 0);
}
