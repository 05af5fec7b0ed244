import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import {
  cellConfig,
  cellStep,
  DEFAULT_MAP,
  MAP_LIMITS,
  mapRuns,
  mapSize,
  OPTIMIZERS,
  rateValues,
  yValues,
  type MapConfig,
} from '../../../../web/src/config/map/map';
import {
  CHOICE_AXES,
  choiceAxis,
  choicesOf,
  numberAxis,
  NUMBER_AXES,
} from '../../../../web/src/config/map/axes';
import { PARAMS } from '../../../../web/src/config/schema/schema';
import { clampMap } from '../../../../web/src/config/map/clamp';
import { mapHash, runHash } from '../../../../web/src/config/map/hash';
import { param } from '../../../../web/src/config/schema/schema';

const withYAxis = (yAxis: MapConfig['yAxis'], more: Partial<MapConfig> = {}): MapConfig => ({
  ...DEFAULT_MAP,
  yAxis,
  ...more,
});

describe('the default map', () => {
  it('is GD and Adam at 31 rates over steps 0 to 10 of the default run', () => {
    expect(mapSize(DEFAULT_MAP)).toEqual({ runs: 62, cells: 682 });
    expect(yValues(DEFAULT_MAP)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(DEFAULT_MAP.base).toEqual(DEFAULTS);
  });

  it('spans equally many decades for every optimizer, within the limits of the rate', () => {
    const limits = param('learningRate') as { min: number; max: number };
    const decades = OPTIMIZERS.map((name) => {
      const rates = rateValues(DEFAULT_MAP, name);
      expect(rates).toHaveLength(31);
      expect(rates.at(-1)).toBeLessThanOrEqual(limits.max);
      return Math.log10(rates.at(-1)! / rates[0]!);
    });
    for (const d of decades) expect(d).toBeCloseTo(4, 6);
  });

  it('goes through the clamp unchanged', () => {
    expect(clampMap({})).toEqual({ map: DEFAULT_MAP, warnings: [] });
    expect(clampMap(DEFAULT_MAP)).toEqual({ map: DEFAULT_MAP, warnings: [] });
  });
});

describe('runs', () => {
  it('have the rate, the optimizer, the seed and the row of their cell, and nothing else changed', () => {
    const map = withYAxis(
      { key: 'noise', from: 0, to: 1, count: 3, scale: 'linear' },
      { repeats: 2, optimizers: ['adam', 'gd'] },
    );
    const runs = mapRuns(map);
    expect(runs).toHaveLength(2 * 31 * 3 * 2);
    runs.forEach((run, i) => expect(run.index).toBe(i));
    const run = runs.find(
      (r) => r.optimizer === 1 && r.rate === 4 && r.row === 2 && r.repeat === 1,
    )!;
    expect(run.config).toEqual({
      ...DEFAULTS,
      optimizer: 'gd',
      learningRate: rateValues(map, 'gd')[4],
      noise: 1,
      seed: DEFAULTS.seed + 1,
    });
    expect(run.steps).toEqual([10]);
    expect(cellStep(map, run)).toBe(10);
  });

  it('keep every probed step of a column, or where it is asked for', () => {
    expect(mapRuns(DEFAULT_MAP)[0]?.steps).toHaveLength(11);
    const sparse = { ...DEFAULT_MAP, base: { ...DEFAULTS, probeEvery: 4 } };
    expect(mapRuns(sparse)[0]?.steps).toEqual([0, 4, 8, 10]);
    expect(cellStep(sparse, { optimizer: 0, rate: 0, row: 2 })).toBe(8);
    const yAxis = { key: 'reg', from: 0.01, to: 1, count: 2, scale: 'log' } as const;
    expect(mapRuns(withYAxis(yAxis, { everyStep: true }))[0]?.steps).toHaveLength(11);
  });

  it('have every parameter on their y axis whose entry does not say that it cannot be there', () => {
    for (const p of PARAMS) {
      const isAxis = numberAxis(p.key) !== undefined || choiceAxis(p.key) !== undefined;
      expect(isAxis, p.key).toBe(p.axis !== null);
    }
  });

  it('change what each axis of words says they change', () => {
    for (const key of CHOICE_AXES) {
      const map = withYAxis({ key, choices: choicesOf(key) });
      const rows = yValues(map).map((_, row) => cellConfig(map, { optimizer: 0, rate: 0, row }));
      expect(new Set(rows.map((config) => config[key])).size, key).toBe(rows.length);
      expect(rows.length, key).toBeGreaterThan(1);
      expect(clampMap(map), key).toEqual({ map, warnings: [] });
    }
  });

  it('change what each axis says they change', () => {
    for (const axis of NUMBER_AXES) {
      const yAxis = {
        key: axis.key,
        from: axis.from,
        to: axis.to,
        count: axis.count,
        scale: axis.scale,
      };
      const map = withYAxis(yAxis);
      const low = cellConfig(map, { optimizer: 1, rate: 0, row: 0 });
      const high = cellConfig(map, { optimizer: 1, rate: 0, row: yValues(map).length - 1 });
      expect(low, axis.key).not.toEqual(high);
      expect(clampMap(map), axis.key).toEqual({ map, warnings: [] });
    }
    const ratio = withYAxis({ key: 'h/d', from: 0.5, to: 2, count: 3, scale: 'log' });
    expect(cellConfig(ratio, { optimizer: 0, rate: 0, row: 2 }).h).toBe(400);
    const gamma = withYAxis({ key: 'gamma', from: 0.2, to: 1, count: 3, scale: 'linear' });
    expect(cellConfig(gamma, { optimizer: 0, rate: 0, row: 0 }).schedule).toBe('step');
    const link = withYAxis({ key: 'teacher', choices: ['relu', 'he2'] });
    expect(cellConfig(link, { optimizer: 0, rate: 0, row: 1 }).teacher).toBe('he2');
  });

  it('of whole numbers do not repeat', () => {
    const map = withYAxis({ key: 'seed', from: 1, to: 3, count: 9, scale: 'linear' });
    expect(yValues(map)).toEqual([1, 2, 3]);
  });
});

describe('the runs of a large map', () => {
  it('cost each axis once, however many there are', () => {
    const asked = (count: number): number => {
      let times = 0;
      const yAxis = { key: 'noise', from: 0, to: 1, count, scale: 'linear' } as const;
      const watched = new Proxy(yAxis, {
        get: (axis, key) => {
          if (key === 'count') times += 1;
          return axis[key as keyof typeof axis];
        },
      });
      const map = withYAxis(watched, { rates: { ...DEFAULT_MAP.rates, gd: { from: 1, to: 9, count } } }); // prettier-ignore
      expect(mapRuns(map).length).toBeGreaterThan(count * count);
      return times;
    };
    expect(asked(40)).toBeLessThan(2 * asked(20));
    expect(asked(40)).toBeLessThan(100);
  });

  it('are listed once for every part of the page', () => {
    expect(mapRuns(DEFAULT_MAP)).toBe(mapRuns(DEFAULT_MAP));
    expect(mapRuns({ ...DEFAULT_MAP })).not.toBe(mapRuns(DEFAULT_MAP));
  });
});

describe('hostile maps', () => {
  const cases: [string, unknown, RegExp][] = [
    ['an unknown axis', { yAxis: { key: '__proto__' } }, /y axis/],
    ['an unknown optimizer', { optimizers: ['sgd', 'adam'] }, /“sgd” is not one of/],
    ['no optimizer', { optimizers: [] }, /none is chosen/],
    [
      'rates that are no numbers',
      { rates: { gd: { from: 'x', to: NaN } } },
      /Learning rates of gd/,
    ],
    ['a rate of 0', { rates: { gd: { from: 0, to: 1 } } }, /below the limit/],
    ['a range from nowhere', { rates: { gd: { from: '', to: 5 } } }, /“” is not a finite number/],
    ['a range that is none', { rates: { gd: { from: 3, to: 3 } } }, /nothing between 3 and 3/],
    ['a word in a list', { rates: { gd: { list: [1, 'fast', 1e99] } } }, /“fast” and “1e\+99” are/],
    ['a scale that is none', { yAxis: { key: 'n', scale: 'cubic' } }, /“cubic” is not “linear”/],
    ['half a sample', { yAxis: { key: 'n', from: 100.5, to: 200 } }, /not a whole number, so 101/],
    ['a word that is no option', { yAxis: { key: 'train', choices: ['both', 'all'] } }, /“all” is/],
    ['a maybe', { everyStep: 'maybe' }, /“maybe” is neither “on” nor “off”/],
    ['half a repeat', { repeats: 1.5 }, /not a whole number, so 2/],
    ['an object with a trap', { repeats: { toString: 1 } }, /Repeats: an object is not/],
    ['a key with a trap', { yAxis: { key: { toString: 1 } } }, /y axis: an object/],
    ['exchanged ends', { rates: { gd: { from: 10, to: 1 } } }, /exchanged/],
    ['too many repeats', { repeats: 1e9 }, /Repeats/],
    [
      'the logarithm of 0',
      { yAxis: { key: 'noise', from: 0, to: 1, scale: 'log' } },
      /no logarithm/,
    ],
    ['a value out of range', { yAxis: { key: 'n', from: -5, to: 100 } }, /Samples/],
    ['a base out of range', { base: { n: 1e9 } }, /above the limit/],
    ['repeats of a seed axis', { yAxis: { key: 'seed', from: 1, to: 3 }, repeats: 3 }, /run once/],
    ['far too many cells', { base: { steps: 10000 }, repeats: 1 }, /default map/],
  ];
  it.each(cases)('%s is mended in words', (_what, raw, message) => {
    const { map, warnings } = clampMap(raw);
    expect(warnings.join(' ')).toMatch(message);
    const { runs, cells } = mapSize(map);
    expect(runs).toBeGreaterThan(0);
    expect(runs).toBeLessThanOrEqual(MAP_LIMITS.runs);
    expect(cells).toBeLessThanOrEqual(MAP_LIMITS.cells);
    expect(clampMap(map)).toEqual({ map, warnings: [] });
  });

  it('of the first version called the y axis “up”', () => {
    const axis = { key: 'noise', from: 0, to: 1, count: 5, scale: 'linear' };
    expect(clampMap({ up: axis })).toEqual(clampMap({ yAxis: axis }));
    expect(clampMap({ up: axis }).map.yAxis).toEqual(axis);
  });

  it('that is too much leaves the map that it would have changed', () => {
    const { map } = clampMap({ yAxis: { key: 'noise' }, repeats: 3 });
    const { map: kept, warnings } = clampMap(
      { base: { steps: 10000 }, yAxis: { key: 'step' } },
      map,
    );
    expect(kept).toBe(map);
    expect(warnings.join()).toContain('the map stays as it was');
  });

  it('keeps what a change does not name, and what it names badly', () => {
    const { map } = clampMap({ yAxis: { key: 'noise', from: 0.1, to: 1, count: 4 }, repeats: 3 });
    expect(clampMap({ yAxis: { key: 'noise', from: 'low' } }, map).map).toEqual(map);
  });

  it('with ends close together has as many values as it says', () => {
    const rates = { adam: { from: 1, to: 1.0001, count: 5 } };
    const values = rateValues(clampMap({ rates }).map, 'adam');
    expect(values).toEqual([1, 1.000025, 1.00005, 1.000075, 1.0001]);
  });

  it('that spans all numbers has a logarithm of its own', () => {
    const yAxis = { key: 'noise', from: 1e-320, to: 1, count: 3, scale: 'log' };
    expect(yValues(clampMap({ yAxis }).map)).toEqual([1e-320, expect.closeTo(1e-160, 170), 1]);
  });

  it.each([null, 3, 'text', [], { base: 3, yAxis: 'x', rates: [] }])('%s gives a map', (raw) => {
    expect(mapSize(clampMap(raw).map).runs).toBeGreaterThan(0);
  });
});

describe('hashes', () => {
  it('of a map tell computations apart and ignore what does not matter', () => {
    const hash = mapHash(DEFAULT_MAP);
    expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(mapHash({ ...DEFAULT_MAP, base: { ...DEFAULTS, learningRate: 7 } })).toBe(hash);
    expect(mapHash({ ...DEFAULT_MAP, base: { ...DEFAULTS, noise: 0.31 } })).not.toBe(hash);
    expect(mapHash({ ...DEFAULT_MAP, repeats: 2 })).not.toBe(hash);
    expect(mapHash(withYAxis({ key: 'teacher', choices: ['relu'] }))).not.toBe(hash);
    const muon = { ...DEFAULT_MAP.rates, muon: { from: 1, to: 2, count: 3 } };
    expect(mapHash({ ...DEFAULT_MAP, rates: muon })).toBe(hash);
  });

  it('of runs are all different, and the same in another map', () => {
    const hashes = mapRuns({ ...DEFAULT_MAP, repeats: 3 }).map(runHash);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes).toContain(runHash(mapRuns({ ...DEFAULT_MAP, optimizers: ['adam'] })[5]!));
  });
});
