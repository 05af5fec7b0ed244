// What the second axis of a map can be: the step, or any of these parameters.

import { param } from '../schema/schema';
import { type NumberParam } from '../schema/param';
import type { Config, ConfigPatch } from '../schema/config';

/** A parameter with numbers that may stand on the second axis. */
export interface NumberAxis {
  key: string;
  label: string;
  symbol?: string;
  /** Range a map starts with. */
  from: number;
  to: number;
  count: number;
  scale: 'linear' | 'log';
  min: number;
  max: number;
  whole: boolean;
  /** The settings of a run at this value. */
  patch: (value: number, base: Config) => ConfigPatch;
}

type Given = Pick<NumberAxis, 'from' | 'to' | 'count' | 'scale'> &
  Partial<Pick<NumberAxis, 'min' | 'patch'>>;

/** An axis that is a parameter of the schema: name and limits come from there. */
function ofParam(key: NumberKey, given: Given): NumberAxis {
  const p = param(key) as NumberParam;
  return {
    key,
    label: p.label,
    ...(p.symbol === undefined ? {} : { symbol: p.symbol }),
    min: p.min,
    max: p.max,
    whole: p.kind === 'integer',
    patch: (value) => ({ [key]: value }),
    ...given,
  };
}

type NumberKey = 'n' | 'd' | 'h' | 'noise' | 'batchSize' | 'momentum' | 'weightDecay' | 'reg' | 'gamma' | 'seed'; // prettier-ignore

const size = (value: number): number => Math.min(20000, Math.max(1, Math.round(value)));

export const NUMBER_AXES: readonly NumberAxis[] = [
  ofParam('n', { from: 100, to: 1600, count: 9, scale: 'log' }),
  ofParam('d', { from: 50, to: 400, count: 7, scale: 'log' }),
  ofParam('h', { from: 75, to: 600, count: 7, scale: 'log' }),
  {
    key: 'n/d',
    label: 'Samples per dimension',
    symbol: 'n/d',
    ...{ from: 0.5, to: 8, count: 9, scale: 'log', min: 0.01, max: 1000, whole: false },
    patch: (ratio, { d }) => ({ n: size(ratio * d) }),
  },
  {
    key: 'h/d',
    label: 'Hidden units per dimension',
    symbol: 'h/d',
    ...{ from: 0.25, to: 4, count: 9, scale: 'log', min: 0.01, max: 1000, whole: false },
    patch: (ratio, { d }) => ({ h: size(ratio * d) }),
  },
  ofParam('noise', { from: 0, to: 2, count: 11, scale: 'linear' }),
  ofParam('batchSize', { from: 25, to: 400, count: 9, scale: 'log', min: 1 }),
  ofParam('momentum', { from: 0, to: 0.9, count: 10, scale: 'linear' }),
  ofParam('weightDecay', { from: 1e-5, to: 1e-1, count: 9, scale: 'log' }),
  ofParam('reg', { from: 1e-4, to: 1, count: 9, scale: 'log' }),
  ofParam('gamma', {
    from: 0.2,
    to: 1,
    count: 9,
    scale: 'linear',
    // The factor belongs to StepLR.
    patch: (gamma) => ({ gamma, schedule: 'step' }),
  }),
  ofParam('seed', { from: 1, to: 8, count: 8, scale: 'linear' }),
];

/** Parameters with words that may stand on the second axis. */
export const CHOICE_AXES = ['teacher'] as const;
export type ChoiceAxis = (typeof CHOICE_AXES)[number];

export function numberAxis(key: string): NumberAxis | undefined {
  return NUMBER_AXES.find((axis) => axis.key === key);
}
