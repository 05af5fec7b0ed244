// Charts as files: pixels, vectors and numbers.

import type { Chart } from 'chart.js';
import type { Plot, Table } from '../../charts/common/plot';
import { readTheme } from '../../charts/common/theme';
import { csv } from './csv';
import { saveBlob } from '../common/download';

type AnyPlot = Pick<Plot<unknown>, 'drawing' | 'instance'>;
/** Pixels per CSS pixel of a saved image: enough for print at this size. */
const SCALE = 3;

/** The chart on the paper's colour, at three times its size on screen. */
export async function savePng(plot: AnyPlot, name: string): Promise<void> {
  const { width, height } = plot.instance;
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('this browser has no canvas');
  const copy: Chart = plot.drawing(canvas, { width, height, scale: SCALE });
  context.globalCompositeOperation = 'destination-over';
  context.resetTransform();
  context.fillStyle = readTheme(plot.instance.canvas).paper;
  context.fillRect(0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  copy.destroy();
  if (!blob) throw new Error('the image could not be made');
  saveBlob(blob, `${name}.png`);
}

export async function saveSvg(plot: AnyPlot, name: string, title: string): Promise<void> {
  const { SvgContext } = await import('../../charts/common/svg_context');
  const { width, height } = plot.instance;
  const theme = readTheme(plot.instance.canvas);
  const context = new SvgContext(width, height);
  const copy: Chart = plot.drawing(context.canvas, { width, height, scale: 1 });
  const text = context.serialize({ title, background: theme.paper });
  copy.destroy();
  saveBlob(new Blob([text], { type: 'image/svg+xml' }), `${name}.svg`);
}

export function saveCsv(table: Table, name: string): Promise<void> {
  saveBlob(new Blob([csv(table)], { type: 'text/csv' }), `${name}.csv`);
  return Promise.resolve();
}
