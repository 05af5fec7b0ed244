// One panel of a map: cells, marks in them, lines between phases, theory's threshold, frame, ticks.

import { isDark } from '../common/color_scale';
import { hatch } from './hatch';
import { boundaries, namePlaces, nearestKnown, type Box, type PanelGrid } from './geometry';
import { paintFrame } from './frame';
import type { MapCell, MapPanel, Paint, PhaseMapData } from './map_data';
import { scalePlace } from '../common/value_scale';

/** Pixels between the lines of a hatching, and of a line. */
const HATCH = { ground: { pitch: 8, width: 1 }, block: { pitch: 5, width: 1.5 } } as const;
const NAME_SIZE = 12;

export function paintPanel(
  paint: Paint,
  data: PhaseMapData,
  panel: MapPanel,
  grid: PanelGrid,
): void {
  const { ctx } = paint;
  const known = panel.cells.map((cell) => cell?.state === 'known');
  const source = nearestKnown(known, grid.columns, data.rowsApart);
  const phases = Array.from(source, (from) => panel.cells[from]?.phase ?? null);
  ctx.save();
  ctx.beginPath();
  ctx.rect(grid.box.left, grid.box.top, grid.box.width, grid.box.height);
  ctx.clip();
  paintGround(paint, grid);
  paintCells(paint, data, panel, grid, source);
  paintMarks(paint, data, panel, grid);
  if (data.boundary) paintBoundary(paint, grid, phases);
  paintThreshold(paint, panel, grid);
  if (data.color.kind === 'phase') paintNames(paint, data, grid, phases);
  ctx.restore();
  paintFrame(paint, data, panel, grid);
}

/** The colour of a known cell. */
export function cellColor({ theme, shade }: Paint, { color }: PhaseMapData, cell: MapCell): string {
  if (color.kind === 'phase' || cell.phase === 'diverged') {
    return theme.phases[cell.phase] ?? theme.sheet;
  }
  const place = scalePlace(color.scale, cell.value);
  return Number.isNaN(place) ? theme.sheet : shade(place);
}

/** What nothing is known about: hatched, so that it is not taken for a colour of the scale. */
function paintGround({ ctx, theme }: Paint, grid: PanelGrid): void {
  const { box } = grid;
  ctx.fillStyle = theme.sheet;
  ctx.fillRect(box.left, box.top, box.width, box.height);
  hatch(ctx, [box], { ...HATCH.ground, color: theme.faint });
}

function paintCells(
  paint: Paint,
  data: PhaseMapData,
  panel: MapPanel,
  grid: PanelGrid,
  source: Int32Array,
): void {
  const { ctx, theme } = paint;
  const colors = panel.cells.map((cell) =>
    cell?.state === 'known' ? cellColor(paint, data, cell) : '',
  );
  const colorAt = (i: number): string =>
    panel.cells[i]?.state === 'failed' ? '' : (colors[source[i] ?? -1] ?? '');
  eachStretch(grid, colorAt, (color, box) => {
    ctx.fillStyle = color;
    ctx.fillRect(box.left, box.top, box.width, box.height);
  });
  // Blocks that stand for cells still to come are hatched.
  const blockAt = (i: number): string => (source[i] !== i && colorAt(i) !== '' ? 'block' : '');
  const blocks: Box[] = [];
  eachStretch(grid, blockAt, (_, box) => blocks.push(box));
  ctx.globalAlpha = 0.45;
  hatch(ctx, blocks, { ...HATCH.block, color: theme.paper });
  ctx.globalAlpha = 1;
}

/** Neighbours in a row that look the same, as one box; what looks like nothing is left out. */
function eachStretch(
  grid: PanelGrid,
  lookOf: (i: number) => string,
  draw: (look: string, box: Box) => void,
): void {
  for (let row = 0; row < grid.rows; row += 1) {
    const top = grid.rowY(row + 1);
    const height = grid.rowY(row) - top;
    for (let column = 0; column < grid.columns;) {
      const look = lookOf(row * grid.columns + column);
      let end = column + 1;
      while (end < grid.columns && lookOf(row * grid.columns + end) === look) end += 1;
      const left = grid.columnX(column);
      if (look !== '') draw(look, { left, top, width: grid.columnX(end) - left, height });
      column = end;
    }
  }
}

/** Signs in cells that no colour can tell about: given up, not measurable, outside the scale. */
function paintMarks(paint: Paint, data: PhaseMapData, panel: MapPanel, grid: PanelGrid): void {
  const { ctx, theme } = paint;
  panel.cells.forEach((cell, i) => {
    if (!cell) return;
    const mark = markOf(data, cell);
    if (!mark) return;
    const box = grid.cell(i % grid.columns, Math.floor(i / grid.columns));
    const ground = cell.state === 'failed' ? theme.sheet : cellColor(paint, data, cell);
    ctx.strokeStyle = isDark(ground) ? '#ffffff' : '#1f1e1b';
    ctx.fillStyle = ctx.strokeStyle;
    paintMark(ctx, mark, box.left + box.width / 2, box.top + box.height / 2, markSize(box));
  });
}

const markSize = (box: { width: number; height: number }): number =>
  Math.max(2, Math.min(4.5, 0.32 * Math.min(box.width, box.height)));

export type Mark = 'failed' | 'unmeasured' | 'above' | 'below';

export function markOf({ color }: PhaseMapData, cell: MapCell): Mark | null {
  if (cell.state === 'failed') return 'failed';
  if (color.kind === 'phase' || cell.phase === 'diverged') return null;
  const place = scalePlace(color.scale, cell.value);
  if (Number.isNaN(place)) return 'unmeasured';
  return place > 1 + 1e-9 ? 'above' : place < -1e-9 ? 'below' : null;
}

export function paintMark(
  ctx: CanvasRenderingContext2D,
  mark: Mark,
  x: number,
  y: number,
  r: number,
): void {
  ctx.lineWidth = 1.25;
  ctx.beginPath();
  if (mark === 'failed') {
    ctx.moveTo(x - r, y - r);
    ctx.lineTo(x + r, y + r);
    ctx.moveTo(x - r, y + r);
    ctx.lineTo(x + r, y - r);
    ctx.stroke();
  } else if (mark === 'unmeasured') {
    ctx.moveTo(x - r, y);
    ctx.lineTo(x + r, y);
    ctx.stroke();
  } else {
    const up = mark === 'above' ? -1 : 1;
    ctx.moveTo(x - r, y - 0.6 * up * r);
    ctx.lineTo(x + r, y - 0.6 * up * r);
    ctx.lineTo(x, y + 0.8 * up * r);
    ctx.closePath();
    ctx.fill();
  }
}

function paintBoundary(
  { ctx, theme }: Paint,
  grid: PanelGrid,
  phases: readonly (string | null)[],
): void {
  const trace = (): void => {
    ctx.beginPath();
    for (const { from, to } of boundaries(phases, grid.columns)) {
      ctx.moveTo(grid.columnX(from[0]), grid.rowY(from[1]));
      ctx.lineTo(grid.columnX(to[0]), grid.rowY(to[1]));
    }
    ctx.stroke();
  };
  ctx.lineCap = 'square';
  ctx.strokeStyle = theme.paper;
  ctx.lineWidth = 3;
  trace();
  ctx.strokeStyle = theme.ink;
  ctx.lineWidth = 1.25;
  trace();
  ctx.lineCap = 'butt';
}

function paintNames(
  { ctx, theme }: Paint,
  data: PhaseMapData,
  grid: PanelGrid,
  phases: readonly (string | null)[],
): void {
  ctx.font = `${NAME_SIZE}px ${theme.font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  const text = (phase: string): string => data.phaseNames[phase] ?? phase;
  const places = namePlaces(phases, grid, (phase) => ({
    width: ctx.measureText(text(phase)).width + 10,
    height: NAME_SIZE + 6,
  }));
  ctx.lineJoin = 'round';
  ctx.lineWidth = 4;
  for (const { name, x, y } of places) {
    ctx.strokeStyle = theme.phases[name] ?? theme.paper;
    ctx.strokeText(text(name), x, y);
    ctx.fillStyle = name === 'diverged' ? theme.paper : theme.phaseInk;
    ctx.fillText(text(name), x, y);
  }
}

/** The rate at each row, joined to a line. */
function paintThreshold({ ctx, theme }: Paint, { threshold }: MapPanel, grid: PanelGrid): void {
  if (!threshold) return;
  const { box, rows } = grid;
  const points = threshold.rates.flatMap((rate, row) =>
    rate > 0 && Number.isFinite(rate)
      ? [{ x: grid.rateX(rate), y: box.top + box.height * (1 - (row + 0.5) / rows) }]
      : [],
  );
  if (points.length === 0) return;
  const trace = (): void => {
    ctx.beginPath();
    // To the very edges of the map, at the rates of the outermost rows.
    ctx.moveTo(points[0]!.x, box.top + box.height);
    for (const { x, y } of points) ctx.lineTo(x, y);
    ctx.lineTo(points.at(-1)!.x, box.top);
    ctx.stroke();
  };
  ctx.strokeStyle = theme.paper;
  ctx.globalAlpha = 0.75;
  ctx.lineWidth = 4;
  trace();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = theme.ink;
  ctx.lineWidth = 1.75;
  ctx.setLineDash([2, 3]);
  trace();
  ctx.setLineDash([]);
}
