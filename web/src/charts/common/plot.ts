// What every chart has in common: a Chart.js instance fed in place, a theme, a text alternative
// and a data table. A chart knows plain data only; who feeds it is not its business.

import {
  BasicPlatform,
  Chart,
  Filler,
  LineController,
  LineElement,
  PointElement,
  ScatterController,
  type ChartConfiguration,
  type ChartDataset,
} from 'chart.js';
import annotation, { type AnnotationOptions } from 'chartjs-plugin-annotation';
import { axis, type AxisSpec, type Range } from './axes';
import { labelsPlugin, type Label } from './labels';
import type { Points } from './points';
import { LinearAxis, LogAxis } from './scales';
import { DASHES, type Origin, type Theme } from './theme';

Chart.register(
  LineController,
  ScatterController,
  LineElement,
  PointElement,
  LinearAxis,
  LogAxis,
  Filler,
  annotation,
);
Chart.defaults.animation = false;
Chart.defaults.events = [];

export interface Table {
  columns: readonly string[];
  rows: readonly (readonly (number | string)[])[];
}

export type LineDataset = ChartDataset<'line'> & { data: { x: number; y: number }[] };

/** Axes, marks and margins of a figure. */
export interface Arrangement {
  scales: Record<string, unknown>;
  annotations?: AnnotationOptions[];
  /** Room at the right edge, in pixels. */
  right?: number;
}

export function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}

export abstract class Plot<Data> {
  protected data: Data | null = null;
  /** Texts in the drawing; read at every drawing. */
  protected labels: Label[] = [];
  private made: Chart | null = null;
  private arrangedFor: readonly unknown[] = [];
  private zoom: object | undefined;

  constructor(
    protected readonly canvas: HTMLCanvasElement,
    protected theme: Theme,
  ) {}

  /** Made when it is first needed: by then the subclass's own fields exist. */
  protected get chart(): Chart {
    return this.prepare();
  }

  /** Makes the chart before there is anything to draw. */
  prepare(): Chart {
    return (this.made ??= new Chart(this.canvas, this.configuration()));
  }

  /** Draws new data; cheap enough for every frame. */
  update(data: Data): void {
    if (this.data === null) this.restyle();
    this.data = data;
    this.refresh(data);
    this.chart.update('none');
  }

  /** Little room for words. */
  protected get isTight(): boolean {
    return this.chart.width < 430;
  }

  setTheme(theme: Theme): void {
    this.theme = theme;
    this.arrangedFor = [];
    this.restyle();
    if (this.data) this.update(this.data);
  }

  destroy(): void {
    this.made?.destroy();
    this.made = null;
  }

  /** The instance, for its size on screen. */
  get instance(): Chart {
    return this.chart;
  }

  /** The same figure drawn once more, onto a canvas or what behaves like one. */
  drawing(
    target: HTMLCanvasElement,
    size: { width: number; height: number; scale: number },
  ): Chart {
    const { type, options, plugins = [] } = this.chart.config as ChartConfiguration;
    target.width = size.width;
    target.height = size.height;
    const copy = new Chart(target, {
      type,
      // The platform without a DOM: no resizing, no events.
      platform: BasicPlatform,
      // Lines with segments are drawn stroke by stroke; others as a Path2D, which cannot be recorded.
      data: { datasets: this.chart.data.datasets.map((d) => ({ ...d, segment: {} })) as never },
      options: {
        ...options,
        responsive: false,
        devicePixelRatio: size.scale,
        // Nobody drags over a copy, and what it is drawn on may not hear events at all.
        plugins: { ...options?.plugins, zoom: false as never },
      },
      plugins,
    });
    copy.resize(size.width, size.height);
    copy.draw();
    return copy;
  }

  /** Lets a person drag over the figure; `zoomed` gets the ranges, and has them drawn or not. */
  async enableZoom(zoomed: (x: Range, y: Range) => void): Promise<void> {
    const { zoomOptions } = await import('./zoom');
    this.zoom = zoomOptions(this.theme, zoomed);
    this.arrangedFor = [];
    if (this.data) this.update(this.data);
  }

  /** Sets axes and marks when what they depend on changed: that is the costly part of an update. */
  protected arrange(depends: readonly unknown[], build: () => Arrangement): void {
    if (sameItems(depends, this.arrangedFor)) return;
    this.arrangedFor = depends;
    const { scales, annotations = [], right = 12 } = build();
    const { options } = this.chart;
    options.scales = scales as never;
    options.layout = { padding: { top: 10, right, bottom: 0, left: 0 } };
    options.plugins = {
      ...baseOptions(this.theme).plugins,
      annotation: { annotations },
      ...(this.zoom ? { zoom: this.zoom } : {}),
    };
  }

  /** What the figure shows, in a sentence or two. */
  abstract describe(): string;
  /** The numbers behind it. */
  abstract table(): Table;

  /** Copies the data into the datasets and scales. */
  protected abstract refresh(data: Data): void;

  /** What Chart.js is made with; a chart of another kind adds to it. */
  protected configuration(): ChartConfiguration {
    return {
      type: 'line',
      data: { datasets: [] },
      options: baseOptions(this.theme),
      plugins: [labelsPlugin(() => ({ labels: this.labels, theme: this.theme }))],
    };
  }

  /** Makes the datasets that stay from update to update, in the theme's colours. */
  protected restyle(): void {
    // A chart may as well make its datasets anew in `refresh`.
  }

  /** An axis at the bottom and one on the left. */
  protected axes(x: AxisSpec, y: AxisSpec): Record<'x' | 'y', unknown> {
    const { theme } = this;
    return {
      x: axis({ ...x, position: 'bottom' }, theme),
      y: axis({ ...y, position: 'left' }, theme),
    };
  }
}

/** Options that all figures share. */
export function baseOptions(theme: Theme): NonNullable<ChartConfiguration['options']> {
  return {
    responsive: true,
    maintainAspectRatio: false,
    animation: false,
    normalized: true,
    parsing: false,
    font: { family: theme.font },
    layout: { padding: { top: 10, right: 12, bottom: 0, left: 0 } },
    plugins: { legend: { display: false }, tooltip: { enabled: false } },
  };
}

/** Points without a line between them, fed from a point buffer. */
export function dots(
  points: Points,
  color: string,
  radius: number,
  extra: Partial<LineDataset> = {},
): LineDataset {
  return line(points, color, 'measured', {
    showLine: false,
    pointRadius: radius,
    pointBackgroundColor: color,
    pointBorderWidth: 0,
    ...extra,
  });
}

/** A line fed from a point buffer, in the style of its origin. */
export function line(
  points: Points,
  color: string,
  origin: Origin,
  extra: Partial<LineDataset> = {},
): LineDataset {
  return {
    type: 'line',
    data: points.data,
    parsing: false,
    normalized: true,
    borderColor: color,
    borderWidth: origin === 'measured' ? 1.75 : 1.5,
    borderDash: DASHES[origin],
    pointRadius: 0,
    pointHitRadius: 0,
    ...extra,
  };
}
