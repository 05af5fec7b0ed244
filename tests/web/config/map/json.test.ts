import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import { DEFAULT_MAP, mapRuns, type MapConfig } from '../../../../web/src/config/map/map';
import { CELL_KEYS, cellValue } from '../../../../web/src/config/map/cell';
import { mapCsv } from '../../../../web/src/config/map/csv';
import {
  dataOf,
  readMapFile,
  writeMapFile,
  type RunResult,
} from '../../../../web/src/config/map/json';
import { clampMap } from '../../../../web/src/config/map/clamp';
import { parseLink } from '../../../../web/src/config/link/link';
import { cellFrom, snapshotAt } from '../../fake_engine';

const map: MapConfig = {
  ...DEFAULT_MAP,
  base: { ...DEFAULTS, steps: 2 },
  optimizers: ['adam'],
  rates: { ...DEFAULT_MAP.rates, adam: { list: [0.1, 1, 10] } },
};
const runs = mapRuns(map);
const column: RunResult = [0, 1, 2].map((step) => cellFrom(snapshotAt(step)));
const lost = cellFrom({ ...snapshotAt(2), phase: 'diverged', testLoss: NaN, lambdaMax: Infinity });
const results = new Map<number, RunResult>([
  [2, 'the worker died'],
  [0, column],
  [1, [column[0]!, column[1]!, lost] as RunResult],
]);
const text = writeMapFile({ map, engine: '1.2.3', results });

describe('a map as JSON', () => {
  it('comes back as it was, with what is not finite', () => {
    const file = readMapFile(text);
    expect(file.warnings).toEqual([]);
    expect(file.engine).toBe('1.2.3');
    expect(file.map).toEqual(map);
    expect(new Map(file.results)).toEqual(results);
    expect(writeMapFile(file)).toBe(text);
  });

  it('written when the teacher was called link still opens, as an axis too', () => {
    const base = { ...DEFAULTS, link: 'he2', readout: 'as-published-code' } as Record<
      string,
      unknown
    >;
    delete base['teacher'];
    delete base['featureScale'];
    const { map: old, warnings } = clampMap({
      base,
      up: { key: 'link', choices: ['he3', 'sign'] },
    });
    expect(warnings).toEqual([]);
    expect(old.base).toMatchObject({ teacher: 'he2', featureScale: 'as-published-code' });
    expect(old.yAxis).toEqual({ key: 'teacher', choices: ['he3', 'sign'] });
    const { state } = parseLink('map.rows=link&map.choices=he3,sign&map.link=he2');
    expect(state.map.yAxis).toEqual(old.yAxis);
    expect(state.map.base.teacher).toBe('he2');
  });

  it('has one line for each run, in their order', () => {
    const lines = text.split('\n').slice(1, -2);
    expect(
      lines.map((line) => (JSON.parse(line.replace(/,$/, '')) as { run: number }).run),
    ).toEqual([0, 1, 2]);
  });

  it('can be rounded', () => {
    const rounded = readMapFile(writeMapFile({ map, engine: '', results }, 4));
    const cell = dataOf(rounded).at({ optimizer: 0, rate: 0, row: 1 })!;
    for (const key of CELL_KEYS) {
      const exact = cellValue(column[1]!, key);
      expect(Math.abs(cellValue(cell, key) - exact), key).toBeLessThanOrEqual(5e-4 * exact);
    }
  });

  it('becomes the data of a map', () => {
    const data = dataOf(readMapFile(text));
    expect(data.done).toBe(data.total);
    expect(data.failure(2)).toBe('the worker died');
    expect(data.phase({ optimizer: 0, rate: 1, row: 2 })).toBe('diverged');
  });

  it('written by another version keeps the numbers that both have', () => {
    const [header = '', ...lines] = text.split('\n');
    const other = header.replace('"testLoss"', '"somethingElse"');
    const [first] = readMapFile([other, ...lines].join('\n')).results.values();
    const cell = (first as typeof column)[0]!;
    expect(cellValue(cell as never, 'testLoss')).toBeNaN();
    expect(cellValue(cell as never, 'kta')).toBe(0.02);
  });

  const broken: [string, (text: string) => string, RegExp][] = [
    ['no JSON', (t) => t.slice(5), /not JSON/],
    ['another file', (t) => t.replace('tailcraft-map', 'tailcraft-run'), /not a map/],
    ['a later version', (t) => t.replace('"version":1', '"version":9'), /version is 9, not 1/],
    ['a run too many', (t) => t.replace('"run":1', '"run":7'), /run 7 of 3/],
    ['a missing step', (t) => t.replace('"step":1,', '"step":0,'), /does not have the steps/],
    ['a phase nobody knows', (t) => t.replace('random-like', '__proto__'), /unknown phase/],
    [
      'text for a number',
      (t) => t.replace(/"values":\[[^,]*/, '"values":["x"'),
      /run 0, cell 0: trainLoss is not a number/,
    ],
    [
      'a number too many',
      (t) => t.replace('"values":[', '"values":[1,'),
      /run 0, cell 0 has \d+ num/,
    ],
    ['no map', (t) => t.replace(/"map":.*?,"keys"/, '"map":null,"keys"'), /no map/],
    ['no keys', (t) => t.replace(/"keys":\[.*?\]/, '"keys":[]'), /“keys” name no number/],
    ['a key twice', (t) => t.replace('"testLoss"', '"trainLoss"'), /name a number twice/],
    ['a phase of every object', (t) => t.replace('random-like', 'constructor'), /unknown phase/],
    [
      'a step that is none',
      (t) => t.replace('"step":1,', '"step":null,'),
      /does not have the steps/,
    ],
    ['half a step', (t) => t.replace('"step":1,', '"step":-5.5,'), /does not have the steps/],
    [
      'a negative count',
      (t) => t.replace(/"counts":\[\d+/, '"counts":[-1'),
      /run 0, cell 0 has a count/,
    ],
    [
      'a count beyond 16 bits',
      (t) => t.replace(/"counts":\[\d+/, '"counts":[65540'),
      /run 0, cell 0 counts \d+ eigenvalues of \d+/,
    ],
    [
      'half a count',
      (t) => t.replace(/"counts":\[\d+/, '"counts":[0.5'),
      /run 0, cell 0 has a count/,
    ],
    [
      'ends of a spectrum exchanged',
      (t) => t.replace(/"from":[^,]*(,"to":[^,]*,"counts")/, '"from":99$1'),
      /without ends/,
    ],
    ['a run twice', (t) => t.replace('"run":1', '"run":0'), /run 0 twice/],
    ['a run under no number', (t) => t.replace('"run":0', '"run":null'), /a run null of 3/],
    [
      'an object for a version',
      (t) => t.replace('"version":1', '"version":{"toString":1}'),
      /version is/,
    ],
    ['no runs', (t) => t.replace('"runs"', '"walks"'), /no runs/],
  ];
  it.each(broken)('with %s is refused in words', (_what, change, message) => {
    expect(() => readMapFile(change(text))).toThrow(message);
  });
});

describe('a map as CSV', () => {
  it('has one line for each cell, and the second axis where it is one', () => {
    const lines = mapCsv({ map, engine: '', results }).trimEnd().split('\n');
    expect(lines).toHaveLength(1 + 6);
    expect(lines[1]).toMatch(/^adam,0.1,0,1,0,random-like,1.4,0.3,1.5,/);
    const noise = {
      ...map,
      yAxis: { key: 'noise', from: 0, to: 1, count: 2, scale: 'linear' } as const,
    };
    const last = new Map([[3, [column[2]!]]]);
    const table = mapCsv({ map: noise, engine: '', results: last }).split('\n');
    expect(table[0]).toMatch(/^optimizer,learningRate,noise,repeat,/);
    expect(table[1]).toMatch(/^adam,1,1,0,1,2,/);
    expect(runs).toHaveLength(3);
  });
});
