// The fitted tails: their lines, and their names and exponents one under the other in the upper right
// corner, which a density, a share or a rank that falls leaves empty in every form of the spectrum.

import type { Label } from '../common/labels';
import { line, type LineDataset } from '../common/plot';
import type { Points } from '../common/points';
import { DASHES, type Theme } from '../common/theme';
import { tailText, type SpectrumData, type Tail } from './data';

/** Pixels from the top of the plot, below the names of the edges, and from one line to the next. */
const TOP = 44;
const LEADING = 17;

/** Begins with a dot: the start of the fitted tail. */
export function tailLine(points: Points, color: string, paper: string): LineDataset {
  return line(points, color, 'fitted', {
    borderWidth: 2,
    pointRadius: (context) => (context.dataIndex === 0 ? 4 : 0),
    pointBackgroundColor: paper,
    pointBorderWidth: 2,
  });
}

/** Those there are, in words. */
export function tailsText({ hill, ks }: SpectrumData): string {
  return [hill, ks]
    .filter((tail): tail is Tail => tail !== null)
    .map((tail) => tailText(tail))
    .join('; ');
}

/** Short texts where room is `tight`. */
export function tailKey(d: SpectrumData, theme: Theme, tight: boolean): Label[] {
  const labels: Label[] = [];
  for (const layer of ['hill', 'ks'] as const) {
    const tail = d[layer];
    if (!tail || d.hidden.has(layer)) continue;
    labels.push({
      text: tailText(tail, tight),
      color: theme[layer],
      dash: DASHES.fitted,
      x: 'right',
      y: 'top',
      align: 'right',
      dx: -2,
      dy: TOP + LEADING * labels.length,
      // Before all others, which make way.
      priority: 20,
    });
  }
  return labels;
}
