import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { geometric, power } from '../../../web/src/common/power';

describe('a power', () => {
  it('is exact where the result is', () => {
    expect(power(2, 10)).toBe(1024);
    expect(power(81, 0.25)).toBe(3);
    expect(power(9, 1.5)).toBe(27);
    expect(power(7, 0)).toBe(1);
  });

  it('is that of Math.pow but for rounding', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-200, max: 1e200, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (base, exponent) => {
          expect(Math.abs(power(base, exponent) / base ** exponent - 1)).toBeLessThan(2e-14);
        },
      ),
      { seed: 20240901, numRuns: 1000 },
    );
  });
});

describe('even steps of the logarithm', () => {
  it('begin and end where they should', () => {
    expect(geometric(0.01, 100, 0)).toBe(0.01);
    expect(geometric(0.01, 100, 1)).toBe(100);
    expect(geometric(0.01, 100, 0.5)).toBe(1);
  });

  it('take ends whose ratio is no number', () => {
    expect(geometric(1e-200, 1e200, 0.5)).toBeCloseTo(1, 12);
  });
});
