// Maps side by side on one colour scale, with their key: what is drawn for which data. Cells are
// painted by a plug-in of the chart straight onto its canvas. Elements of a matrix chart would be
// laid out one by one for each of thousands of cells, and boundaries, blocks that stand for cells to
// come and marks for values outside the scale would still have to be painted beside them.

import type { ChartConfiguration, Plugin } from 'chart.js';
import { colorScale } from '../common/color_scale';
import { layoutPanels, PanelGrid } from './geometry';
import { paintKey } from './key';
import { paintPanel } from './paint';
import { baseOptions, Plot, type Table } from '../common/plot';
import type { Theme } from '../common/theme';
import type { ValueScale } from '../common/value_scale';

export interface MapCell {
  /** `failed`: computing it was given up. A cell that is missing is absent instead. */
  state: 'known' | 'failed';
  phase: string;
  /** NaN when the quantity on display could not be measured. */
  value: number;
}

/** A rate for each row, where theory expects something; NaN where it expects nothing. */
export interface Threshold {
  text: string;
  rates: readonly number[];
}

export interface MapPanel {
  title: string;
  /** Rising. */
  rates: readonly number[];
  /** Names of the rows, from the bottom. */
  rows: readonly string[];
  /** By row, then rate. */
  cells: readonly (MapCell | undefined)[];
  threshold: Threshold | null;
}

/** What colours mean: the phase, or a number. */
export type MapColor = { kind: 'phase' } | { kind: 'value'; title: string; scale: ValueScale };

export interface PhaseMapData {
  panels: readonly MapPanel[];
  rowTitle: string;
  /** Rows are steps of one run: a missing cell is not guessed from those above and below it. */
  rowsApart: boolean;
  color: MapColor;
  /** Phase -> its name. */
  phaseNames: Readonly<Record<string, string>>;
  /** Draw the lines between phases. */
  boundary: boolean;
  /** The text alternative, and the numbers; asked for when they are needed. */
  describe: () => string;
  table: () => Table;
}

/** Steps of a colour scale; finer than the eye. */
const SHADES = 256;

/** What painting needs to know besides the data. */
export interface Paint {
  ctx: CanvasRenderingContext2D;
  theme: Theme;
  /** The colour at a place 0 .. 1 of the scale. */
  shade: (place: number) => string;
}

export class PhaseMap extends Plot<PhaseMapData> {
  private shades: string[] = [];

  /** Cells change often; what Chart.js lays out around them does not. */
  override update(data: PhaseMapData): void {
    if (!this.data) {
      super.update(data);
      return;
    }
    this.data = data;
    this.chart.draw();
  }

  describe(): string {
    return this.data?.describe() ?? 'No map yet.';
  }

  table(): Table {
    return this.data?.table() ?? { columns: [], rows: [] };
  }

  /** Cells on screen, for who wants to know what is under a pointer. */
  grids(): PanelGrid[] {
    return this.data ? gridsOf(this.data, this.chart.width, this.chart.height) : [];
  }

  /** Called when the figure has another size. */
  onResize: () => void = () => undefined;

  protected configuration(): ChartConfiguration {
    const options = baseOptions(this.theme);
    options.layout = { padding: 0, autoPadding: false };
    options.onResize = () => this.onResize();
    return { type: 'scatter', data: { datasets: [] }, options, plugins: [this.painter()] };
  }

  protected restyle(): void {
    const scale = colorScale(this.theme.scale);
    this.shades = Array.from({ length: SHADES }, (_, i) => scale(i / (SHADES - 1)));
  }

  protected refresh(): void {
    const hidden = { display: false };
    this.arrange([], () => ({ scales: { x: hidden, y: hidden }, right: 0 }));
  }

  private painter(): Plugin {
    return {
      id: 'phaseMap',
      afterDraw: ({ ctx, width, height }) => {
        const { data } = this;
        if (!data) return;
        const paint: Paint = {
          ctx,
          theme: this.theme,
          shade: (place) =>
            this.shades[Math.round(Math.min(1, Math.max(0, place)) * (SHADES - 1))] ?? '#000',
        };
        ctx.save();
        const grids = gridsOf(data, width, height);
        data.panels.forEach((panel, i) => {
          const grid = grids[i];
          if (grid) paintPanel(paint, data, panel, grid);
        });
        paintKey(paint, data, layoutPanels(width, height, data.panels.length).key);
        ctx.restore();
      },
    };
  }
}

function gridsOf(data: PhaseMapData, width: number, height: number): PanelGrid[] {
  const { panels } = layoutPanels(width, height, data.panels.length);
  return data.panels.flatMap((panel, i) => {
    const box = panels[i];
    return box ? [new PanelGrid(box, panel.rates, panel.rows.length)] : [];
  });
}
