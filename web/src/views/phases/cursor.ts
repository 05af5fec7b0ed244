// The cell a person looks at: found under the pointer, moved by the arrow keys, announced as a cell
// of a grid, and outlined on the map.

import type { PanelGrid } from '../../charts/map/geometry';
import type { CellPlace } from '../../config/map/map';
import { h, on, setAttribute, uniqueId } from '../common/dom';

export interface CursorOptions {
  /** Grids on the canvas, one for each optimizer. */
  grids: () => readonly PanelGrid[];
  /** Another cell is looked at. */
  look: (place: CellPlace) => void;
  /** A cell was chosen to be opened. */
  open: (place: CellPlace) => void;
  /** The cell in words. */
  words: (place: CellPlace) => string;
}

interface Layer {
  grid: HTMLElement;
  cell: HTMLElement;
}

export class PhasesCursor {
  /** Lies over the canvas. */
  readonly element = h('div', { class: 'map-cursor' });
  place: CellPlace | null = null;
  private layers: Layer[] = [];
  private beforeTouch: CellPlace | null = null;

  constructor(private readonly options: CursorOptions) {}

  /** Puts the layers where the panels are; `names` are those of the panels. */
  layout(names: readonly string[]): void {
    const grids = this.options.grids();
    if (this.layers.length !== names.length) {
      this.layers = names.map((_, i) => this.makeLayer(i));
      this.element.replaceChildren(...this.layers.map((l) => l.grid));
    }
    if (this.place && !grids[this.place.optimizer]) this.place = null;
    this.layers.forEach(({ grid }, i) => {
      const panel = grids[i];
      if (!panel) return;
      const { left, top, width, height } = panel.box;
      Object.assign(grid.style, {
        left: `${left}px`,
        top: `${top}px`,
        width: `${width}px`,
        height: `${height}px`,
      });
      setAttribute(
        grid,
        'aria-label',
        `${names[i] ?? ''}: learning rate by row; Enter opens a run`,
      );
      setAttribute(grid, 'aria-colcount', panel.columns);
      setAttribute(grid, 'aria-rowcount', panel.rows);
    });
    this.show();
  }

  /** Puts the outline around the present cell and says it. */
  show(): void {
    const grids = this.options.grids();
    this.layers.forEach(({ grid, cell }, i) => {
      const panel = grids[i];
      const place = this.place?.optimizer === i ? this.place : null;
      grid.classList.toggle('is-current', place !== null);
      if (!panel) return;
      const at = place ?? { optimizer: i, rate: 0, row: 0 };
      const box = panel.cell(
        Math.min(at.rate, panel.columns - 1),
        Math.min(at.row, panel.rows - 1),
      );
      Object.assign(cell.style, {
        transform: `translate(${box.left - panel.box.left}px, ${box.top - panel.box.top}px)`,
        width: `${box.width}px`,
        height: `${box.height}px`,
      });
      // A name of its own for each place: screen readers speak when the active cell changes.
      const id = `${grid.id}-${at.rate}-${at.row}`;
      if (cell.id !== id) {
        cell.id = id;
        setAttribute(grid, 'aria-activedescendant', id);
      }
      setAttribute(cell, 'aria-label', this.options.words(at));
      setAttribute(cell, 'aria-colindex', at.rate + 1);
      setAttribute(cell.parentElement!, 'aria-rowindex', panel.rows - at.row);
    });
  }

  private makeLayer(optimizer: number): Layer {
    const cell = h('div', { role: 'gridcell', class: 'map-cell', 'aria-selected': 'true' });
    const grid = h(
      'div',
      { role: 'grid', id: uniqueId('map'), tabindex: '0', class: 'map-grid' },
      h('div', { role: 'row' }, cell),
    );
    const under = (event: MouseEvent): CellPlace | null => {
      const panel = this.options.grids()[optimizer];
      const frame = this.element.getBoundingClientRect();
      const hit = panel?.hit(event.clientX - frame.left, event.clientY - frame.top);
      return hit ? { optimizer, rate: hit.column, row: hit.row } : null;
    };
    on(grid, 'pointermove', (event) => {
      if (event.pointerType !== 'touch') this.look(under(event));
    });
    on(grid, 'pointerdown', (event) => {
      this.beforeTouch = event.pointerType === 'touch' ? this.place : null;
      if (event.pointerType === 'touch') this.look(under(event));
    });
    on(grid, 'click', (event) => {
      const place = under(event);
      if (!place) return;
      // The first touch of a cell shows it, the second one opens it.
      const isTouch = event.pointerType === 'touch';
      const isFirst = isTouch && !samePlace(this.beforeTouch, place);
      this.look(place);
      if (!isFirst) this.options.open(place);
    });
    on(grid, 'focus', () => {
      if (this.place?.optimizer !== optimizer) this.look({ optimizer, rate: 0, row: 0 });
    });
    on(grid, 'keydown', (event) => this.key(event, optimizer));
    return { grid, cell };
  }

  private key(event: KeyboardEvent, optimizer: number): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const panel = this.options.grids()[optimizer];
    if (!panel) return;
    const { rate, row } = this.place?.optimizer === optimizer ? this.place : { rate: 0, row: 0 };
    const last = { rate: panel.columns - 1, row: panel.rows - 1 };
    const moved: Record<string, [number, number]> = {
      ArrowRight: [rate + 1, row],
      ArrowLeft: [rate - 1, row],
      ArrowUp: [rate, row + 1],
      ArrowDown: [rate, row - 1],
      Home: [0, row],
      End: [last.rate, row],
      PageUp: [rate, last.row],
      PageDown: [rate, 0],
    };
    const to = moved[event.key];
    if (to) {
      const clamp = (x: number, most: number): number => Math.min(most, Math.max(0, x));
      this.look({ optimizer, rate: clamp(to[0], last.rate), row: clamp(to[1], last.row) });
    } else if (event.key === 'Enter' || event.key === ' ') {
      this.options.open({ optimizer, rate, row });
    } else return;
    event.preventDefault();
  }

  private look(place: CellPlace | null): void {
    if (!place || samePlace(this.place, place)) return;
    this.place = place;
    this.show();
    this.options.look(place);
  }
}

export function samePlace(a: CellPlace | null, b: CellPlace | null): boolean {
  return a?.optimizer === b?.optimizer && a?.rate === b?.rate && a?.row === b?.row;
}
