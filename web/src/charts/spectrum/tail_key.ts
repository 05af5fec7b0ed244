// The fitted tails by name and exponent, one under the other in the upper right corner: there a
// density, a share or a rank that falls leaves every form of the spectrum empty.

import type { Label } from '../common/labels';
import { tailText, type SpectrumData } from './data';
import { DASHES, type Theme } from '../common/theme';

/** Pixels from the top of the plot, below the names of the edges, and from one line to the next. */
const TOP = 44;
const LEADING = 17;

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
