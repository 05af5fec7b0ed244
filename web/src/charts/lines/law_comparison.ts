// The tail of a spectrum against every law fitted to it, as shares of the tail at or above lambda.

import type { ColorName, LinesData } from '../common/lines';

export interface LawComparisonData {
  /** Eigenvalues from x_min on, ascending. */
  tail: Float64Array;
  laws: readonly { name: string; lambda: Float64Array; share: Float64Array }[];
  run: 0 | 1;
}

const COLORS: readonly ColorName[] = ['ks', 'series-2', 'series-4', 'hill', 'series-5'];

export function lawComparison({ tail, laws, run }: LawComparisonData): LinesData {
  const m = tail.length;
  return {
    x: { kind: 'log', title: 'eigenvalue λ ≥ x_min' },
    y: {
      kind: 'log',
      title: 'share of the tail ≥ λ',
      include: [0.5 / Math.max(1, m), 1],
      limit: [0.3 / Math.max(1, m), 1.01],
    },
    lines: [
      {
        name: 'measured',
        x: tail,
        y: Float64Array.from(tail, (_, i) => (m - i) / m),
        origin: 'measured',
        color: run === 0 ? 'run-a' : 'run-b',
        form: 'points',
        label: null,
      },
      ...laws.map(({ name, lambda, share }, i) => ({
        name,
        x: lambda,
        y: share,
        origin: 'fitted' as const,
        color: COLORS[i % COLORS.length]!,
        label: 0.55 + 0.1 * i,
      })),
    ],
    marks: [],
    sentence:
      `Share of the ${m} eigenvalues of the tail at or above λ, with the fitted ` +
      `${laws.map((l) => l.name).join(', ')}. A power law is a straight line here.`,
  };
}
