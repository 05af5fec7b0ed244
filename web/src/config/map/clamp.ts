// Makes a map out of anything: what a link, a file or a control says is clamped, and each change is
// told in a sentence.

import type { OptimizerName } from '@engine';
import { applyPatch, DEFAULTS, presentNames } from '../schema/config';
import { DEFAULT_MAP, MAP_LIMITS, mapSize, OPTIMIZERS, RATE_LIMITS } from './map';
import type { MapConfig, Rates, YAxis } from './map';
import { CHOICE_AXES, numberAxis, type NumberAxis } from './axes';
import { PARAMS, param } from '../schema/schema';
import { type ChoiceParam } from '../schema/param';

export interface ClampedMap {
  map: MapConfig;
  /** Sentences; empty when everything was taken as it was. */
  warnings: string[];
}

type Raw = Readonly<Record<string, unknown>>;
const object = (raw: unknown): Raw => (typeof raw === 'object' && raw !== null ? (raw as Raw) : {});

/** @param raw  anything with some fields of a MapConfig; what is absent is that of the default map */
export function clampMap(raw: unknown): ClampedMap {
  const given = object(raw);
  const warnings: string[] = [];
  const settings = presentNames(object(given['base']));
  const known = Object.fromEntries(
    PARAMS.filter((p) => p.key in settings).map((p) => [p.key, settings[p.key]]),
  );
  const { config: base, warnings: mended } = applyPatch(DEFAULTS, known);
  warnings.push(...mended);
  // Maps saved by the first version call it “up”.
  const yAxis = clampYAxis(given['yAxis'] ?? given['up'] ?? DEFAULT_MAP.yAxis, warnings);
  const repeats = whole(given['repeats'] ?? 1, 1, MAP_LIMITS.repeats, 'Repeats', warnings);
  const rates = object(given['rates']);
  const map: MapConfig = {
    base,
    optimizers: clampOptimizers(given['optimizers'] ?? DEFAULT_MAP.optimizers, warnings),
    rates: Object.fromEntries(
      OPTIMIZERS.map((name) => [name, clampRates(rates[name], name, warnings)]),
    ) as Record<OptimizerName, Rates>,
    yAxis,
    repeats: yAxis.key === 'seed' ? 1 : repeats,
    everyStep: given['everyStep'] === true,
  };
  if (yAxis.key === 'seed' && repeats > 1) {
    warnings.push('Repeats: the seed itself is the second axis, so every cell is run once.');
  }
  return { map: Object.freeze(withinLimits(map, warnings)), warnings };
}

/** Fewer repeats, or else the default map, where a map would be too much. */
function withinLimits(map: MapConfig, warnings: string[]): MapConfig {
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
  warnings.push(`${what}, so the default map is shown.`);
  return DEFAULT_MAP;
}

function clampOptimizers(raw: unknown, warnings: string[]): OptimizerName[] {
  const names = Array.isArray(raw) ? raw : [];
  const known = OPTIMIZERS.filter((name) => names.includes(name));
  const unknown = names.filter((name) => !OPTIMIZERS.includes(name as OptimizerName));
  if (unknown.length > 0) {
    warnings.push(`Optimizers: ${quoted(unknown[0])} is not one of ${OPTIMIZERS.join(', ')}.`);
  }
  if (known.length > 0) return names.filter((name, i) => known.includes(name as OptimizerName) && names.indexOf(name) === i) as OptimizerName[]; // prettier-ignore
  warnings.push('Optimizers: none is chosen, so GD and Adam are shown.');
  return [...DEFAULT_MAP.optimizers];
}

function clampRates(raw: unknown, name: OptimizerName, warnings: string[]): Rates {
  const fallback = DEFAULT_MAP.rates[name] as { from: number; to: number; count: number };
  const label = `Learning rates of ${name}`;
  const given = object(raw);
  if (Array.isArray(given['list'])) {
    const list = [...new Set(given['list'].map(Number).filter((x) => x >= RATE_LIMITS.min && x <= RATE_LIMITS.max))]; // prettier-ignore
    if (list.length !== given['list'].length) warnings.push(`${label}: some were left out.`);
    if (list.length > 0) return { list: list.sort((a, b) => a - b).slice(0, MAP_LIMITS.rates) };
    warnings.push(`${label}: the list is empty, so the default range is used.`);
    return fallback;
  }
  const [from, to] = ends(given['from'] ?? fallback.from, given['to'] ?? fallback.to, {
    ...RATE_LIMITS,
    label,
    warnings,
  });
  const count = whole(given['count'] ?? fallback.count, 1, MAP_LIMITS.rates, label, warnings);
  return { from, to, count };
}

function clampYAxis(raw: unknown, warnings: string[]): YAxis {
  const given = object(raw);
  const key = String(given['key']);
  if (key === 'step') return { key };
  const axis = numberAxis(key);
  if (axis) return clampNumbers(axis, given, warnings);
  const choice = CHOICE_AXES.find((name) => name === key || param(name).former === key);
  if (!choice) {
    warnings.push(`Second axis: ${quoted(key)} is not one this page knows, so it is the step.`);
    return { key: 'step' };
  }
  const options = (param(choice) as ChoiceParam).options.map((o) => o.value);
  const wanted = Array.isArray(given['choices']) ? given['choices'] : options;
  const choices = options.filter((value) => wanted.includes(value));
  if (choices.length === 0) warnings.push('Second axis: none is chosen, so all are shown.');
  return { key: choice, choices: choices.length > 0 ? choices : options };
}

function clampNumbers(axis: NumberAxis, given: Raw, warnings: string[]): YAxis {
  const { key, label } = axis;
  const [from, to] = ends(given['from'] ?? axis.from, given['to'] ?? axis.to, {
    min: axis.min,
    max: axis.max,
    label,
    warnings,
  });
  const count = whole(given['count'] ?? axis.count, 1, MAP_LIMITS.rows, label, warnings);
  const asked =
    given['scale'] === 'log' || given['scale'] === 'linear' ? given['scale'] : axis.scale;
  const scale = asked === 'log' && from <= 0 ? 'linear' : asked;
  if (scale !== asked) warnings.push(`${label}: 0 has no logarithm, so the axis is linear.`);
  const round = axis.whole ? Math.round : (x: number): number => x;
  return { key, from: round(from), to: round(to), count, scale };
}

interface Limits {
  min: number;
  max: number;
  label: string;
  warnings: string[];
}

/** Two finite ends within the limits, the lower one first. */
function ends(a: unknown, b: unknown, { min, max, label, warnings }: Limits): [number, number] {
  const clamp = (raw: unknown, fallback: number): number => {
    const x = typeof raw === 'boolean' || raw === '' ? NaN : Number(raw);
    if (x >= min && x <= max) return x;
    const value = Number.isFinite(x) ? Math.min(max, Math.max(min, x)) : fallback;
    warnings.push(
      `${label}: ${quoted(raw)} is not between ${min} and ${max}, so ${value} is used.`,
    );
    return value;
  };
  const first = clamp(a, min);
  const last = clamp(b, max);
  if (first <= last) return [first, last];
  warnings.push(`${label}: the ends were exchanged.`);
  return [last, first];
}

function whole(raw: unknown, min: number, max: number, label: string, warnings: string[]): number {
  const x = Math.round(Number(raw));
  if (x >= min && x <= max) return x;
  const value = Number.isFinite(x) ? Math.min(max, Math.max(min, x)) : min;
  warnings.push(
    `${label}: ${quoted(raw)} is not a number from ${min} to ${max}, so ${value} is used.`,
  );
  return value;
}

function quoted(raw: unknown): string {
  const text = String(raw);
  return `“${text.length > 24 ? `${text.slice(0, 24)}…` : text}”`;
}
