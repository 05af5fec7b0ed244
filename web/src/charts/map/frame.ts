// Around the cells of a panel: its frame, title, axes, and the name of theory's line.

import { logTicks } from '../common/ticks';
import type { PanelGrid } from './geometry';
import type { MapPanel, Paint, PhaseMapData } from './map_data';

const SIZE = { tick: 11, axis: 12, title: 13 } as const;

export function paintFrame(
  paint: Paint,
  data: PhaseMapData,
  panel: MapPanel,
  grid: PanelGrid,
): void {
  const { ctx, theme } = paint;
  const { box } = grid;
  const bottom = box.top + box.height;
  ctx.strokeStyle = theme.muted;
  ctx.lineWidth = 1;
  ctx.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1);
  paintRateAxis(paint, grid);
  paintRowAxis(paint, panel, grid);

  ctx.fillStyle = theme.muted;
  ctx.font = `${SIZE.axis}px ${theme.font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText('learning rate η', box.left + box.width / 2, bottom + 32);
  ctx.save();
  ctx.translate(box.left - 40, box.top + box.height / 2);
  ctx.rotate(-Math.PI / 2);
  ctx.fillText(data.rowTitle, 0, 0);
  ctx.restore();

  ctx.textAlign = 'left';
  ctx.fillStyle = theme.ink;
  ctx.font = `600 ${SIZE.title}px ${theme.font}`;
  ctx.fillText(panel.title, box.left, box.top - 26);
  paintThresholdName(paint, panel, grid, ctx.measureText(panel.title).width);
}

/** Above the frame, where the line leaves it. */
function paintThresholdName(
  { ctx, theme }: Paint,
  { threshold }: MapPanel,
  grid: PanelGrid,
  titleWidth: number,
): void {
  const rate = threshold?.rates.findLast((r) => Number.isFinite(r)) ?? NaN;
  const { box } = grid;
  const x = grid.rateX(rate);
  if (!threshold || !(x >= box.left && x <= box.left + box.width)) return;
  ctx.font = `${SIZE.tick}px ${theme.font}`;
  ctx.fillStyle = theme.muted;
  const width = ctx.measureText(threshold.text).width;
  const left = Math.min(Math.max(x - width / 2, box.left), box.left + box.width - width);
  const meets = left < box.left + titleWidth + 8;
  ctx.fillText(threshold.text, left, box.top - (meets ? 10 : 12));
}

function paintRateAxis({ ctx, theme }: Paint, grid: PanelGrid): void {
  const { box } = grid;
  const bottom = box.top + box.height;
  ctx.strokeStyle = theme.muted;
  ctx.fillStyle = theme.muted;
  ctx.font = `${SIZE.tick}px ${theme.font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  let free = -Infinity;
  ctx.beginPath();
  for (const { value, label } of logTicks(grid.range)) {
    const x = Math.round(grid.rateX(value)) + 0.5;
    ctx.moveTo(x, bottom + 1);
    ctx.lineTo(x, bottom + (label === '' ? 3 : 5));
    const width = ctx.measureText(label).width;
    if (label === '' || x - width / 2 < free) continue;
    ctx.fillText(label, x, bottom + 14);
    free = x + width / 2 + 6;
  }
  ctx.stroke();
}

function paintRowAxis({ ctx, theme }: Paint, panel: MapPanel, grid: PanelGrid): void {
  const { box, rows } = grid;
  ctx.textAlign = 'right';
  const every = Math.max(1, Math.ceil(15 / (box.height / rows)));
  ctx.beginPath();
  panel.rows.forEach((name, row) => {
    if (row % every !== 0) return;
    const y = Math.round(box.top + box.height * (1 - (row + 0.5) / rows)) + 0.5;
    ctx.moveTo(box.left - 1, y);
    ctx.lineTo(box.left - 4, y);
    ctx.fillText(name, box.left - 7, y);
  });
  ctx.stroke();
  ctx.strokeStyle = theme.muted;
}
