// A loss over the steps of several runs that differ in one number, on the colours of that number.

import type { LineColor, LinesData } from '../common/lines';

export interface TrendLine {
  name: string;
  color: LineColor;
  steps: readonly number[];
  values: readonly number[];
}

export interface TrendData {
  title: string;
  kind: 'linear' | 'log';
  /** What the lines differ in. */
  by: string;
  /** Which runs these are. */
  of: string;
  lines: readonly TrendLine[];
}

/** Names that fit beside their lines without hiding each other. */
const NAMED = 5;

export function trend(d: TrendData): LinesData {
  const stride = Math.max(1, Math.ceil((d.lines.length - 1) / (NAMED - 1)));
  return {
    x: { kind: 'linear', title: 'optimizer step', whole: true },
    y: { kind: d.kind, title: d.title },
    lines: d.lines.map((line, i) => ({
      name: line.name,
      x: line.steps,
      y: line.values,
      origin: 'measured',
      color: line.color,
      label: i % stride === 0 || i === d.lines.length - 1 ? 1 : null,
    })),
    marks: [],
    sentence: `${d.title} over the steps, ${d.of}, one line for each ${d.by}: ${d.lines
      .map((l) => l.name)
      .join(', ')}.`,
  };
}
