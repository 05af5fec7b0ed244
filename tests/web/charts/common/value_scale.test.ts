import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { colorScale, isDark } from '../../../../web/src/charts/common/color_scale';
import { ScaleKeeper, scalePlace, scaleTicks } from '../../../../web/src/charts/common/value_scale';

describe('scales of a map', () => {
  it('places values between 0 and 1, and others outside', () => {
    const log = { kind: 'log', range: [1, 100] } as const;
    expect(scalePlace(log, 10)).toBeCloseTo(0.5);
    expect(scalePlace(log, 1000)).toBeGreaterThan(1);
    expect(scalePlace(log, 0.1)).toBeLessThan(0);
    expect(scalePlace(log, 0)).toBeNaN();
    expect(scalePlace({ kind: 'linear', range: [0, 4] }, NaN)).toBeNaN();
    expect(scalePlace({ kind: 'count', range: [0, 200] }, 0)).toBe(0);
  });

  it('do not let a few extreme values take the whole scale', () => {
    const values = Array.from({ length: 200 }, (_, i) => 2 + i / 200);
    const scale = new ScaleKeeper().fit('loss', [...values, 1e6], 'linear');
    expect(scale.range[1]).toBeLessThan(10);
    expect(scalePlace(scale, 1e6)).toBeGreaterThan(1);
  });

  it('stand still while the values that arrive fit', () => {
    const keeper = new ScaleKeeper();
    const first = keeper.fit('hill', [1.6, 2.5], 'linear');
    expect(keeper.fit('hill', [1.6, 2.5, 2.2, 1.9], 'linear').range).toBe(first.range);
    expect(keeper.fit('other', [10, 20], 'linear').range).not.toEqual(first.range);
  });

  it('have ticks inside their ends', () => {
    for (const scale of [
      { kind: 'linear', range: [1.6, 2.6] },
      { kind: 'log', range: [0.02, 500] },
      { kind: 'log', range: [1.1, 1.4] },
      { kind: 'count', range: [0, 200] },
    ] as const) {
      const ticks = scaleTicks(scale);
      expect(ticks.length, String(scale.range)).toBeGreaterThan(1);
      for (const { value } of ticks) {
        const place = scalePlace(scale, value);
        expect(place).toBeGreaterThanOrEqual(-0.002);
        expect(place).toBeLessThanOrEqual(1.002);
      }
    }
  });
});

describe('the colours', () => {
  const css = readFileSync(
    new URL('../../../../web/src/styles/tokens.css', import.meta.url),
    'utf8',
  );
  const stops = [1, 2, 3, 4].map((i) => new RegExp(`--scale-${i}: (#\\w{6})`).exec(css)?.[1] ?? '');

  it('grow lighter throughout, so that they read without hue', () => {
    const scale = colorScale(stops);
    const light = Array.from({ length: 33 }, (_, i) => luminance(scale(i / 32)));
    for (let i = 1; i < light.length; i += 1) expect(light[i]).toBeGreaterThan(light[i - 1]!);
    expect(isDark(stops[0]!)).toBe(true);
    expect(isDark(stops[3]!)).toBe(false);
  });
});

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const c = parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
