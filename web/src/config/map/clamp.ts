// Makes a map out of anything: what a link, a file or a control says is clamped, and each change is
// told in a sentence.

import type { OptimizerName } from '@engine';
import { listed, quoted } from '../../common/text';
import { fieldsOf, numberOf, type Fields } from '../../common/untrusted';
import { applyPatch, clampValue, presentNames } from '../schema/config';
import { DEFAULT_MAP, MAP_LIMITS, mapSize, OPTIMIZERS, RATE_LIMITS } from './map';
import type { MapConfig, Rates, YAxis } from './map';
import { choiceAxis, choicesOf, numberAxis, type NumberAxis } from './axes';
import { PARAMS } from '../schema/schema';

export interface ClampedMap {
  map: MapConfig;
  /** Sentences; empty when everything was taken as it was. */
  warnings: string[];
}

/**
 * @param raw  anything with some fields of a MapConfig
 * @param present  the map that it changes; what is absent from `raw` or cannot be used stays as there
 */
export function clampMap(raw: unknown, present: MapConfig = DEFAULT_MAP): ClampedMap {
  const given = fieldsOf(raw);
  const warnings: string[] = [];
  const settings = presentNames(fieldsOf(given['base']));
  const known = Object.fromEntries(
    PARAMS.filter((p) => p.key in settings).map((p) => [p.key, settings[p.key]]),
  );
  const { config: base, warnings: mended } = applyPatch(present.base, known);
  warnings.push(...mended);
  // Maps saved by the first version call it “up”.
  const yAxis = clampYAxis(given['yAxis'] ?? given['up'] ?? present.yAxis, present, warnings);
  const count = { kind: 'integer', label: 'Repeats', default: 1, min: 1 } as const;
  const repeats = clamped({ ...count, max: MAP_LIMITS.repeats }, given['repeats'] ?? present.repeats, present.repeats, warnings); // prettier-ignore
  const every = { kind: 'flag', label: 'Keep every step', default: false } as const;
  const rates = fieldsOf(given['rates']);
  const map: MapConfig = {
    base,
    optimizers: clampOptimizers(given['optimizers'] ?? present.optimizers, present, warnings),
    rates: Object.fromEntries(
      OPTIMIZERS.map((name) => [name, clampRates(rates[name], name, present, warnings)]),
    ) as Record<OptimizerName, Rates>,
    yAxis,
    repeats: yAxis.key === 'seed' ? 1 : repeats,
    everyStep: clamped(every, given['everyStep'] ?? present.everyStep, present.everyStep, warnings),
  };
  if (yAxis.key === 'seed' && repeats > 1) {
    warnings.push('Repeats: the seed itself is the y axis, so every cell is run once.');
  }
  return { map: Object.freeze(withinLimits(map, present, warnings)), warnings };
}

/** `clampValue` with its sentence added to `warnings`. */
function clamped<T extends number | boolean>(
  allowed: Parameters<typeof clampValue>[0],
  raw: unknown,
  present: T,
  warnings: string[],
): T {
  const { value, warning } = clampValue(allowed, raw, present);
  if (warning !== undefined) warnings.push(warning);
  return value as T;
}

/** Fewer repeats, or else the map as it was, where a map would be too much. */
function withinLimits(map: MapConfig, present: MapConfig, warnings: string[]): MapConfig {
  const fits = (m: MapConfig): boolean => {
    const { runs, cells } = mapSize(m);
    return runs <= MAP_LIMITS.runs && cells <= MAP_LIMITS.cells;
  };
  if (fits(map)) return map;
  const { runs, cells } = mapSize(map);
  const what = `A map of ${runs} runs and ${cells} cells is more than ${MAP_LIMITS.runs} and ${MAP_LIMITS.cells}`;
  const once = { ...map, repeats: 1 };
  if (fits(once)) {
    warnings.push(`${what}, so every cell is run once.`);
    return once;
  }
  warnings.push(
    `${what}, so ${present === DEFAULT_MAP ? 'the default map is shown' : 'the map stays as it was'}.`,
  );
  return present;
}

function clampOptimizers(
  raw: unknown,
  present: MapConfig,
  warnings: string[],
): readonly OptimizerName[] {
  const names: unknown[] = Array.isArray(raw) ? raw : [];
  const known = new Set<OptimizerName>();
  const unknown: unknown[] = [];
  for (const name of names) {
    const found = OPTIMIZERS.find((o) => o === wordOf(name));
    if (found) known.add(found);
    else unknown.push(name);
  }
  if (unknown.length > 0) {
    warnings.push(`Optimizers: ${notOneOf(unknown, OPTIMIZERS)}.`);
  }
  if (known.size > 0) return [...known];
  const are = present.optimizers.length > 1 ? 'are' : 'is';
  warnings.push(`Optimizers: none is chosen, so ${listed(present.optimizers)} ${are} shown.`);
  return present.optimizers;
}

const wordOf = (raw: unknown): unknown =>
  typeof raw === 'string' ? raw.trim().toLowerCase() : raw;

function notOneOf(unknown: readonly unknown[], known: readonly string[]): string {
  const are = unknown.length > 1 ? 'are' : 'is';
  return `${listed(unknown.map(quoted))} ${are} not one of ${known.join(', ')}`;
}

function clampRates(
  raw: unknown,
  name: OptimizerName,
  present: MapConfig,
  warnings: string[],
): Rates {
  const label = `Learning rates of ${name}`;
  const given = fieldsOf(raw);
  if (raw === undefined) return present.rates[name];
  if (Array.isArray(given['list'])) {
    const all = given['list'] as unknown[];
    const isRate = (x: unknown): boolean =>
      numberOf(x) >= RATE_LIMITS.min && numberOf(x) <= RATE_LIMITS.max;
    const left = all.filter((x) => !isRate(x));
    if (left.length > 0) {
      const are = left.length > 1 ? 'are no numbers' : 'is no number';
      warnings.push(
        `${label}: ${listed(left.map(quoted))} ${are} from ${RATE_LIMITS.min} to ${RATE_LIMITS.max}.`,
      );
    }
    const list = [...new Set(all.filter(isRate).map(numberOf))].sort((a, b) => a - b);
    if (list.length > MAP_LIMITS.rates) {
      warnings.push(`${label}: of ${list.length} the first ${MAP_LIMITS.rates} are computed.`);
    }
    if (list.length > 0) return { list: list.slice(0, MAP_LIMITS.rates) };
    warnings.push(`${label}: none is left, so the usual range is used.`);
    return present.rates[name];
  }
  const before = present.rates[name];
  const usual = 'from' in before ? before : (DEFAULT_MAP.rates[name] as NumberRange);
  const axis = { label, kind: 'number', ...RATE_LIMITS } as const;
  return clampRange(axis, given, usual, MAP_LIMITS.rates, warnings);
}

function clampYAxis(raw: unknown, present: MapConfig, warnings: string[]): YAxis {
  const given = fieldsOf(raw);
  const key = typeof given['key'] === 'string' ? given['key'].trim() : '';
  if (key.toLowerCase() === 'step') return { key: 'step' };
  const axis = numberAxis(key);
  if (axis) return clampNumbers(axis, given, present, warnings);
  const choice = choiceAxis(key);
  if (choice === undefined) {
    warnings.push(
      `The y axis: ${quoted(given['key'])} is not one this page knows, so it is the step.`,
    );
    return { key: 'step' };
  }
  const options = choicesOf(choice);
  const wanted = (Array.isArray(given['choices']) ? given['choices'] : options) as unknown[];
  const words = wanted.map(wordOf);
  const unknown = wanted.filter((_, i) => !options.includes(words[i] as string));
  if (unknown.length > 0) warnings.push(`The y axis: ${notOneOf(unknown, options)}.`);
  const choices = options.filter((value) => words.includes(value));
  if (choices.length === 0) warnings.push('The y axis: none is chosen, so all are shown.');
  return { key: choice, choices: choices.length > 0 ? choices : options };
}

function clampNumbers(
  axis: NumberAxis,
  given: Fields,
  present: MapConfig,
  warnings: string[],
): YAxis {
  const { key, label } = axis;
  const { yAxis } = present;
  const before = yAxis.key === key && 'from' in yAxis ? yAxis : axis;
  const range = clampRange(axis, given, before, MAP_LIMITS.rows, warnings);
  const word = wordOf(given['scale'] ?? before.scale);
  const isScale = word === 'log' || word === 'linear';
  if (!isScale) {
    const used = `${before.scale} is used`;
    warnings.push(`${label}: ${quoted(given['scale'])} is not “linear” or “log”, so ${used}.`);
  }
  const asked = isScale ? word : before.scale;
  const scale = asked === 'log' && range.from <= 0 ? 'linear' : asked;
  if (scale !== asked) warnings.push(`${label}: 0 has no logarithm, so the axis is linear.`);
  return { key, ...range, scale };
}

interface NumberRange {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Ends closer than this, relative to the larger one, are one value. */
const NARROWEST = 1e-9;

/** A range within the limits of its axis, the lower end first. */
function clampRange(
  axis: Pick<NumberAxis, 'label' | 'kind' | 'min' | 'max'>,
  given: Fields,
  before: NumberRange,
  most: number,
  warnings: string[],
): NumberRange {
  const { label } = axis;
  const end = (name: 'from' | 'to'): number =>
    clamped(
      { ...axis, default: before[name] },
      given[name] ?? before[name],
      before[name],
      warnings,
    );
  const ends = [end('from'), end('to')];
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  if (ends[0] !== from) warnings.push(`${label}: the ends were exchanged.`);
  const number = { kind: 'integer', label: `${label}, how many`, min: 1, max: most } as const;
  const count = clamped(
    { ...number, default: before.count },
    given['count'] ?? before.count,
    before.count,
    warnings,
  );
  if (count === 1 || to - from > NARROWEST * Math.max(Math.abs(from), Math.abs(to))) {
    return { from, to, count };
  }
  warnings.push(`${label}: there is nothing between ${from} and ${to}, so one value is computed.`);
  return { from, to, count: 1 };
}
