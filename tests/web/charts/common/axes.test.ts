import { describe, expect, it } from 'vitest';
import { AxisRange, logTicks, roundNumber } from '../../../../web/src/charts/common/axes';
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

describe('AxisRange', () => {
  it('ends on round numbers and stays while the data fit', () => {
    const axis = new AxisRange('log');
    const first = axis.fit([11, 900]);
    expect(first).toEqual([10, 1000]);
    // The very same object: nothing downstream needs to look again.
    expect(axis.fit([10, 1000])).toBe(first);
    expect(axis.fit([14, 700])).toBe(first);
  });

  it('grows when data leave it, and shrinks only when they fill little of it', () => {
    const axis = new AxisRange('log', 0.6);
    axis.fit([10, 1000]);
    expect(axis.fit([10, 40000])).toEqual([10, 50000]);
    expect(axis.fit([10, 2000])).toEqual([10, 50000]);
    expect(axis.fit([10, 900])).toEqual([10, 1000]);
  });

  it('survives data without an extent', () => {
    const axis = new AxisRange('linear');
    expect(axis.fit([Infinity, -Infinity])).toEqual([1, 10]);
    expect(axis.fit([3, 3])).toEqual([1.5, 4.5]);
    const now = axis.fit([0, 4]);
    expect(axis.fit([NaN, 4])).toBe(now);
    expect(new AxisRange('log').fit([0, 4])).toEqual([1, 10]);
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

it('powers of ten are written with superscripts', () => {
  expect([0, 3, -12].map(powerOfTen)).toEqual(['10⁰', '10³', '10⁻¹²']);
});
