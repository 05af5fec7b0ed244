import { describe, expect, it } from 'vitest';
import { trend } from '../../../../web/src/charts/map/trend';
import { rateCurves } from '../../../../web/src/charts/map/rate_curves';

describe('rateCurves', () => {
  const curves = [
    { name: 'GD', color: 'run-b', rates: [10, 100], mean: [1, 2], deviation: [NaN, NaN] },
    { name: 'Adam', color: 'run-a', rates: [0.1, 1], mean: [3, NaN], deviation: [0.5, NaN] },
  ] as const;
  const data = { title: 'Test loss', row: 'step 10', kind: 'linear' as const, curves };

  it('has one axis of rates for all optimizers, whether or not they have values', () => {
    expect(rateCurves(data).x.include).toEqual([0.1, 100]);
  });

  it('draws a band where there are repeats, with room for it', () => {
    const { lines, y } = rateCurves(data);
    expect(lines.map((l) => l.error)).toEqual([undefined, [0.5, NaN]]);
    expect(y.include).toEqual([1, 3.5]);
  });

  it('keeps a logarithmic axis positive', () => {
    const wide = [{ ...curves[1], deviation: [5, NaN] }];
    expect(rateCurves({ ...data, kind: 'log', curves: wide }).y.include?.[0]).toBeGreaterThan(0);
  });
});

it('names some of many lines, the first and the last among them', () => {
  const lines = Array.from({ length: 11 }, (_, i) => ({
    name: String(i),
    color: { scale: i / 10 },
    steps: [0, 1],
    values: [i, i],
  }));
  const named = trend({
    title: 'loss',
    kind: 'linear',
    by: 'noise',
    of: 'GD',
    lines,
  }).lines.filter((l) => l.label !== null);
  expect(named.length).toBeLessThanOrEqual(5);
  expect(named[0]?.name).toBe('0');
  expect(named.at(-1)?.name).toBe('10');
});
