// Maps of any kind: what is accepted satisfies what the page relies on, what is written opens.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import { PARAMS } from '../../../../web/src/config/schema/schema';
import { formatLink, parseLink } from '../../../../web/src/config/link/link';
import { CHOICE_AXES, NUMBER_AXES } from '../../../../web/src/config/map/axes';
import { areCellsOf } from '../../../../web/src/config/map/cell_check';
import { clampMap } from '../../../../web/src/config/map/clamp';
import { mapHash } from '../../../../web/src/config/map/hash';
import { dataOf, readMapFile, writeMapFile, type RunResult } from '../../../../web/src/config/map/json'; // prettier-ignore
import { DEFAULT_MAP, MAP_LIMITS, mapRuns, mapSize, OPTIMIZERS, rateValues, yValues } from '../../../../web/src/config/map/map'; // prettier-ignore
import { cellFrom, snapshotAt } from '../../fake_engine';
import { isSentence, spoilt } from '../../spoil';

const RUNS = { seed: 20240901, numRuns: 200 };
/** Milliseconds; no more than slow machines need. */
const TIMEOUT_MS = 60_000;

/** A number, good or bad, as a file or a link may have it. */
const number = fc.oneof(
  fc.double({ noNaN: false }),
  fc.double({ min: 1e-3, max: 1e3 }),
  fc.integer({ min: -5, max: 300 }),
  fc.constantFrom<unknown>('7', '', 'x', null, true, [], {}, { toString: 1 }, undefined),
);
const range = fc.record(
  { from: number, to: number, count: number, scale: fc.constantFrom('log', 'linear', 'cubic') },
  { requiredKeys: [] },
);
const rates = fc.oneof(range, fc.record({ list: fc.array(number, { maxLength: 8 }) }));
const raw = fc.record(
  {
    base: fc.dictionary(fc.constantFrom(...PARAMS.map((p) => p.key)), number, { maxKeys: 5 }),
    optimizers: fc.array(fc.constantFrom<unknown>(...OPTIMIZERS, 'sgd', 3), { maxLength: 5 }),
    rates: fc.dictionary(fc.constantFrom(...OPTIMIZERS), rates, { maxKeys: 4 }),
    yAxis: fc
      .tuple(
        fc.constantFrom('step', 'nothing', ...NUMBER_AXES.map((a) => a.key), ...CHOICE_AXES),
        range,
      )
      .map(([key, more]) => ({ key, ...more })),
    repeats: number,
    everyStep: fc.oneof(fc.boolean(), number),
  },
  { requiredKeys: [] },
);

describe('a map', () => {
  it(
    'made of anything is one that the page can compute, and stays as it is',
    { timeout: TIMEOUT_MS },
    () => {
      const check = (given: unknown): void => {
        const { map } = clampMap(given);
        const { runs, cells } = mapSize(map);
        expect(runs).toBeGreaterThan(0);
        expect(runs).toBeLessThanOrEqual(MAP_LIMITS.runs);
        expect(cells).toBeLessThanOrEqual(MAP_LIMITS.cells);
        const values = [...OPTIMIZERS.flatMap((name) => rateValues(map, name)), ...yValues(map)];
        expect(values.filter((x) => typeof x === 'number' && !Number.isFinite(x))).toEqual([]);
        expect(clampMap(map)).toEqual({ map, warnings: [] });
      };
      fc.assert(fc.property(raw, check), RUNS);
      fc.assert(fc.property(fc.anything(), check), RUNS);
    },
  );

  it('goes into a link and comes out of it as it was', { timeout: TIMEOUT_MS }, () => {
    fc.assert(
      fc.property(raw, (given) => {
        const { map } = clampMap(given);
        const { state } = parseLink('');
        const { state: read, warnings } = parseLink(`#${formatLink({ ...state, map })}`);
        expect(warnings).toEqual([]);
        // Every cell has an optimizer and a rate of its own, whatever those of the base.
        const { optimizer, learningRate } = read.map.base;
        expect(read.map).toEqual({ ...map, base: { ...map.base, optimizer, learningRate } });
        expect(mapHash(read.map)).toBe(mapHash(map));
      }),
      RUNS,
    );
  });
});

const map = {
  ...DEFAULT_MAP,
  base: { ...DEFAULTS, n: 40, d: 20, h: 30, steps: 2 },
  optimizers: ['adam'] as const,
  rates: { ...DEFAULT_MAP.rates, adam: { list: [0.1, 1, 10] } },
};
/** JSON has no negative zero. */
const measured = fc.double().map((x) => x + 0);
const cell = fc
  .tuple(fc.constantFrom(0, 1, 2), measured, measured, fc.constantFrom('bulk-spikes', 'diverged'))
  .map(([step, testLoss, lambdaMin, phase]) =>
    cellFrom({ ...snapshotAt(step), testLoss, lambdaMin, phase }),
  );
const result: fc.Arbitrary<RunResult> = fc.oneof(
  fc.string({ maxLength: 300 }),
  fc.tuple(cell, cell, cell).map((cells) => cells.map((c, step) => ({ ...c, step }))),
);

describe('a file of a map', () => {
  it('opens again, with every bit of its numbers', { timeout: TIMEOUT_MS }, () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('0', '1', '2'), result), (known) => {
        const results = new Map(Object.entries(known).map(([run, r]) => [Number(run), r]));
        const read = readMapFile(writeMapFile({ map, engine: '1', results }));
        expect(read.warnings).toEqual([]);
        expect(read.map).toEqual(map);
        expect(new Map(read.results)).toEqual(results);
      }),
      RUNS,
    );
  });

  it(
    'in which something was changed is refused in a sentence, or is a map all the same',
    { timeout: TIMEOUT_MS },
    () => {
      const cells = [0, 1, 2].map((step) => cellFrom(snapshotAt(step)));
      const text = writeMapFile({ map, engine: '1', results: new Map<number, RunResult>([[0, cells], [1, 'lost'], [2, cells]]) }); // prettier-ignore
      let refused = 0;
      fc.assert(
        fc.property(spoilt(text), (changed) => {
          let file;
          try {
            file = readMapFile(changed);
          } catch (error) {
            expect(error).toSatisfy(isSentence);
            refused += 1;
            return;
          }
          const runs = mapRuns(file.map);
          for (const [run, records] of file.results) {
            if (typeof records !== 'string') expect(areCellsOf(runs[run]!, records)).toBe(true);
          }
          expect(dataOf(file).done).toBeLessThanOrEqual(mapSize(file.map).cells);
          expect(new Map(readMapFile(writeMapFile(file)).results)).toEqual(new Map(file.results));
        }),
        { ...RUNS, numRuns: 400 },
      );
      // Not all of them are harmless, and not all are refused.
      expect(refused).toBeGreaterThan(40);
      expect(refused).toBeLessThan(400);
    },
  );
});
