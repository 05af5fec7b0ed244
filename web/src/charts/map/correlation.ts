// One quantity of the cells against another, a point for each run, coloured by its learning rate.
// Optimizers have shapes of their own, because rates of different optimizers do not compare.

import type { ChartConfiguration, ChartDataset } from 'chart.js';
import { axis, AxisRange, EMPTY, union, type AxisKind, type Range } from '../common/axes';
import { colorScale } from '../common/color_scale';
import { labelsPlugin, type Label } from '../common/labels';
import { baseOptions, Plot, type Table } from '../common/plot';

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
  private readonly ranges = new Map<string, AxisRange>();
  private labels: Label[] = [];

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

  protected configuration(): ChartConfiguration {
    return {
      type: 'scatter',
      data: { datasets: [] },
      options: baseOptions(this.theme),
      plugins: [labelsPlugin(() => ({ labels: this.labels, theme: this.theme }))],
    };
  }

  protected restyle(): void {
    // Datasets are rebuilt with the data.
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
    const x = this.fit(d.x, xs);
    const y = this.fit(d.y, ys);
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
      scales: {
        x: axis({ ...d.x, theme, range: x, position: 'bottom' }),
        y: axis({ ...d.y, theme, range: y, position: 'left' }),
      },
    }));
  }

  private fit(spec: { title: string; kind: AxisKind }, extent: Range): Range {
    const key = `${spec.kind} ${spec.title}`;
    const keeper = this.ranges.get(key) ?? new AxisRange(spec.kind, 0.5);
    this.ranges.set(key, keeper);
    return keeper.fit(extent);
  }
}

function isDrawn(x: number, kind: AxisKind): boolean {
  return Number.isFinite(x) && (kind === 'linear' || x > 0);
}
