// Maps side by side on one colour scale, with their key: what is drawn for which data. Cells are
// painted by a plug-in of the chart straight onto its canvas. Elements of a matrix chart would be
// laid out one by one for each of thousands of cells, and boundaries, blocks that stand for cells to
// come and marks for values outside the scale would still have to be painted beside them.

import type { ChartConfiguration, Plugin } from 'chart.js';
import { colorScale } from '../common/color_scale';
import { layoutPanels, PanelGrid } from './geometry';
import { paintKey } from './key';
import { paintPanel } from './paint';
import type { Paint, PhaseMapData } from './map_data';
import { baseOptions, Plot, type Table } from '../common/plot';
import { LinearAxis } from '../common/scales';

/** Steps of a colour scale; finer than the eye. */
const SHADES = 256;

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

  protected override configuration(): ChartConfiguration {
    const options = baseOptions(this.theme);
    options.layout = { padding: 0, autoPadding: false };
    options.onResize = () => this.onResize();
    return { type: 'scatter', data: { datasets: [] }, options, plugins: [this.painter()] };
  }

  protected override restyle(): void {
    const scale = colorScale(this.theme.scale);
    this.shades = Array.from({ length: SHADES }, (_, i) => scale(i / (SHADES - 1)));
  }

  protected refresh(): void {
    const hidden = { type: LinearAxis.id, display: false };
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
