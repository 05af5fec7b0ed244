// Direct labels: short texts beside what they name, drawn into the figure with a halo in the
// paper's colour. A label that would cover another one moves up, and is left out when it cannot.

import type { Chart, Plugin } from 'chart.js';
import type { Theme } from './theme';

export interface Label {
  text: string;
  /** Data coordinates, or `top`/`right` for an edge of the plot. */
  x: number | 'right';
  y: number | 'top';
  color: string;
  /** Scale of y; the left one when absent. */
  yAxis?: string;
  align?: 'left' | 'center' | 'right';
  /** Pixels from the anchor. */
  dx?: number;
  dy?: number;
  /** Higher ones are placed first. */
  priority?: number;
  italic?: boolean;
  /** Without a halo, for text on a coloured ground. */
  bare?: boolean;
  /** Stays where it is and heeds no other label. */
  fixed?: boolean;
  /** Dash pattern of a short piece of line before the text, as in a key. */
  dash?: readonly number[];
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const SIZE = 11.5;
/** Length of the piece of line before a text, and its distance from it, in pixels. */
const SAMPLE = { length: 24, gap: 6 };
const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** `source` is asked at every drawing, so labels follow the data without an update of options. */
export function labelsPlugin(source: () => { labels: readonly Label[]; theme: Theme }): Plugin {
  return {
    id: 'directLabels',
    afterDatasetsDraw: (chart) => {
      const { labels, theme } = source();
      drawLabels(chart, labels, theme);
    },
  };
}

function drawLabels(chart: Chart, labels: readonly Label[], theme: Theme): void {
  const { ctx, chartArea: area } = chart;
  const placed: Box[] = [];
  ctx.save();
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  const ordered = [...labels].sort((a, b) => (b.priority ?? 0) - (a.priority ?? 0));
  for (const label of ordered) {
    ctx.font = `${label.italic ? 'italic ' : ''}${SIZE}px ${theme.font}`;
    const width = ctx.measureText(label.text).width;
    const anchorX = label.x === 'right' ? area.right : pixel(chart, 'x', label.x);
    const anchorY = label.y === 'top' ? area.top : pixel(chart, label.yAxis ?? 'y', label.y);
    if (!Number.isFinite(anchorX) || !Number.isFinite(anchorY)) continue;
    const align = label.align ?? 'left';
    let left =
      anchorX + (label.dx ?? 0) - (align === 'center' ? width / 2 : align === 'right' ? width : 0);
    if (label.x !== 'right' && !label.fixed)
      left = Math.min(Math.max(left, area.left + 2), area.right - width - 2);
    const wanted = anchorY + (label.dy ?? 0);
    const middle = label.fixed ? wanted : place(left, wanted, width, placed, area);
    if (middle === null) continue;
    ctx.textAlign = 'left';
    ctx.lineWidth = 3;
    ctx.strokeStyle = theme.paper;
    if (!label.bare) ctx.strokeText(label.text, left, middle);
    ctx.fillStyle = label.color;
    ctx.fillText(label.text, left, middle);
    if (label.dash) drawSample(ctx, left - SAMPLE.gap, middle, label.color, label.dash);
  }
  ctx.restore();
}

/** Width of a label, in pixels. */
export function labelWidth(ctx: CanvasRenderingContext2D, text: string, theme: Theme): number {
  ctx.font = `${SIZE}px ${theme.font}`;
  return ctx.measureText(text).width;
}

function drawSample(
  ctx: CanvasRenderingContext2D,
  right: number,
  y: number,
  color: string,
  dash: readonly number[],
): void {
  ctx.beginPath();
  ctx.setLineDash([...dash]);
  ctx.moveTo(right - SAMPLE.length, y);
  ctx.lineTo(right, y);
  ctx.lineWidth = 2;
  ctx.strokeStyle = color;
  ctx.stroke();
  ctx.setLineDash([]);
}

function pixel(chart: Chart, scaleId: string, value: number): number {
  return chart.scales[scaleId]?.getPixelForValue(value) ?? NaN;
}

/** The height at which the text covers no other one, which is then taken; null when there is none. */
function place(
  left: number,
  middle: number,
  width: number,
  placed: Box[],
  area: Box,
): number | null {
  const half = SIZE / 2 + 1.5;
  for (const shift of [0, -1, 1, -2, 2, -3]) {
    const y = middle + shift * (2 * half);
    const box = { left: left - 2, right: left + width + 2, top: y - half, bottom: y + half };
    if (box.top < area.top - 2 || box.bottom > area.bottom + 2) continue;
    if (placed.some((other) => overlaps(box, other))) continue;
    placed.push(box);
    return y;
  }
  return null;
}
