// Hermite coefficients of the teacher's link and of the student's activation, as bars side by side.

import { formatNumber } from '../config/format';
import type { LinesData } from './lines';

export interface CoefficientsData {
  link: Float64Array;
  activation: Float64Array;
}

/** Distance of a bar from the middle of its pair. */
const APART = 0.16;

export function coefficients({ link, activation }: CoefficientsData): LinesData {
  const orders = Array.from(link, (_, k) => k);
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
        label: null,
      },
      {
        name: 'activation σ',
        x: orders.map((k) => k + APART),
        y: activation,
        origin: 'predicted',
        color: 'series-2',
        form: 'bars',
        label: null,
      },
    ],
    marks: [],
    sentence: `Hermite coefficients by order, of the link: ${first} and so on, beside those of the activation.`,
  };
}
