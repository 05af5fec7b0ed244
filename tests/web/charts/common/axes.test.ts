import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AxisRange, type AxisKind } from '../../../../web/src/charts/common/axes';
import { linearTicks, logTicks } from '../../../../web/src/charts/common/ticks';

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

  it('is finite and has named ticks for any finite data', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    const kinds = fc.constantFrom<AxisKind>('linear', 'log');
    fc.assert(
      fc.property(kinds, number, number, (kind, a, b) => {
        const range = new AxisRange(kind).fit([Math.min(a, b), Math.max(a, b)]);
        expect(range.every(Number.isFinite)).toBe(true);
        expect(range[1]).toBeGreaterThan(range[0]);
        const ticks = kind === 'log' ? logTicks(range) : linearTicks(range);
        const names = ticks.map((t) => t.label).filter((label) => label !== '');
        expect(names.length).toBeGreaterThan(1);
        expect(new Set(names).size).toBe(names.length);
      }),
      { seed: 1, numRuns: 3000 },
    );
  });
});
