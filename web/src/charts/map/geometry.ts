// Where things are in a map: panels on the canvas, cells in a panel, lines between unlike cells.
// Columns are rates on a log axis; rows are equally high and counted from the bottom. A cell's
// index is row * columns + column.

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** Pixels around the cells of a panel, for its title, ticks and axis titles. */
export const MARGIN = { left: 52, right: 14, top: 40, bottom: 42 } as const;
/** Least width of a panel, margins included, beside another one. */
const LEAST_WIDTH = 330;
/** Below this the key needs more lines. */
const NARROW = 560;

/** Height kept for the key below all panels, whatever it shows. */
export function keyHeight(width: number): number {
  return width < NARROW ? 92 : 46;
}

/** Panels in one line of the drawing. */
export function panelsAbreast(width: number, count: number): number {
  return Math.max(1, Math.min(count, Math.floor(width / LEAST_WIDTH)));
}

/** The boxes that the cells of `count` panels fill, and the box of the key. */
export function layoutPanels(
  width: number,
  height: number,
  count: number,
): { panels: Box[]; key: Box } {
  const abreast = panelsAbreast(width, count);
  const lines = Math.ceil(count / abreast);
  const tall = keyHeight(width);
  const cell = { width: width / abreast, height: (height - tall) / lines };
  const panels = Array.from({ length: count }, (_, i) => ({
    left: Math.round((i % abreast) * cell.width + MARGIN.left),
    top: Math.round(Math.floor(i / abreast) * cell.height + MARGIN.top),
    width: Math.max(1, Math.round(cell.width - MARGIN.left - MARGIN.right)),
    height: Math.max(1, Math.round(cell.height - MARGIN.top - MARGIN.bottom)),
  }));
  const key = {
    left: MARGIN.left,
    top: height - tall,
    width: width - MARGIN.left - MARGIN.right,
    height: tall,
  };
  return { panels, key };
}

/** Edges of the columns in log10 of the rate: half-way between neighbours, the outer ones alike. */
export function rateEdges(rates: readonly number[]): number[] {
  const at = rates.map(Math.log10);
  const [first = 0, second] = at;
  if (second === undefined) return [first - 0.25, first + 0.25];
  const inner = at.slice(1).map((x, i) => (x + at[i]!) / 2);
  const last = at.length - 1;
  return [first - (second - first) / 2, ...inner, at[last]! + (at[last]! - at[last - 1]!) / 2];
}

/** Cells of one panel in pixels. */
export class PanelGrid {
  private readonly edges: number[];
  /** Pixels of the edges of columns and rows. */
  private readonly xs: readonly number[];
  private readonly ys: readonly number[];

  constructor(
    readonly box: Box,
    rates: readonly number[],
    readonly rows: number,
  ) {
    this.edges = rateEdges(rates);
    this.xs = this.edges.map((edge) => Math.round(this.rateX(10 ** edge)));
    this.ys = Array.from({ length: rows + 1 }, (_, row) =>
      Math.round(box.top + box.height * (1 - row / rows)),
    );
  }

  get columns(): number {
    return this.edges.length - 1;
  }

  /** Ends of the axis, as rates. */
  get range(): [number, number] {
    return [10 ** this.edges[0]!, 10 ** this.edges.at(-1)!];
  }

  /** Horizontal place of a rate; may lie outside the box. */
  rateX(rate: number): number {
    const [low, high] = [this.edges[0]!, this.edges.at(-1)!];
    return this.box.left + ((Math.log10(rate) - low) / (high - low)) * this.box.width;
  }

  /** Left edge of a column; `columns` is the right end. */
  columnX(column: number): number {
    return this.xs[column] ?? NaN;
  }

  /** Lower edge of a row; `rows` is the upper end. */
  rowY(row: number): number {
    return this.ys[row] ?? NaN;
  }

  cell(column: number, row: number): Box {
    const left = this.columnX(column);
    const top = this.rowY(row + 1);
    return {
      left,
      top,
      width: this.columnX(column + 1) - left,
      height: this.rowY(row) - top,
    };
  }

  /** The cell under a point, or null outside the box. */
  hit(x: number, y: number): { column: number; row: number } | null {
    const { left, top, width, height } = this.box;
    if (!(x >= left && x <= left + width && y >= top && y <= top + height)) return null;
    let column = 0;
    while (column < this.columns - 1 && x >= this.columnX(column + 1)) column += 1;
    let row = 0;
    while (row < this.rows - 1 && y < this.rowY(row + 1)) row += 1;
    return { column, row };
  }
}

/**
 * For each cell the known cell that stands for it: itself, or the nearest one while it is missing;
 * -1 where there is none. So a coarse map is drawn in large blocks that are refined.
 * @param withinRow  rows say nothing about each other
 */
export function nearestKnown(
  known: readonly boolean[],
  columns: number,
  withinRow: boolean,
): Int32Array {
  const source = new Int32Array(known.length).fill(-1);
  let front: number[] = [];
  known.forEach((is, i) => {
    if (!is) return;
    source[i] = i;
    front.push(i);
  });
  while (front.length > 0) {
    const next: number[] = [];
    for (const i of front) {
      const column = i % columns;
      const around = [
        column > 0 ? i - 1 : -1,
        column < columns - 1 ? i + 1 : -1,
        withinRow ? -1 : i - columns,
        withinRow ? -1 : i + columns,
      ];
      for (const j of around) {
        if (j < 0 || j >= known.length || source[j] !== -1) continue;
        source[j] = source[i]!;
        next.push(j);
      }
    }
    front = next;
  }
  return source;
}

/** A line along the edges of cells, in units of columns and rows. */
export interface Segment {
  from: readonly [number, number];
  to: readonly [number, number];
}

/** Lines between neighbours that differ; null differs from nothing. Collinear pieces are joined. */
export function boundaries(values: readonly (string | null)[], columns: number): Segment[] {
  const rows = Math.ceil(values.length / columns);
  const differ = (a: string | null | undefined, b: string | null | undefined): boolean =>
    a !== b && typeof a === 'string' && typeof b === 'string';
  const found: Segment[] = [];
  for (let column = 1; column < columns; column += 1) {
    runs(rows, (row) => {
      const i = row * columns + column;
      return differ(values[i - 1], values[i]);
    }).forEach(([a, b]) => found.push({ from: [column, a], to: [column, b] }));
  }
  for (let row = 1; row < rows; row += 1) {
    runs(columns, (column) => {
      const i = row * columns + column;
      return differ(values[i - columns], values[i]);
    }).forEach(([a, b]) => found.push({ from: [a, row], to: [b, row] }));
  }
  return found;
}

/** Stretches [a, b) of 0 .. length in which `is` holds. */
function runs(length: number, is: (i: number) => boolean): [number, number][] {
  const found: [number, number][] = [];
  let start = -1;
  for (let i = 0; i <= length; i += 1) {
    const inside = i < length && is(i);
    if (inside && start < 0) start = i;
    if (!inside && start >= 0) {
      found.push([start, i]);
      start = -1;
    }
  }
  return found;
}

/** Columns of one row from which rectangles are tried; finer maps leave some out. */
const MOST_STARTS = 60;

/** Where the name of a region fits: the middle of its largest rectangle. */
export interface NamePlace {
  name: string;
  x: number;
  y: number;
}

/**
 * A place for the name of each value, in pixels; none where the region is too small for it.
 * @param size  pixels that a name needs
 */
export function namePlaces(
  values: readonly (string | null)[],
  grid: PanelGrid,
  size: (name: string) => { width: number; height: number },
): NamePlace[] {
  const best = new Map<string, { area: number; x: number; y: number }>();
  const { columns, rows } = grid;
  const sizes = new Map<string, { width: number; height: number }>();
  const stride = Math.ceil(columns / MOST_STARTS);
  const heights = new Int32Array(columns);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const i = row * columns + column;
      const same = row > 0 && values[i] === values[i - columns];
      heights[column] = same ? heights[column]! + 1 : 1;
    }
    // Every rectangle that ends in this row: as wide as its least height allows.
    for (let column = 0; column < columns; column += stride) {
      const name = values[row * columns + column];
      if (typeof name !== 'string') continue;
      let needed = sizes.get(name);
      if (!needed) sizes.set(name, (needed = size(name)));
      let high = heights[column]!;
      for (let end = column; end < columns; end += 1) {
        if (values[row * columns + end] !== name) break;
        high = Math.min(high, heights[end]!);
        const [left, right] = [grid.columnX(column), grid.columnX(end + 1)];
        const [top, bottom] = [grid.rowY(row + 1), grid.rowY(row + 1 - high)];
        if (right - left < needed.width || bottom - top < needed.height) continue;
        const area = (right - left) * (bottom - top);
        if (area <= (best.get(name)?.area ?? 0)) continue;
        best.set(name, { area, x: (left + right) / 2, y: (top + bottom) / 2 });
      }
    }
  }
  return [...best].map(([name, { x, y }]) => ({ name, x, y }));
}
