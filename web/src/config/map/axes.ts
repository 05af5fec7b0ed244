// What the y axis of a map can be: the step, a ratio of sizes, or any parameter whose entry in the
// schema does not say that it cannot.

import { PARAMS, param } from '../schema/schema';
import {
  GROUPS,
  type AxisRange,
  type Group,
  type NumberParam,
  type ParamKey,
} from '../schema/param';
import type { Config, ConfigPatch } from '../schema/config';

/** A y axis of numbers. */
export interface NumberAxis extends Omit<AxisRange, 'needs'> {
  key: string;
  label: string;
  symbol?: string;
  min: number;
  max: number;
  kind: 'number' | 'integer';
  /** The settings of a run at this value. */
  patch: (value: number, base: Config) => ConfigPatch;
}

function ofParam(p: NumberParam): NumberAxis[] {
  if (p.axis === null) return [];
  const { from, to, scale } = p.slider
    ? { from: p.slider.min, to: p.slider.max, scale: p.slider.scale }
    : { from: p.min, to: p.max, scale: 'linear' as const };
  const { needs, ...range } = p.axis ?? { from, to, count: 9, scale };
  return [
    {
      key: p.key,
      label: p.label,
      ...(p.symbol === undefined ? {} : { symbol: p.symbol }),
      min: p.min,
      max: p.max,
      kind: p.kind,
      patch: (value) => ({ [p.key]: value, ...needs }),
      ...range,
    },
  ];
}

const size = (value: number): number => Math.min(20000, Math.max(1, Math.round(value)));

const RATIOS: readonly NumberAxis[] = [
  {
    key: 'n/d',
    label: 'Samples per dimension',
    symbol: 'n/d',
    ...{ from: 0.5, to: 8, count: 9, scale: 'log', min: 0.01, max: 1000, kind: 'number' },
    patch: (ratio, { d }) => ({ n: size(ratio * d) }),
  },
  {
    key: 'h/d',
    label: 'Hidden units per dimension',
    symbol: 'h/d',
    ...{ from: 0.25, to: 4, count: 9, scale: 'log', min: 0.01, max: 1000, kind: 'number' },
    patch: (ratio, { d }) => ({ h: size(ratio * d) }),
  },
];

/** In the order of the groups of controls. */
export const NUMBER_AXES: readonly NumberAxis[] = (Object.keys(GROUPS) as Group[]).flatMap(
  (group) => [
    ...PARAMS.flatMap((p) => (p.group === group && 'min' in p ? ofParam(p) : [])),
    ...(group === 'sizes' ? RATIOS : []),
  ],
);

/** Parameters whose values are words. */
export const CHOICE_AXES: readonly ParamKey[] = PARAMS.filter(
  (p) => !('min' in p) && p.axis !== null,
).map((p) => p.key);

/** All values of a parameter whose values are words. */
export function choicesOf(key: ParamKey): string[] {
  const p = param(key);
  if (p.kind === 'choice') return p.options.map((o) => o.value);
  return p.kind === 'flag' ? ['off', 'on'] : [];
}

const NUMBERS = new Map(NUMBER_AXES.map((axis) => [axis.key.toLowerCase(), axis]));
const CHOICES = new Map(
  CHOICE_AXES.flatMap((key) =>
    [key, param(key).former ?? key].map((name) => [name.toLowerCase(), key]),
  ),
);

/** @param key  in any case, as a link may have it */
export function numberAxis(key: string): NumberAxis | undefined {
  return NUMBERS.get(key.toLowerCase());
}

export function choiceAxis(key: string): ParamKey | undefined {
  return CHOICES.get(key.toLowerCase());
}
