import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linearTicks, logTicks, roundNumber } from '../../../../web/src/charts/common/ticks';
import { scaleTicks } from '../../../../web/src/charts/common/value_scale';
import { powerOfTen } from '../../../../web/src/common/format';

describe('roundNumber', () => {
  it('finds the 1, 2, 5 times a power of ten next to a number', () => {
    expect([0.3, 3, 10, 11, 499, 5001].map((x) => roundNumber(x, 'up'))).toEqual([
      0.5, 5, 10, 20, 500, 10000,
    ]);
    expect([0.3, 3, 10, 11, 499, 5001].map((x) => roundNumber(x, 'down'))).toEqual([
      0.2, 2, 10, 10, 200, 5000,
    ]);
  });
});

describe('linearTicks', () => {
  const labels = (lo: number, hi: number): string[] => linearTicks([lo, hi]).map((t) => t.label);

  it('are multiples of 1, 2, 5 with all digits that tell them apart', () => {
    expect(labels(0, 1)).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1']);
    expect(labels(-3, 12)).toEqual(['0', '5', '10']);
    expect(labels(1e6, 1.2e6)).toEqual(
      ['1.00', '1.05', '1.10', '1.15', '1.20'].map((m) => `${m}·10⁶`),
    );
    expect(labels(0.50000001, 0.50000005)).toEqual(
      [1, 2, 3, 4, 5].map((digit) => `0.5000000${digit}`),
    );
  });

  it('are whole numbers where only those mean something', () => {
    expect(linearTicks([0.5, 3.5], 7, true).map((t) => t.value)).toEqual([1, 2, 3]);
    expect(linearTicks([0, 10], 11, true)).toHaveLength(11);
  });
});

describe('logTicks', () => {
  const named = (lo: number, hi: number): string[] =>
    logTicks([lo, hi]).flatMap((t) => (t.label === '' ? [] : [t.label]));

  it('names decades, and more when there are few', () => {
    expect(named(1e-6, 1e-2)).toEqual(['10⁻⁶', '10⁻⁵', '10⁻⁴', '10⁻³', '0.01']);
    expect(named(10, 200)).toEqual(['10', '20', '50', '100', '200']);
    expect(named(1, 1e14).length).toBeLessThanOrEqual(8);
  });

  it('has a tick for each name only where a spectrum spans very many decades', () => {
    const ticks = logTicks([1e-70, 1e5]);
    expect(ticks.length).toBeLessThan(10);
    expect(ticks.every((t) => t.label !== '')).toBe(true);
  });

  it('never has a tick outside the axis', () => {
    for (const { value } of logTicks([3, 4000])) {
      expect(value).toBeGreaterThanOrEqual(2.99);
      expect(value).toBeLessThanOrEqual(4010);
    }
  });
});

describe('ticks of any two numbers', () => {
  /** Any pair, and pairs that differ in a few of their last digits. */
  const pairs = fc.oneof(
    fc.tuple(fc.double(), fc.double()),
    fc
      .tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 40 }))
      .map(([x, ulps]) => [x, x + ulps * 2 ** -52 * Math.abs(x)]),
  );

  it.each([
    ['linear', (range: [number, number]) => linearTicks(range)],
    ['whole', (range: [number, number]) => linearTicks(range, 7, true)],
    ['log', (range: [number, number]) => logTicks(range)],
    ['count', (range: [number, number]) => scaleTicks({ kind: 'count', range })],
  ])('are at most a hundred, rise and stay inside: %s', (kind, ticksOf) => {
    fc.assert(
      fc.property(pairs, ([lo = 0, hi = 0]) => {
        const values = ticksOf([lo, hi]).map((t) => t.value);
        const slack = (value: number): number =>
          kind === 'log' ? 0.001 * value : (hi / 2 - lo / 2) * 1e-5;
        const rise = values.every((v, i) => i === 0 || v > values[i - 1]!);
        const stayInside = values.every((v) => v >= lo - slack(v) && v <= hi + slack(v));
        expect(values.length).toBeLessThanOrEqual(100);
        expect(values.every(Number.isFinite) && rise).toBe(true);
        expect(stayInside || kind === 'count').toBe(true);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it.each([
    [0, 1],
    [-1, 1],
    [1e20, 1.0000000000000002e20],
    [1, 1.0000000000000002],
    [5e-324, Number.MAX_VALUE],
    [NaN, 1],
    [0, Infinity],
  ])('answer for %d and %d', (lo, hi) => {
    for (const ticks of [linearTicks([lo, hi]), logTicks([lo, hi])]) {
      expect(ticks.length).toBeLessThanOrEqual(100);
    }
    if (!(lo > 0) || !Number.isFinite(hi)) expect(logTicks([lo, hi])).toEqual([]);
  });
});

it('powers of ten are written with superscripts', () => {
  expect([0, 3, -12].map(powerOfTen)).toEqual(['10⁰', '10³', '10⁻¹²']);
});
