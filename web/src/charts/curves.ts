// Quantities over the optimiser steps: losses, exponents, norms, any of the read-outs. At most two
// units at a time, one per side; each line is named at its right end.

import type { ChartConfiguration } from 'chart.js';
import { formatNumber } from '../config/format';
import { axis, AxisRange, EMPTY, union, type AxisKind, type Range } from './axes';
import { labelsPlugin, type Label } from './labels';
import { baseOptions, line, Plot, type LineDataset, type Table } from './plot';
import { Points } from './points';
import { fade, type Origin } from './theme';

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

/** Longer runs are drawn at this many steps, first and last among them. */
const MAX_POINTS = 500;

export class CurvesChart extends Plot<CurvesData> {
  private readonly buffers: Points[] = [];
  private readonly ranges = new Map<string, AxisRange>();
  private labels: Label[] = [];

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

  protected configuration(): ChartConfiguration {
    const options = baseOptions(this.theme);
    options.layout = { padding: { top: 10, right: 100, bottom: 0, left: 0 } };
    return {
      type: 'line',
      data: { datasets: [] },
      options,
      plugins: [labelsPlugin(() => ({ labels: this.labels, theme: this.theme }))],
    };
  }

  protected restyle(): void {
    // Everything that has a colour is rebuilt with the data.
  }

  protected refresh(d: CurvesData): void {
    const units = [...new Set(d.series.map((s) => s.unit))].slice(0, 2);
    const shown = d.series.filter((s) => units.includes(s.unit));
    this.labels = [];
    this.chart.data.datasets = shown.map((s, i) => this.dataset(s, i, units));
    const scales: Record<string, unknown> = {
      x: axis({
        kind: 'linear',
        title: 'optimiser step',
        theme: this.theme,
        position: 'bottom',
        whole: true,
        range: [0, Math.max(1, d.lastStep)],
      }),
    };
    units.forEach((unit, side) => {
      const members = shown.filter((s) => s.unit === unit);
      const { kind, range } = this.rangeOf(unit, members);
      scales[side === 0 ? 'y' : 'y2'] = axis({
        kind,
        range,
        title: d.titles[unit] ?? unit,
        theme: this.theme,
        position: side === 0 ? 'left' : 'right',
        grid: false,
      });
    });
    if (units.length === 0)
      scales.y = axis({ kind: 'linear', title: '', theme: this.theme, range: [0, 1] });
    this.chart.options.scales = scales as never;
    const right = units.length > 1 ? 4 : Math.min(120, this.canvas.clientWidth * 0.2);
    this.chart.options.layout = { padding: { top: 10, right, bottom: 0, left: 0 } };
    this.chart.options.plugins = {
      ...baseOptions(this.theme).plugins,
      annotation: {
        annotations: [
          {
            type: 'line',
            scaleID: 'x',
            value: d.cursor,
            borderColor: this.theme.muted,
            borderWidth: 1,
            drawTime: 'beforeDatasetsDraw',
          },
        ],
      },
    };
  }

  private dataset(s: Series, i: number, units: readonly string[]): LineDataset {
    const t = this.theme;
    const compared = this.data?.compared ?? false;
    // Two runs: colour says which run, paler lines are the quantities chosen later.
    const color = compared
      ? fade(t.runs[s.run], s.index === 0 ? 1 : s.index === 1 ? 0.7 : 0.5)
      : (t.series[s.index % t.series.length] ?? t.ink);
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
    const key = `${unit} ${kind}`;
    const keeper = this.ranges.get(key) ?? new AxisRange(kind, 0.5);
    this.ranges.set(key, keeper);
    const based: Range = kind === 'linear' && extent[0] >= 0 ? [0, extent[1]] : extent;
    return { kind, range: keeper.fit(unit === 'share' ? union(based, [0, 1]) : based) };
  }
}
