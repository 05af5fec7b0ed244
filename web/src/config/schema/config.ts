// The immutable configuration of a run, and the only way to change it: every value goes through
// `clampValue`, so that what reaches the engine is finite, known and within the schema's range.

import type { Config as EngineConfig } from '@engine';
import { quoted } from '../../common/text';
import { numberOf } from '../../common/untrusted';
import { PARAMS, param } from './schema';
import { type ChoiceParam, type FlagParam, type NumberParam, type ParamKey } from './param';

export type Config = Readonly<EngineConfig>;
export type ConfigPatch = Partial<EngineConfig>;

/** The schema's defaults; a test compares them with the engine's `defaultConfig()`. */
export const DEFAULTS: Config = Object.freeze(
  Object.fromEntries(PARAMS.map((p) => [p.key, p.default])),
) as unknown as Config;

export interface Clamped {
  value: number | string | boolean;
  /** Why the value is not the one that was asked for, as a sentence; absent when it is. */
  warning?: string;
}

/** What `clampValue` has to know. */
type Allowed =
  | Pick<NumberParam, 'kind' | 'label' | 'default' | 'min' | 'max'>
  | Pick<ChoiceParam, 'kind' | 'label' | 'default' | 'options'>
  | Pick<FlagParam, 'kind' | 'label' | 'default'>;

/**
 * The nearest allowed value of a parameter to anything at all.
 * @param present  what stays where there is no nearest one
 */
export function clampValue(
  p: Allowed,
  raw: unknown,
  present: Clamped['value'] = p.default,
): Clamped {
  const refused = (why: string): Clamped => {
    const used = present === p.default ? `the default ${String(present)}` : String(present);
    return { value: present, warning: `${p.label}: ${quoted(raw)} ${why}, so ${used} is used.` };
  };
  const word = typeof raw === 'string' ? raw.trim().toLowerCase() : raw;
  if (p.kind === 'flag') {
    if (typeof word === 'boolean') return { value: word };
    if (word === 'on' || word === 'true' || word === '1') return { value: true };
    if (word === 'off' || word === 'false' || word === '0') return { value: false };
    return refused('is neither “on” nor “off”');
  }
  if (p.kind === 'choice') {
    const option = p.options.find((o) => o.value === word);
    if (option) return { value: option.value };
    return refused(`is not one of ${p.options.map((o) => o.value).join(', ')}`);
  }
  const number = numberOf(raw);
  if (!Number.isFinite(number)) return refused('is not a finite number');
  const whole = p.kind === 'integer' ? Math.round(number) : number;
  const value = Math.min(p.max, Math.max(p.min, whole));
  if (value === number) return { value };
  const why =
    whole > p.max
      ? `is above the limit ${p.max}`
      : whole < p.min
        ? `is below the limit ${p.min}`
        : 'is not a whole number';
  return { value, warning: `${p.label}: ${quoted(raw)} ${why}, so ${value} is used.` };
}

const PRESENT_NAMES = new Map(PARAMS.flatMap((p) => (p.former ? [[p.former, p.key]] : [])));

/** Settings as a file or a program names them, under the names that the fields have now. */
export function presentNames(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [PRESENT_NAMES.get(key) ?? key, value]),
  );
}

export interface Change {
  config: Config;
  warnings: string[];
}

/** `base` with the patch applied, clamped, and with fields that depend on each other reconciled. */
export function applyPatch(base: Config, patch: Readonly<Record<string, unknown>>): Change {
  const warnings: string[] = [];
  const next: Record<string, unknown> = { ...base };
  for (const [key, raw] of Object.entries(patch)) {
    const clamped = clampValue(param(key as ParamKey), raw, base[key as ParamKey]);
    next[key] = clamped.value;
    if (clamped.warning) warnings.push(clamped.warning);
  }
  const config = next as unknown as EngineConfig;
  if (config.batchSize > config.n) {
    warnings.push(
      `Batch size: ${quoted(config.batchSize)} is above the number of samples, so ${config.n} is used.`,
    );
    config.batchSize = config.n;
  }
  return { config: Object.freeze(config), warnings };
}

/** The fields in which `config` differs from `base`. */
export function difference(config: Config, base: Config): ConfigPatch {
  return Object.fromEntries(
    PARAMS.filter((p) => config[p.key] !== base[p.key]).map((p) => [p.key, config[p.key]]),
  );
}

export function sameConfig(a: Config, b: Config): boolean {
  return PARAMS.every((p) => a[p.key] === b[p.key]);
}

/** Whether two runs share data, teacher and initial weights. */
export function sameProblem(a: Config, b: Config): boolean {
  return PARAMS.every((p) => !p.problem || a[p.key] === b[p.key]);
}

/** Steps at which a complete run is probed: 0, k, 2k, ... and T. */
export function probedSteps(config: Config): number[] {
  const steps: number[] = [];
  for (let t = 0; t < config.steps; t += config.probeEvery) steps.push(t);
  steps.push(config.steps);
  return steps;
}
