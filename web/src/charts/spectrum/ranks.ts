// Quantities over the rank of a singular vector or value, on log-log axes: alignment with beta,
// singular values of an update. Measured points, predicted levels as dotted lines.

import { formatNumber } from '../../common/format';
import { AxisRange, EMPTY, union } from '../common/axes';
import { dots, line, Plot, type LineDataset, type Table } from '../common/plot';
import { Points } from '../common/points';

export interface RankSeries {
  name: string;
  /** Leading first. */
  values: ArrayLike<number>;
  color: 'first' | 'second' | 'muted';
}

export interface RankData {
  series: readonly RankSeries[];
  /** Axis title. */
  quantity: string;
  levels: readonly { name: string; value: number }[];
  /** Smallest value shown; smaller ones are cut off. */
  floor: number;
}

export class RankChart extends Plot<RankData> {
  private readonly buffers: Points[] = [];
  private readonly x = new AxisRange('log');
  private readonly y = new AxisRange('log', 0.4);

  describe(): string {
    const d = this.data;
    if (!d) return 'Nothing measured yet.';
    const parts = d.series.map((s) => {
      const leading = [0, 1, 2].map((i) => formatNumber(s.values[i] ?? NaN)).join(', ');
      return `${s.name}: ${leading} for the first three of ${s.values.length}`;
    });
    return `${d.quantity} by rank. ${parts.join('; ')}.`;
  }

  table(): Table {
    const series = this.data?.series ?? [];
    const longest = Math.max(0, ...series.map((s) => s.values.length));
    return {
      columns: ['rank', ...series.map((s) => s.name)],
      rows: Array.from({ length: longest }, (_, i) => [
        i + 1,
        ...series.map((s) => s.values[i] ?? ''),
      ]),
    };
  }

  protected refresh(d: RankData): void {
    const t = this.theme;
    const colors = { first: t.runs[0], second: t.runs[1], muted: t.ghost };
    let extent = EMPTY;
    let longest = 2;
    this.labels = [];
    const datasets: LineDataset[] = d.series.map((s, i) => {
      const points = (this.buffers[i] ??= new Points()).clear();
      for (let k = 0; k < s.values.length; k += 1) {
        const value = s.values[k] ?? NaN;
        if (!(value >= d.floor)) continue;
        points.add(k + 1, value);
        extent = union(extent, [value, value]);
      }
      points.finish();
      longest = Math.max(longest, s.values.length);
      const color = colors[s.color];
      if (d.series.length > 1) {
        this.labels.push({
          text: s.name,
          color,
          x: 1,
          y: s.values[0] ?? NaN,
          dx: 10,
          dy: -2,
          priority: 5 - i,
        });
      }
      return dots(points, color, 2.25);
    });
    d.levels.forEach((level, i) => {
      const points = (this.buffers[d.series.length + i] ??= new Points()).clear();
      points.add(1, level.value).add(longest, level.value).finish();
      extent = union(extent, [level.value, level.value]);
      datasets.push(line(points, t.predicted, 'predicted'));
      this.labels.push({
        text: level.name,
        color: t.muted,
        x: 1,
        y: level.value,
        dx: 6,
        dy: -9,
      });
    });
    this.chart.data.datasets = datasets;
    const x = this.x.fit([0.8, longest]);
    const y = this.y.fit(extent);
    this.arrange([d.quantity, x, y], () => ({
      scales: this.axes(
        { kind: 'log', title: 'rank', range: x },
        { kind: 'log', title: d.quantity, range: y },
      ),
    }));
  }
}
