// A quantity after one step over the learning rate: theory as a line, runs as points.

import { formatNumber } from '../config/format';
import type { LinesData } from './lines';

export interface PredictionData {
  title: string;
  kind: 'linear' | 'log';
  include?: readonly [number, number];
  rates: readonly number[];
  predicted: readonly number[];
  measured: readonly { rate: number; value: number }[];
  /** Least rate at which the spike leaves the bulk; NaN when there is none. */
  threshold: number;
  /** The rate of the run on display. */
  rate: number;
  run: 0 | 1;
}

export function prediction(d: PredictionData): LinesData {
  const color = d.run === 0 ? 'run-a' : 'run-b';
  const threshold = Number.isFinite(d.threshold)
    ? ([{ x: d.threshold, text: 'threshold', origin: 'predicted', color: 'predicted' }] as const)
    : [];
  return {
    x: { kind: 'log', title: 'learning rate η of the step' },
    y: { kind: d.kind, title: d.title, ...(d.include ? { include: d.include } : {}) },
    lines: [
      {
        name: 'theory',
        x: d.rates,
        y: d.predicted,
        origin: 'predicted',
        color: 'predicted',
        label: d.kind === 'log' ? 0.75 : null,
      },
      {
        name: 'measured',
        x: d.measured.map((m) => m.rate),
        y: d.measured.map((m) => m.value),
        origin: 'measured',
        color,
        form: 'points',
        label: null,
      },
    ],
    marks: [...threshold, { x: d.rate, text: 'this run', origin: 'measured', color }],
    sentence:
      `${d.title} after one step over the learning rate: the theory’s line and ${d.measured.length} measured points. ` +
      (Number.isFinite(d.threshold)
        ? `The spike is predicted to leave the bulk at a rate of ${formatNumber(d.threshold)}.`
        : ''),
  };
}
