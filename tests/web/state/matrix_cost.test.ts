import { describe, expect, it } from 'vitest';
import { costOf, isPatient, matrixSpeed, sampleOf } from '../../../web/src/state/matrix_cost';

const GB = 1e9;

describe('the cost of a spectrum', () => {
  it('is that of the Gram matrix on the shorter side, whichever that is', () => {
    const speed = matrixSpeed();
    // 2 (rows cols p + 4/3 p^3) operations; the numbers thrice and two matrices of p by p in doubles.
    const work = 2 * (600 * 300 * 300 + (4 / 3) * 300 ** 3);
    const memory = 1000 + 24 * 600 * 300 + 16 * 300 ** 2;
    for (const size of [
      { rows: 600, cols: 300 },
      { rows: 300, cols: 600 },
    ]) {
      const cost = costOf(size, 1000, speed);
      expect(cost).toMatchObject({ work, memory, fits: true });
      expect(cost.seconds).toBeCloseTo(work / speed.value + 0.003, 12);
    }
  });

  it('fits into what the engine may use, and the numbers into one piece of memory', () => {
    const speed = matrixSpeed();
    const fits = (rows: number, cols: number, raw: number): boolean =>
      costOf({ rows, cols }, raw, speed).fits;
    expect(fits(9400, 9400, 0)).toBe(true);
    expect(fits(9600, 9600, 0)).toBe(false);
    expect(fits(100, 100, 2.1 * GB)).toBe(true);
    expect(fits(100, 100, 2.2 * GB)).toBe(false);
  });

  it('is small up to 20 seconds', () => {
    expect([isPatient(20), isPatient(20.1)]).toEqual([true, false]);
  });
});

describe('the sample of a large matrix', () => {
  it('has 2000 on its longer side, in proportion, and not less than 200 of what there is', () => {
    expect(sampleOf({ rows: 8000, cols: 4000 })).toEqual({ rows: 2000, cols: 1000 });
    expect(sampleOf({ rows: 4000, cols: 40_000 })).toEqual({ rows: 200, cols: 2000 });
    expect(sampleOf({ rows: 300_000, cols: 4096 })).toEqual({ rows: 2000, cols: 200 });
    expect(sampleOf({ rows: 300_000, cols: 64 })).toEqual({ rows: 2000, cols: 64 });
    expect(sampleOf({ rows: 500, cols: 300 })).toEqual({ rows: 500, cols: 300 });
  });
});
