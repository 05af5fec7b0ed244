// Quantities over the optimiser steps: losses, exponents, norms, any of the read-outs. At most two
// units at a time, one per side; each line is named at its right end.

import type { Chart, ChartConfiguration } from 'chart.js';
import { formatNumber } from '../../common/format';
import { axis, AxisRanges, EMPTY, union, type AxisKind, type Range } from '../common/axes';
import { labelWidth } from '../common/labels';
import { line, Plot, sameItems, type LineDataset, type Table } from '../common/plot';
import { Points } from '../common/points';
import type { Origin, Theme } from '../common/theme';

export interface Series {
  name: string;
  unit: string;
  origin: Origin;
  /** Wants a log axis. */
  log: boolean;
  run: 0 | 1;
  /** Position in the list of chosen quantities, which decides the colour. */
  index: number;
  steps: readonly number[];
  values: readonly number[];
}

export interface CurvesData {
  series: readonly Series[];
  /** Axis title of each unit. */
  titles: Readonly<Record<string, string>>;
  /** Step on display. */
  cursor: number;
  lastStep: number;
  /** Two runs are shown: lines then carry the run's letter. */
  compared: boolean;
}

interface Side {
  unit: string;
  kind: AxisKind;
  range: Range;
}

/** Longer runs are drawn at this many steps, first and last among them. */
const MAX_POINTS = 500;

export class CurvesChart extends Plot<CurvesData> {
  private readonly buffers: Points[] = [];
  private readonly ranges = new AxisRanges();
  private drawn: readonly unknown[] = [];

  /** A moved cursor is a new drawing of the same curves. */
  override update(data: CurvesData): void {
    const key = [
      data.lastStep,
      data.compared,
      ...data.series.flatMap((s) => [s.values, s.values.length, s.index]),
    ];
    const same = this.data !== null && sameItems(key, this.drawn);
    this.drawn = key;
    if (!same) {
      super.update(data);
      return;
    }
    this.data = data;
    this.chart.draw();
  }

  override setTheme(theme: Theme): void {
    this.drawn = [];
    super.setTheme(theme);
  }

  describe(): string {
    const d = this.data;
    if (!d || d.series.length === 0) return 'No curve chosen.';
    const parts = d.series.map((s) => {
      const last = s.values.at(-1) ?? NaN;
      return `${this.nameOf(s)} from ${formatNumber(s.values[0] ?? NaN)} to ${formatNumber(last)}`;
    });
    return `Curves over ${d.lastStep} steps: ${parts.join('; ')}.`;
  }

  table(): Table {
    const series = this.data?.series ?? [];
    const steps = [...new Set(series.flatMap((s) => s.steps))].sort((a, b) => a - b);
    return {
      columns: ['step', ...series.map((s) => `${this.nameOf(s)} (${s.unit})`)],
      rows: steps.map((t) => [t, ...series.map((s) => s.values[s.steps.indexOf(t)] ?? '')]),
    };
  }

  /** Step under a pixel of the canvas. */
  stepAt(x: number): number {
    return Math.round(this.chart.scales.x?.getValueForPixel(x) ?? 0);
  }

  protected override configuration(): ChartConfiguration {
    const shared = super.configuration();
    const cursor = { id: 'cursor', beforeDatasetsDraw: (chart: Chart) => this.drawCursor(chart) };
    return { ...shared, plugins: [cursor, ...(shared.plugins ?? [])] };
  }

  protected refresh(d: CurvesData): void {
    const units = [...new Set(d.series.map((s) => s.unit))].slice(0, 2);
    const shown = d.series.filter((s) => units.includes(s.unit));
    this.labels = [];
    this.chart.data.datasets = shown.map((s, i) => this.dataset(s, i, units));
    const sides = units.map((unit) => ({
      unit,
      ...this.rangeOf(
        unit,
        shown.filter((s) => s.unit === unit),
      ),
    }));
    // Room for the longest name at the right end of the lines.
    const names = this.labels.map(({ text }) => labelWidth(this.chart.ctx, text, this.theme));
    const right = units.length > 1 ? 4 : Math.ceil(Math.max(0, ...names)) + 10;
    const depends = sides.flatMap(({ unit, kind, range }) => [unit, kind, range]);
    this.arrange([...depends, d.lastStep, right], () => ({
      scales: this.scales(d, sides),
      right,
    }));
  }

  private scales(d: CurvesData, sides: readonly Side[]): Record<string, unknown> {
    const theme = this.theme;
    const scales: Record<string, unknown> = {
      x: axis(
        {
          kind: 'linear',
          title: 'optimiser step',
          position: 'bottom',
          whole: true,
          range: [0, Math.max(1, d.lastStep)],
        },
        theme,
      ),
      y: axis({ kind: 'linear', title: '', range: [0, 1] }, theme),
    };
    sides.forEach(({ unit, kind, range }, i) => {
      const [id, position] = i === 0 ? (['y', 'left'] as const) : (['y2', 'right'] as const);
      scales[id] = axis({ kind, range, title: d.titles[unit] ?? unit, position }, theme);
    });
    return scales;
  }

  private drawCursor({ ctx, chartArea, scales }: Chart): void {
    const x = Math.round(scales['x']?.getPixelForValue(this.data?.cursor ?? 0) ?? 0) + 0.5;
    ctx.save();
    ctx.beginPath();
    ctx.moveTo(x, chartArea.top);
    ctx.lineTo(x, chartArea.bottom);
    ctx.lineWidth = 1;
    ctx.strokeStyle = this.theme.muted;
    ctx.stroke();
    ctx.restore();
  }

  private dataset(s: Series, i: number, units: readonly string[]): LineDataset {
    const t = this.theme;
    const compared = this.data?.compared ?? false;
    // Two runs: colour says which run, thinner lines are the quantities chosen later.
    const color = compared ? t.runs[s.run] : (t.series[s.index % t.series.length] ?? t.ink);
    const points = (this.buffers[i] ??= new Points()).clear();
    const stride = Math.max(1, Math.ceil(s.steps.length / MAX_POINTS));
    let last = -1;
    for (let k = 0; k < s.steps.length; k += 1) {
      if (k % stride !== 0 && k !== s.steps.length - 1) continue;
      const value = s.values[k] ?? NaN;
      if (!Number.isFinite(value) || (s.log && value <= 0)) continue;
      points.add(s.steps[k] ?? 0, value);
      last = k;
    }
    points.finish();
    const yAxis = units.indexOf(s.unit) === 0 ? 'y' : 'y2';
    if (last >= 0) {
      const inside = units.length > 1;
      this.labels.push({
        text: this.nameOf(s),
        color,
        yAxis,
        y: s.values[last] ?? NaN,
        priority: -i,
        ...(inside ? { x: s.steps[last] ?? 0, align: 'right', dy: -10 } : { x: 'right', dx: 6 }),
      });
    }
    const few = s.steps.length <= 30;
    return line(points, color, s.origin, {
      yAxisID: yAxis,
      pointRadius: few ? 2.25 : 0,
      pointBackgroundColor: color,
      pointBorderWidth: 0,
      borderWidth: compared && s.index > 0 ? 1 : 1.75,
    });
  }

  private nameOf(s: Series): string {
    return this.data?.compared ? `${s.name}, ${s.run === 0 ? 'A' : 'B'}` : s.name;
  }

  private rangeOf(unit: string, members: readonly Series[]): { kind: AxisKind; range: Range } {
    let extent = EMPTY;
    for (const s of members) {
      for (const v of s.values) if (Number.isFinite(v)) extent = union(extent, [v, v]);
    }
    const wide = extent[0] > 0 && extent[1] / extent[0] > 20;
    const kind: AxisKind =
      extent[0] > 0 && (wide || members.every((s) => s.log)) ? 'log' : 'linear';
    const based: Range = kind === 'linear' && extent[0] >= 0 ? [0, extent[1]] : extent;
    const shown = unit === 'share' ? union(based, [0, 1]) : based;
    return { kind, range: this.ranges.fit(unit, kind, shown) };
  }
}
