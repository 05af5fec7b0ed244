// What holds of every link, written or made up. Seeds are fixed: a failure is the same everywhere.

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { clampMap } from '../../../../web/src/config/map/clamp';
import {
  mapSize,
  MAP_LIMITS,
  OPTIMIZERS,
  rateValues,
  yValues,
} from '../../../../web/src/config/map/map';
import { CHOICE_AXES, NUMBER_AXES } from '../../../../web/src/config/map/axes';
import { formatLink, parseLink } from '../../../../web/src/config/link/link';
import { VIEW_FIELDS } from '../../../../web/src/config/link/view_state';
import { applyPatch, DEFAULTS, type Config } from '../../../../web/src/config/schema/config';
import { PARAMS } from '../../../../web/src/config/schema/schema';
import { attributesOfLink, linkOfAttributes } from '../../../../web/src/embed/attributes';

const WORDS = [
  ...PARAMS.map((p) => p.link),
  ...PARAMS.map((p) => `vs.${p.link}`),
  ...PARAMS.map((p) => `map.${p.link}`),
  ...OPTIMIZERS.map((name) => `map.rate.${name}`),
  ...['map.optimizers', 'map.repeats', 'map.every-step', 'map.y-axis', 'map.rows'],
  ...['map.range', 'map.scale', 'map.choices', 'vs', 'v'],
  ...VIEW_FIELDS.map((f) => f.link),
];
const GOOD = [
  ...[
    'on',
    'off',
    'same',
    'none',
    'gd',
    'adam,muon',
    'relu',
    'phases',
    'learn',
    '3',
    '0.5',
    '-1e-6',
  ],
  ...['0.01..10x5', '1..1x3', '1e20..2e20', 'n/d', 'noise', 'ks', 'hill,ks', 'log', '20000', '12'],
];
const anyNumber = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, 1e-320, 1e308, NaN));
const value = fc.oneof(
  fc.constantFrom(...GOOD),
  fc.string({ unit: 'binary', maxLength: 30 }),
  anyNumber.map(String),
  fc.tuple(anyNumber, anyNumber, fc.integer()).map(([a, b, n]) => `${a}..${b}x${n}`),
);
const madeUp = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 12 })), value), {
    maxLength: 25,
  }) // prettier-ignore
  .map((pairs) => pairs.map(([word, text]) => `${word}=${encodeURIComponent(text)}`));
const anyLink = fc.oneof(
  madeUp.map((words) => words.join('&')),
  fc.string({ unit: 'binary', maxLength: 400 }),
  // What is good, damaged.
  fc.tuple(madeUp, fc.constantFrom('&amp;', '&#38;', '%26', '\u200b&', '?', ' & ')).map(([words, joint]) => words.join(joint)), // prettier-ignore
  madeUp.map((words) => encodeURIComponent(words.join('&'))),
);

const RUNS = { seed: 20, numRuns: 400 };
// Thousands of links on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

function expectWithinSchema(config: Config): void {
  expect(applyPatch(DEFAULTS, { ...config })).toEqual({ config, warnings: [] });
}

describe('any link', () => {
  it('gives a state that the page writes as it reads it', () => {
    fc.assert(
      fc.property(anyLink, (link) => {
        const { state } = parseLink(link);
        const text = formatLink(state);
        const again = parseLink(text);
        expect(again.warnings).toEqual([]);
        expect(formatLink(again.state)).toBe(text);
        expect(again.state.config).toEqual(state.config);
        expect(again.state.map).toEqual(state.map);
      }),
      RUNS,
    );
  });

  it('gives runs and a map within the schema', () => {
    fc.assert(
      fc.property(anyLink, (link) => {
        const { config, versus, map, view } = parseLink(link).state;
        expectWithinSchema(config);
        expectWithinSchema(applyPatch(config, versus ?? {}).config);
        expect(clampMap(map)).toEqual({ map, warnings: [] });
        for (const f of VIEW_FIELDS) {
          const text = f.format(view[f.key]);
          expect(text === 'null' ? null : f.parse(text), f.link).toEqual(view[f.key]);
        }
      }),
      RUNS,
    );
  });

  it('is answered in a bounded number of readable sentences', () => {
    fc.assert(
      fc.property(anyLink, (link) => {
        const { warnings } = parseLink(link);
        expect(warnings.length).toBeLessThanOrEqual(2 * WORDS.length);
        for (const sentence of warnings) {
          expect(sentence.length).toBeLessThan(700);
          expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        }
      }),
      RUNS,
    );
  });
});

describe('anything as a map', () => {
  const anyAxis = fc.constantFrom('step', ...NUMBER_AXES.map((a) => a.key), ...CHOICE_AXES, 'x');
  const range = fc.record(
    {
      from: anyNumber,
      to: anyNumber,
      count: anyNumber,
      list: fc.array(anyNumber, { maxLength: 5 }),
    },
    { requiredKeys: [] },
  );
  const anyMap = fc.oneof(
    fc.anything(),
    fc.record(
      {
        base: fc.dictionary(fc.constantFrom(...PARAMS.map((p) => p.key as string)), fc.anything()),
        optimizers: fc.oneof(fc.subarray([...OPTIMIZERS]), fc.anything()),
        rates: fc.dictionary(fc.constantFrom(...OPTIMIZERS), fc.oneof(range, fc.anything())),
        yAxis: fc.record(
          {
            key: fc.oneof(anyAxis, fc.anything()),
            from: fc.oneof(anyNumber, fc.anything()),
            to: anyNumber,
            count: anyNumber,
            scale: fc.constantFrom('log', 'linear', 'cubic'),
            choices: fc.oneof(fc.array(fc.string()), fc.anything()),
          },
          { requiredKeys: ['key'] },
        ),
        repeats: fc.oneof(anyNumber, fc.anything()),
        everyStep: fc.oneof(fc.boolean(), fc.anything()),
      },
      { requiredKeys: [] },
    ),
  );

  it('is clamped to a map that stays as it is, with rising rates and rows', () => {
    fc.assert(
      fc.property(anyMap, (raw) => {
        const { map, warnings } = clampMap(raw);
        expect(clampMap(map)).toEqual({ map, warnings: [] });
        expect(warnings.every((w) => w.length > 10 && w.length < 900)).toBe(true);
        const { runs, cells } = mapSize(map);
        expect(runs).toBeGreaterThan(0);
        expect(runs).toBeLessThanOrEqual(MAP_LIMITS.runs);
        expect(cells).toBeLessThanOrEqual(MAP_LIMITS.cells);
        const rises = (values: readonly (number | string)[]): boolean =>
          values.every((x, i) => i === 0 || typeof x === 'string' || x > Number(values[i - 1]));
        for (const name of map.optimizers) expect(rises(rateValues(map, name))).toBe(true);
        expect(rises(yValues(map))).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('attributes', () => {
  it('say what the link says that they were made of', () => {
    fc.assert(
      fc.property(anyLink, (link) => {
        const { config, versus, map } = parseLink(link).state;
        const text = formatLink({ ...parseLink('').state, config, versus, map });
        const attributes = new Map(attributesOfLink(text));
        const back = parseLink(linkOfAttributes((name) => attributes.get(name) ?? null));
        expect(back.warnings).toEqual([]);
        expect(formatLink(back.state)).toBe(text);
      }),
      RUNS,
    );
  });

  it('never throw, and never set what they do not name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { state } = parseLink(linkOfAttributes((name) => (name === 'seed' ? text : null)));
        expect({ ...state.config, seed: DEFAULTS.seed }).toEqual(DEFAULTS);
      }),
      RUNS,
    );
  });
});
