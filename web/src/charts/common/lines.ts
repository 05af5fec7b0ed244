// Lines, points and bars over one quantity, with marked places: the chart behind the figures of
// theory and statistics. What a line is - measured, fitted, predicted - decides its style.

import type { AnnotationOptions } from 'chartjs-plugin-annotation';
import { AxisRanges, EMPTY, union, type AxisKind, type Range } from './axes';
import { colorScale, isDark } from './color_scale';
import { dots, line, Plot, type LineDataset, type Table } from './plot';
import { Points } from './points';
import { fade, type Origin, type Theme } from './theme';

export type ColorName =
  'run-a' | 'run-b' | 'hill' | 'ks' | 'predicted' | 'muted' | 'series-2' | 'series-4' | 'series-5';

/** A named colour, or a place 0 .. 1 on the scale of maps, for lines that stand for a number. */
export type LineColor = ColorName | { scale: number };

export interface LineSpec {
  name: string;
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** Half width of a band around the line. */
  error?: ArrayLike<number>;
  origin: Origin;
  color: LineColor;
  /** A path is a line with its points, whose x may turn back; a ring goes around a point. */
  form?: 'line' | 'points' | 'bars' | 'path' | 'ring';
  /** Where its name stands: at a share (0 to 1) of the way along it, or nowhere. */
  label?: number | null;
  /** Names of single points, by their index. */
  named?: readonly { at: number; text: string }[];
}

/** A place on the x axis. */
export interface Mark {
  x: number;
  text: string;
  origin: Origin;
  color: ColorName;
}

export interface AxisSpec {
  kind: AxisKind;
  title: string;
  /** Always inside the axis. */
  include?: Range;
  /** Nothing is drawn beyond. */
  limit?: Range;
  whole?: boolean;
}

export interface LinesData {
  x: AxisSpec;
  y: AxisSpec;
  lines: readonly LineSpec[];
  marks: readonly Mark[];
  /** The text alternative. */
  sentence: string;
  /** The numbers, where they are more than x and y of each line. */
  table?: Table;
}

export function colorOf(theme: Theme, name: LineColor): string {
  if (typeof name === 'object') {
    // The end that is close to the paper's own lightness would not be seen as a line.
    const place = isDark(theme.paper) ? 0.25 + 0.75 * name.scale : 0.8 * name.scale;
    return colorScale(theme.scale)(place);
  }
  switch (name) {
    case 'run-a':
      return theme.runs[0];
    case 'run-b':
      return theme.runs[1];
    case 'hill':
      return theme.hill;
    case 'ks':
      return theme.ks;
    case 'predicted':
      return theme.predicted;
    case 'muted':
      return theme.muted;
    case 'series-2':
      return theme.series[1] ?? theme.ink;
    case 'series-4':
      return theme.series[3] ?? theme.ink;
    case 'series-5':
      return theme.series[4] ?? theme.ink;
  }
}

export class LinesChart extends Plot<LinesData> {
  private readonly ranges = new AxisRanges();

  describe(): string {
    return this.data?.sentence ?? 'Nothing computed yet.';
  }

  table(): Table {
    const d = this.data;
    if (!d) return { columns: ['series', 'x', 'y'], rows: [] };
    if (d.table) return d.table;
    const rows = d.lines.flatMap((l) =>
      Array.from({ length: l.x.length }, (_, i) => [l.name, l.x[i] ?? NaN, l.y[i] ?? NaN]),
    );
    const marks = d.marks.map((m) => [m.text, m.x, '']);
    return { columns: ['series', d.x.title, d.y.title], rows: [...marks, ...rows] };
  }

  protected refresh(d: LinesData): void {
    this.labels = [];
    let x: Range = d.x.include ?? EMPTY;
    let y: Range = d.y.include ?? EMPTY;
    const datasets: LineDataset[] = [];
    for (const spec of d.lines) {
      const made = this.points(d, spec);
      x = union(x, made.x);
      y = union(y, made.y);
      datasets.push(this.dataset(spec, made.points));
      if (spec.error) datasets.push(...this.band(d, spec));
      this.name(spec, made.points);
    }
    for (const mark of d.marks) if (Number.isFinite(mark.x)) x = union(x, [mark.x, mark.x]);
    this.chart.data.datasets = datasets;
    const shown = { x: this.fit('x', d.x, x), y: this.fit('y', d.y, y) };
    const depends = [
      d.x.title,
      d.y.title,
      shown.x,
      shown.y,
      ...d.marks.flatMap((m) => [m.x, m.text]),
    ];
    this.arrange(depends, () => ({
      scales: this.axes({ ...d.x, range: shown.x }, { ...d.y, range: shown.y }),
      annotations: d.marks.map((mark, i) => this.markLine(mark, i, shown.x, d.x.kind)),
    }));
  }

  private fit(name: 'x' | 'y', spec: AxisSpec, extent: Range): Range {
    const isOwn = spec.whole === true || (spec.kind === 'log' && extent[0] > 0);
    return name === 'x' && isOwn
      ? extent
      : this.ranges.fit(`${name} ${spec.title}`, spec.kind, extent);
  }

  private points(d: LinesData, spec: LineSpec): { points: Points; x: Range; y: Range } {
    const points = new Points();
    let [xs, ys] = [EMPTY, EMPTY];
    const [low, high] = d.y.limit ?? [-Infinity, Infinity];
    for (let i = 0; i < spec.x.length; i += 1) {
      const [x, y] = [spec.x[i] ?? NaN, spec.y[i] ?? NaN];
      if (!Number.isFinite(x) || !Number.isFinite(y) || y < low || y > high) continue;
      if ((d.x.kind === 'log' && x <= 0) || (d.y.kind === 'log' && y <= 0)) continue;
      if (spec.form === 'bars') points.add(x, 0).add(x, y).add(x, NaN);
      else points.add(x, y);
      xs = union(xs, [x, x]);
      ys = union(ys, [y, y]);
    }
    return { points, x: xs, y: ys };
  }

  private dataset(spec: LineSpec, points: Points): LineDataset {
    const color = colorOf(this.theme, spec.color);
    if (spec.form === 'points') {
      // A point on the axis is shown whole.
      return dots(points, color, 3, { clip: 6 });
    }
    if (spec.form === 'path') {
      // Chart.js takes points without parsing for sorted ones.
      const unsorted = { parsing: { xAxisKey: 'x', yAxisKey: 'y' }, normalized: false } as const;
      return line(points, color, 'measured', {
        ...unsorted,
        borderWidth: 1.25,
        pointRadius: 2.5,
        pointBackgroundColor: color,
        pointBorderWidth: 0,
        clip: 6,
      });
    }
    if (spec.form === 'ring') {
      return dots(points, 'transparent', 6, {
        pointBorderColor: color,
        pointBorderWidth: 2,
        clip: 9,
      });
    }
    if (spec.form === 'bars') {
      return line(points, color, 'measured', { borderWidth: 7, borderCapStyle: 'butt' });
    }
    return line(points, color, spec.origin, { borderWidth: 1.75 });
  }

  /** Both ends of the band; the area between them is filled. */
  private band(d: LinesData, spec: LineSpec): LineDataset[] {
    const color = colorOf(this.theme, spec.color);
    const [lowest, highest] = d.y.limit ?? [-Infinity, Infinity];
    return ([1, -1] as const).map((side) => {
      const points = new Points();
      for (let i = 0; i < spec.x.length; i += 1) {
        const [x, y, e] = [spec.x[i] ?? NaN, spec.y[i] ?? NaN, spec.error?.[i] ?? NaN];
        if (!Number.isFinite(x + y + e)) continue;
        points.add(x, Math.min(highest, Math.max(lowest, y + side * e)));
      }
      return line(points, color, 'measured', {
        borderWidth: 0,
        ...(side === 1 ? { fill: '+1', backgroundColor: fade(color, 0.18) } : {}),
      });
    });
  }

  private name(spec: LineSpec, { data }: Points): void {
    const { label = 1, named = [] } = spec;
    named.forEach(({ at, text }, i) => {
      const ends = i === 0 || i === named.length - 1;
      const place = { x: spec.x[at] ?? NaN, y: spec.y[at] ?? NaN, dx: 7, dy: -8 };
      const color = colorOf(this.theme, spec.color);
      this.labels.push({ text, color, ...place, priority: ends ? 2 : 1 });
    });
    const at = label === null ? undefined : data[Math.round(label * (data.length - 1))];
    if (!at) return;
    this.labels.push({
      text: spec.name,
      color: colorOf(this.theme, spec.color),
      x: at.x,
      y: at.y,
      dx: 6,
      dy: -10,
    });
  }

  private markLine(
    mark: Mark,
    index: number,
    [low, high]: Range,
    kind: AxisKind,
  ): AnnotationOptions {
    const { theme } = this;
    const part =
      kind === 'log'
        ? Math.log(mark.x / low) / Math.log(high / low)
        : (mark.x - low) / (high - low);
    return {
      type: 'line',
      scaleID: 'x',
      value: mark.x,
      display: mark.x >= low && mark.x <= high,
      borderColor: colorOf(theme, mark.color),
      borderWidth: 1.25,
      borderDash: mark.origin === 'predicted' ? [2, 3] : mark.origin === 'fitted' ? [6, 3] : [],
      drawTime: 'beforeDatasetsDraw',
      label: {
        display: true,
        content: mark.text,
        position: 'start',
        backgroundColor: 'transparent',
        color: colorOf(theme, mark.color),
        font: { size: 11, family: theme.font, weight: 'normal' },
        padding: 2,
        // Names of marks that lie close to each other stand on lines of their own.
        yAdjust: 15 * index,
        xAdjust: ({ chart, element }) => {
          const width = element?.label?.width ?? 60;
          const fits = (1 - part) * chart.chartArea.width > width + 4;
          return (fits ? 1 : -1) * (width / 2 + 2);
        },
      },
    };
  }
}
