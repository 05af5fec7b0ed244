// Hatching: slanted lines over some boxes. On a canvas they come from a small tile that repeats,
// because thousands of slanted lines through a clip of many boxes cost more than all else in a map;
// where there are no tiles, as in a drawing saved as SVG, they are drawn one by one.

import type { Box } from './geometry';

export interface Hatching {
  color: string;
  /** Of a line, and from one line to the next along the x axis, in pixels. */
  width: number;
  pitch: number;
}

const tiles = new Map<string, CanvasPattern | null>();

export function hatch(
  ctx: CanvasRenderingContext2D,
  boxes: readonly Box[],
  hatching: Hatching,
): void {
  if (boxes.length === 0) return;
  const tile = tileFor(ctx, hatching);
  if (tile) {
    ctx.fillStyle = tile;
    for (const { left, top, width, height } of boxes) ctx.fillRect(left, top, width, height);
    return;
  }
  ctx.save();
  ctx.beginPath();
  for (const { left, top, width, height } of boxes) ctx.rect(left, top, width, height);
  ctx.clip();
  const left = Math.min(...boxes.map((b) => b.left));
  const top = Math.min(...boxes.map((b) => b.top));
  const right = Math.max(...boxes.map((b) => b.left + b.width));
  const bottom = Math.max(...boxes.map((b) => b.top + b.height));
  strokeLines(ctx, { left, top, width: right - left, height: bottom - top }, hatching);
  ctx.restore();
}

function strokeLines(
  ctx: CanvasRenderingContext2D,
  { left, top, width, height }: Box,
  hatching: Hatching,
): void {
  ctx.strokeStyle = hatching.color;
  ctx.lineWidth = hatching.width;
  ctx.beginPath();
  for (let x = left - height; x <= left + width; x += hatching.pitch) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.stroke();
}

/** A tile in the pixels of the screen, so that it is copied and not resampled. */
function tileFor(
  ctx: CanvasRenderingContext2D,
  { color, width, pitch }: Hatching,
): CanvasPattern | null {
  if (!('createPattern' in ctx)) return null;
  const scale = ctx.getTransform().a;
  const key = [color, width, pitch, scale].join(' ');
  let tile = tiles.get(key);
  if (tile === undefined) {
    const canvas = document.createElement('canvas');
    const side = Math.max(2, Math.round(pitch * scale));
    canvas.width = canvas.height = side;
    const pen = canvas.getContext('2d');
    // The neighbours' lines reach into the corners.
    const around = { left: -side, top: -side, width: 3 * side, height: 3 * side };
    if (pen) strokeLines(pen, around, { color, width: width * scale, pitch: side });
    tile = ctx.createPattern(canvas, 'repeat');
    tile?.setTransform(new DOMMatrix([1 / scale, 0, 0, 1 / scale, 0, 0]));
    tiles.set(key, tile);
  }
  return tile;
}
