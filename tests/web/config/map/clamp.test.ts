import { describe, expect, it } from 'vitest';
import { clampMap } from '../../../../web/src/config/map/clamp';
import { DEFAULT_MAP, MAP_LIMITS, RATE_LIMITS } from '../../../../web/src/config/map/map';

const ratesOf = (list: unknown[]) => {
  const { map, warnings } = clampMap({ rates: { gd: { list } } });
  return { rates: map.rates.gd, warnings };
};

describe('a list of rates', () => {
  it('rises, has each rate once, and may go to the limits', () => {
    const { min, max } = RATE_LIMITS;
    expect(ratesOf([10, 2, max, 2, min, '3'])).toEqual({
      rates: { list: [min, 2, 3, 10, max] },
      warnings: [],
    });
  });

  it('loses what is none, and says which', () => {
    const { rates, warnings } = ratesOf([1, 0, 1e9, 'x']);
    expect(rates).toEqual({ list: [1] });
    expect(warnings).toEqual([
      expect.stringMatching(/^Learning rates of gd: .*0.*x.* are no numbers from/),
    ]);
  });

  it('is the usual range where none is left', () => {
    const { rates, warnings } = ratesOf(['x']);
    expect(rates).toEqual(DEFAULT_MAP.rates.gd);
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain('is no number');
    expect(warnings[1]).toContain('none is left, so the usual range is used');
  });

  it('has as many as are computed, and says of how many', () => {
    const all = Array.from({ length: MAP_LIMITS.rates + 1 }, (_, i) => 1 + i);
    const steps = { base: { steps: 5 } };
    const { map, warnings } = clampMap({ ...steps, rates: { gd: { list: all } } });
    expect(map.rates.gd).toEqual({ list: all.slice(0, -1) });
    expect(warnings).toEqual(['Learning rates of gd: of 201 the first 200 are computed.']);
    const most = clampMap({ ...steps, rates: { gd: { list: all.slice(0, -1) } } });
    expect(most.warnings).toEqual([]);
  });
});

describe('words', () => {
  it('may have capitals and spaces about them', () => {
    const { map, warnings } = clampMap({
      optimizers: [' Muon', 'GD'],
      yAxis: { key: ' Teacher '.trim(), choices: ['ReLU ', 'HE2'] },
    });
    expect([map.optimizers, map.yAxis, warnings]).toEqual([
      ['muon', 'gd'],
      { key: 'teacher', choices: ['relu', 'he2'] },
      [],
    ]);
    expect(clampMap({ yAxis: { key: ' noise ', scale: ' Linear' } }).map.yAxis).toMatchObject({
      key: 'noise',
      scale: 'linear',
    });
    expect(clampMap({ yAxis: { key: ' Step' } }).map.yAxis).toEqual({ key: 'step' });
  });

  it('that are none leave all, and are named', () => {
    const { map, warnings } = clampMap({ yAxis: { key: 'activation', choices: ['x'] } });
    expect(map.yAxis).toEqual(clampMap({ yAxis: { key: 'activation' } }).map.yAxis);
    expect(warnings).toEqual([
      expect.stringMatching(/^The y axis: “x” is not one of tanh/),
      'The y axis: none is chosen, so all are shown.',
    ]);
  });

  it('of which none is an optimizer keep those of the map', () => {
    const { map: adam } = clampMap({ optimizers: ['adam'] });
    const one = clampMap({ optimizers: [] }, adam);
    expect([one.map.optimizers, one.warnings]).toEqual([
      ['adam'],
      ['Optimizers: none is chosen, so adam is shown.'],
    ]);
    expect(clampMap({ optimizers: 3 }).warnings).toEqual([
      'Optimizers: none is chosen, so gd and adam are shown.',
    ]);
  });
});

describe('ranges', () => {
  it('keep what the axis had, but not what another axis had', () => {
    const { map } = clampMap({ yAxis: { key: 'noise', from: 0.1, to: 0.7, count: 4 } });
    expect(clampMap({ yAxis: { key: 'noise', to: 0.9 } }, map).map.yAxis).toMatchObject({
      from: 0.1,
      to: 0.9,
      count: 4,
    });
    const other = clampMap({ yAxis: { key: 'momentum' } }, map).map.yAxis;
    expect(other).toEqual(clampMap({ yAxis: { key: 'momentum' } }).map.yAxis);
  });

  it('of one value have one, and are not linear for want of a logarithm unless one was asked', () => {
    const { map, warnings } = clampMap({ yAxis: { key: 'n', from: 500, to: 500, count: 3 } });
    expect(map.yAxis).toMatchObject({ from: 500, to: 500, count: 1 });
    expect(warnings[0]).toContain('there is nothing between 500 and 500');
    const zero = clampMap({ yAxis: { key: 'noise', from: 0, to: 1, scale: 'linear' } });
    expect(zero.warnings).toEqual([]);
    const single = clampMap({ yAxis: { key: 'n', from: 500, to: 500, count: 1 } });
    expect(single.warnings).toEqual([]);
  });
});

describe('a map that is too much', () => {
  it('is run once in each cell where that is enough less', () => {
    const { map, warnings } = clampMap({
      rates: { gd: { count: 200 }, adam: { count: 200 } },
      yAxis: { key: 'noise', count: 50 },
      repeats: 2,
    });
    expect(map.repeats).toBe(1);
    expect(map.yAxis).toMatchObject({ count: 50 });
    expect(warnings).toEqual([
      'A map of 40000 runs and 40000 cells is more than 20000 and 200000, so every cell is run once.',
    ]);
    // The limit itself is not too much.
    expect(clampMap({ ...map, repeats: 1 }).warnings).toEqual([]);
  });
});
