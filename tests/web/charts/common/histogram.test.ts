import { describe, expect, it } from 'vitest';
import {
  binsPerDecade,
  heightAt,
  histogram,
  outline,
  roundWidth,
} from '../../../../web/src/charts/common/histogram';
import { Points } from '../../../../web/src/charts/common/points';

const values = Float64Array.from({ length: 300 }, (_, i) => 10 ** (1 + (2 * i) / 299));

describe('histogram', () => {
  it('has an area of one, on log and on linear bins', () => {
    for (const spacing of [
      { kind: 'log', perDecade: 12 },
      { kind: 'linear', width: 25 },
    ] as const) {
      const h = histogram(values, spacing);
      const area = h!.density.reduce((sum, y, k) => sum + y * (h!.edges[k + 1]! - h!.edges[k]!), 0);
      expect(area).toBeCloseTo(1, 12);
    }
  });

  it('keeps its edges when the data move', () => {
    const spacing = { kind: 'log', perDecade: 10 } as const;
    const before = histogram(values, spacing)!;
    const after = histogram(
      values.map((x) => 1.07 * x),
      spacing,
    )!;
    for (const edge of after.edges.slice(0, 10)) {
      expect(before.edges.some((e) => Math.abs(e - edge) < 1e-9 * e)).toBe(true);
    }
  });

  it('leaves out what has no place, and counts it in the total', () => {
    const h = histogram(Float64Array.of(0, -1, NaN, 1, 1), { kind: 'log', perDecade: 1 })!;
    expect([...h.counts]).toEqual([2]);
    expect(h.density[0]).toBeCloseTo(2 / 5 / 9, 12);
    expect(histogram(Float64Array.of(NaN, 0), { kind: 'log', perDecade: 1 })).toBeNull();
    expect(histogram(Float64Array.of(), { kind: 'linear', width: 1 })).toBeNull();
  });

  it('counts a value on an edge in the bin above it', () => {
    const h = histogram(Float64Array.of(10, 100), { kind: 'log', perDecade: 4 })!;
    expect(h.counts[0]).toBe(1);
    expect(h.counts.at(-1)).toBe(1);
    expect(heightAt(h, 10)).toBeGreaterThan(0);
    expect(heightAt(h, 1)).toBe(0);
  });

  it('never makes more bins than can be drawn', () => {
    const h = histogram(Float64Array.of(1e-200, 1, 1e200), { kind: 'log', perDecade: 20 })!;
    expect(h.density.length).toBeLessThanOrEqual(600);
    expect(h.counts.at(-1)).toBe(1);
  });
});

it('the outline starts and ends on the floor and has a point for each bin', () => {
  const h = histogram(values, { kind: 'log', perDecade: 3 });
  const points = new Points();
  outline(h, 1e-9, points);
  expect(points.data).toHaveLength(h!.density.length + 2);
  expect(points.data[0]!.y).toBe(1e-9);
  expect(points.data.at(-1)!.y).toBe(1e-9);
});

it('points are reused, not made anew', () => {
  const points = new Points();
  points.clear().add(1, 2).add(3, 4).finish();
  const [first, second] = points.data;
  points.clear().add(5, 6).finish();
  expect(points.data).toEqual([{ x: 5, y: 6 }]);
  points.clear().add(7, 8).add(9, 10).finish();
  expect(points.data[0]).toBe(first);
  expect(points.data[1]).toBe(second);
});

it('bins suit the number of eigenvalues, and widths are round', () => {
  expect([1, 200, 1000, 20000].map(binsPerDecade)).toEqual([5, 12, 20, 20]);
  expect([roundWidth(990, 30), roundWidth(7, 30), roundWidth(0, 30)]).toEqual([50, 0.25, 1]);
});
