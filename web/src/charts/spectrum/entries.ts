// Histogram of the entries of W, before training and now, with a log density so that tails show.

import { formatNumber } from '../../common/format';
import { AxisRange } from '../common/axes';
import { densityExtent, outline, type Histogram } from '../common/histogram';
import { line, Plot, type Table } from '../common/plot';
import { Points } from '../common/points';
import { fade } from '../common/theme';

export interface EntriesData {
  edges: Float64Array;
  /** Numbers of entries in each bin. */
  initial: Float64Array;
  current: Float64Array;
  run: 0 | 1;
}

export class EntriesChart extends Plot<EntriesData> {
  private readonly now = new Points();
  private readonly before = new Points();
  private readonly x = new AxisRange('linear');
  private readonly y = new AxisRange('log');

  describe(): string {
    const d = this.data;
    if (!d) return 'No entries yet.';
    const span = (density: Float64Array): string => {
      const first = density.findIndex((v) => v > 0);
      const last = density.findLastIndex((v) => v > 0);
      return `${formatNumber(d.edges[first] ?? NaN)} to ${formatNumber(d.edges[last + 1] ?? NaN)}`;
    };
    return `Entries of W reach from ${span(d.initial)} at the start and from ${span(d.current)} now.`;
  }

  table(): Table {
    const d = this.data;
    return {
      columns: ['from', 'to', 'entries at step 0', 'entries now'],
      rows: d
        ? Array.from(d.current, (v, k) => [
            d.edges[k] ?? NaN,
            d.edges[k + 1] ?? NaN,
            d.initial[k] ?? NaN,
            v,
          ])
        : [],
    };
  }

  protected override restyle(): void {
    const t = this.theme;
    const color = t.runs[this.data?.run ?? 0];
    const stepped = { stepped: 'before', fill: 'start' } as const;
    this.chart.data.datasets = [
      line(this.now, color, 'measured', {
        ...stepped,
        backgroundColor: fade(color, 0.22),
        borderWidth: 1.25,
      }),
      line(this.before, t.ghost, 'measured', {
        ...stepped,
        backgroundColor: t.ghostFill,
        borderWidth: 1,
      }),
    ];
  }

  protected refresh(d: EntriesData): void {
    const of = (counts: Float64Array): Histogram => densityOf(d.edges, counts);
    const [low, high] = densityExtent(of(d.current));
    const [low0, high0] = densityExtent(of(d.initial));
    const y = this.y.fit([Math.min(low, low0) / 1.5, Math.max(high, high0) * 1.5]);
    outline(of(d.current), y[0] / 10, this.now);
    outline(of(d.initial), y[0] / 10, this.before);
    const x = this.x.fit([d.edges[0] ?? 0, d.edges.at(-1) ?? 1]);
    this.labels = [
      { text: 'at step 0', color: this.theme.muted, x: 0, y: high0, align: 'center', dy: -10 },
      {
        text: 'now',
        color: this.theme.runs[d.run],
        x: (d.edges.at(-1) ?? 1) * 0.55,
        y: high * 0.3,
      },
    ];
    this.arrange([x, y], () => ({
      scales: this.axes(
        { kind: 'linear', title: 'entry of W', range: x },
        { kind: 'log', title: 'density', range: y },
      ),
    }));
  }
}

function densityOf(edges: Float64Array, counts: Float64Array): Histogram {
  const total = counts.reduce((sum, c) => sum + c, 0);
  const density = counts.map((c, k) => c / (total * ((edges[k + 1] ?? 0) - (edges[k] ?? 0))));
  return { edges, counts, density };
}
