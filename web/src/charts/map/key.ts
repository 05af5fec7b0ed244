// The key below the maps: names of the phases beside their colours, or a colour bar with its ticks,
// and the signs that occur.

import type { Box } from './geometry';
import { markOf, paintMark, type Mark } from './paint';
import type { MapColor, Paint, PhaseMapData } from './map_data';
import { scalePlace, scaleTicks } from '../common/value_scale';

const TEXT = 11.5;
const SIGNS: Record<Mark, string> = {
  failed: 'not computed',
  unmeasured: 'not measurable',
  above: 'above the scale',
  below: 'below the scale',
};

export function paintKey(paint: Paint, data: PhaseMapData, box: Box): void {
  const { ctx, theme } = paint;
  ctx.font = `${TEXT}px ${theme.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const line = new KeyLine(paint, box);
  if (data.color.kind === 'phase') {
    for (const [phase, name] of Object.entries(data.phaseNames)) {
      if (occurs(data, phase)) line.swatch(theme.phases[phase] ?? theme.sheet, name);
    }
  } else {
    line.bar(data.color);
    if (occurs(data, 'diverged')) {
      line.swatch(theme.phases['diverged'] ?? theme.ink, data.phaseNames['diverged'] ?? 'diverged');
    }
  }
  for (const mark of marks(data)) line.sign(mark);
}

function occurs({ panels }: PhaseMapData, phase: string): boolean {
  return panels.some(({ cells }) => cells.some((c) => c?.state === 'known' && c.phase === phase));
}

function marks(data: PhaseMapData): Mark[] {
  const seen = new Set<Mark>();
  for (const { cells } of data.panels) {
    for (const cell of cells) {
      const mark = cell && markOf(data, cell);
      if (mark) seen.add(mark);
    }
  }
  return (Object.keys(SIGNS) as Mark[]).filter((mark) => seen.has(mark));
}

/** Entries from left to right, on as many lines as they need. */
class KeyLine {
  private x: number;
  private y: number;

  constructor(
    private readonly paint: Paint,
    private readonly box: Box,
  ) {
    this.x = box.left;
    this.y = box.top + 16;
  }

  swatch(color: string, name: string): void {
    const { ctx, theme } = this.paint;
    this.make(name, 18, (x, y) => {
      ctx.fillStyle = color;
      ctx.fillRect(x, y - 6, 13, 12);
      ctx.strokeStyle = theme.muted;
      ctx.lineWidth = 1;
      ctx.strokeRect(x + 0.5, y - 5.5, 12, 11);
    });
  }

  sign(mark: Mark): void {
    const { ctx, theme } = this.paint;
    this.make(SIGNS[mark], 15, (x, y) => {
      ctx.strokeStyle = theme.ink;
      ctx.fillStyle = theme.ink;
      paintMark(ctx, mark, x + 6, y, 4);
    });
  }

  /** The scale: the bar, its ticks below, its title beside it. */
  bar(color: Extract<MapColor, { kind: 'value' }>): void {
    const { ctx, theme, shade } = this.paint;
    const width = Math.round(Math.min(280, 0.55 * this.box.width));
    const { left } = this.box;
    const top = this.box.top + 8;
    for (let x = 0; x < width; x += 2) {
      ctx.fillStyle = shade(x / width);
      ctx.fillRect(left + x, top, Math.min(2, width - x), 11);
    }
    ctx.strokeStyle = theme.muted;
    ctx.lineWidth = 1;
    ctx.strokeRect(left - 0.5, top - 0.5, width + 1, 12);
    ctx.fillStyle = theme.muted;
    ctx.textAlign = 'center';
    let free = -Infinity;
    ctx.beginPath();
    for (const { value, label } of scaleTicks(color.scale)) {
      const x = left + scalePlace(color.scale, value) * width;
      ctx.moveTo(x, top + 12);
      ctx.lineTo(x, top + 15);
      const half = ctx.measureText(label).width / 2;
      if (x - half < free) continue;
      ctx.fillText(label, x, top + 23);
      free = x + half + 6;
    }
    ctx.stroke();
    ctx.textAlign = 'left';
    ctx.fillStyle = theme.ink;
    ctx.fillText(color.title, left + width + 12, top + 6);
    this.x = left + width + 28 + ctx.measureText(color.title).width;
    this.y = top + 6;
    if (this.x > this.box.left + 0.7 * this.box.width) this.wrap(44);
  }

  private make(name: string, room: number, sample: (x: number, y: number) => void): void {
    const { ctx, theme } = this.paint;
    const width = room + ctx.measureText(name).width;
    if (this.x > this.box.left && this.x + width > this.box.left + this.box.width) this.wrap(20);
    sample(this.x, this.y);
    ctx.fillStyle = theme.ink;
    ctx.fillText(name, this.x + room, this.y);
    this.x += width + 16;
  }

  private wrap(down: number): void {
    this.x = this.box.left;
    this.y += down;
  }
}
