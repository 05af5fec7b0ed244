// Hermite coefficients of the teacher's link and of the student's activation, as bars side by side.

import { formatNumber } from '../../common/format';
import type { LinesData } from '../common/lines';

export interface CoefficientsData {
  link: Float64Array;
  activation: Float64Array;
}

/** Distance of a bar from the middle of its pair. */
const APART = 0.16;
/** Points that a bar is drawn with; the second is its end, where a name can stand. */
const BAR = 3;

export function coefficients({ link, activation }: CoefficientsData): LinesData {
  const orders = Array.from(link, (_, k) => k);
  // Names stand at the link's c_0 and the activation's c_1, as a share of all points.
  const top = (k: number): number => (BAR * k + 1) / (BAR * link.length - 1);
  const first = Array.from(link.slice(0, 4), (c) => formatNumber(c)).join(', ');
  return {
    x: { kind: 'linear', title: 'order k', include: [-0.5, link.length - 0.5], whole: true },
    y: { kind: 'linear', title: 'coefficient c_k', include: [-0.1, 0.8] },
    lines: [
      {
        name: 'link σ*',
        x: orders.map((k) => k - APART),
        y: link,
        origin: 'predicted',
        color: 'run-a',
        form: 'bars',
        label: top(0),
      },
      {
        name: 'activation σ',
        x: orders.map((k) => k + APART),
        y: activation,
        origin: 'predicted',
        color: 'series-2',
        form: 'bars',
        label: top(1),
      },
    ],
    marks: [],
    sentence: `Hermite coefficients by order, of the link: ${first} and so on, beside those of the activation.`,
  };
}
