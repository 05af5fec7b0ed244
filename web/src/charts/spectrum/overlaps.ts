// Heat maps of squared overlaps between leading singular vectors: several pairs of matrices side by
// side, left vectors above right ones, all in one drawing with one colour scale.

import { Chart, type ChartConfiguration, type ChartDataset } from 'chart.js';
import { MatrixController, MatrixElement } from 'chartjs-chart-matrix';
import { colorScale } from '../common/color_scale';
import type { Label } from '../common/labels';
import { Plot, type Table } from '../common/plot';
import { LinearAxis } from '../common/scales';

Chart.register(MatrixController, MatrixElement);

export interface OverlapMap {
  /** Matrix whose vectors are the rows, and the one whose vectors are the columns. */
  row: string;
  column: string;
  side: 'left' | 'right';
  /** count x count, row-major. */
  values: ArrayLike<number>;
}

export interface OverlapsData {
  count: number;
  /** Left maps, then right maps, in the same order of pairs. */
  maps: readonly OverlapMap[];
  /** Maps per line of the drawing. */
  columns: number;
}

interface Cell {
  x: number;
  y: number;
  v: number;
  w: number;
  h: number;
}

/** Pixels: margins around a map, the line of its title, the colour bar below all maps. */
const MARGIN = { left: 30, right: 12, top: 26, bottom: 26 };
const BAR = { height: 10, space: 34, cells: 40 };

export class OverlapsChart extends Plot<OverlapsData> {
  private cells: Cell[] = [];
  private scale = colorScale(['#ffffff', '#000000']);

  describe(): string {
    const d = this.data;
    if (!d) return 'No overlaps yet.';
    const parts = d.maps.map(
      (m) =>
        `${m.side} vectors of ${m.row} and ${m.column}: leading pair ${(m.values[0] ?? NaN).toFixed(2)}`,
    );
    return `Squared overlaps of the ${d.count} leading singular vectors. ${parts.join('; ')}.`;
  }

  table(): Table {
    const d = this.data;
    if (!d) return { columns: [], rows: [] };
    return {
      columns: ['side', 'rows', 'columns', 'row vector', 'column vector', 'squared overlap'],
      rows: d.maps.flatMap((m) =>
        Array.from({ length: d.count ** 2 }, (_, k) => [
          m.side,
          m.row,
          m.column,
          Math.floor(k / d.count) + 1,
          (k % d.count) + 1,
          m.values[k] ?? NaN,
        ]),
      ),
    };
  }

  protected override configuration(): ChartConfiguration {
    const shared = super.configuration();
    const options = { ...shared.options };
    options.layout = { padding: 0, autoPadding: false };
    // Cells are placed in pixels, so another size is another drawing.
    options.onResize = () => requestAnimationFrame(() => this.data && this.update(this.data));
    return { ...shared, type: 'matrix', options };
  }

  protected override restyle(): void {
    const t = this.theme;
    this.scale = colorScale([t.sheet, t.runs[0], t.ink]);
  }

  protected refresh(d: OverlapsData): void {
    const area = this.size();
    const lines = Math.ceil(d.maps.length / d.columns);
    // Data coordinates are pixels, so that cells are square whatever the shape of the canvas.
    const hidden = (max: number, reverse: boolean): unknown => ({
      type: LinearAxis.id,
      offset: false,
      min: 0,
      max,
      reverse,
      display: false,
    });
    this.chart.options.scales = {
      x: hidden(area.width, false),
      y: hidden(area.height, true),
    } as never;
    this.cells = [];
    this.labels = [];
    const column = area.width / d.columns;
    const row = (area.height - BAR.space) / lines;
    const side = Math.max(
      20,
      Math.min(column - MARGIN.left - MARGIN.right, row - MARGIN.top - MARGIN.bottom),
    );
    d.maps.forEach((map, i) => {
      const left = (i % d.columns) * column + MARGIN.left;
      const top = Math.floor(i / d.columns) * row + MARGIN.top;
      this.addMap(map, d.count, left, top, side);
    });
    this.addBar(MARGIN.left, area.height - BAR.height - 6, Math.min(240, area.width - 170));
    const dataset = {
      type: 'matrix',
      data: this.cells,
      parsing: false,
      width: (context: { dataIndex: number }) => this.cells[context.dataIndex]?.w ?? 0,
      height: (context: { dataIndex: number }) => this.cells[context.dataIndex]?.h ?? 0,
      borderWidth: 0,
      backgroundColor: (context: { dataIndex: number }) =>
        this.scale(this.cells[context.dataIndex]?.v ?? NaN),
    };
    this.chart.data.datasets = [dataset as unknown as ChartDataset];
  }

  /** The frame's size: the canvas itself takes it only when the chart has been made. */
  private size(): { width: number; height: number } {
    const frame = this.canvas.parentElement ?? this.canvas;
    return { width: frame.clientWidth, height: frame.clientHeight };
  }

  private text(text: string, x: number, y: number, extra: Partial<Label> = {}): void {
    this.labels.push({
      text,
      x,
      y,
      color: this.theme.muted,
      align: 'center',
      fixed: true,
      ...extra,
    });
  }

  private addMap(map: OverlapMap, count: number, left: number, top: number, side: number): void {
    const t = this.theme;
    const letter = map.side === 'left' ? 'u' : 'v';
    const cell = side / count;
    this.text(`${map.side}: ${map.row} with ${map.column}`, left, top - 12, {
      color: t.ink,
      align: 'left',
    });
    for (let i = 0; i < count; i += 1) {
      for (let j = 0; j < count; j += 1) {
        const v = map.values[i * count + j] ?? NaN;
        const [x, y] = [left + (j + 0.5) * cell, top + (i + 0.5) * cell];
        this.cells.push({ x, y, v, w: cell - 1, h: cell - 1 });
        if (cell >= 24 && v >= 0.1) {
          const text = v >= 0.995 ? '1' : v.toFixed(2).slice(1);
          this.text(text, x, y, { color: v > 0.42 ? t.paper : t.ink, bare: true });
        }
      }
      if (cell < 15 && i !== 0 && i !== count - 1) continue;
      const at = (i + 0.5) * cell;
      this.text(i === 0 ? `${letter}1` : String(i + 1), left - 5, top + at, { align: 'right' });
      this.text(String(i + 1), left + at, top + side + 9);
    }
  }

  private addBar(left: number, top: number, width: number): void {
    const step = width / BAR.cells;
    const y = top + BAR.height / 2;
    for (let k = 0; k < BAR.cells; k += 1) {
      const x = left + 12 + (k + 0.5) * step;
      this.cells.push({ x, y, v: k / (BAR.cells - 1), w: step + 0.5, h: BAR.height });
    }
    this.text('0', left, y);
    this.text('1  squared overlap', left + width + 18, y, { align: 'left' });
  }
}
