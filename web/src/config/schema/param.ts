// What the schema says of one parameter of a run.

import type { Config } from '@engine';

export type ParamKey = keyof Config;

/** Where a control stands. `main` is always open, the other groups are folded. */
export type Group = 'main' | 'sizes' | 'problem' | 'optimiser' | 'schedule' | 'measurement';

interface ParamBase {
  key: ParamKey;
  /** Text beside the control. */
  label: string;
  /** Symbol used in formulas, if there is one. */
  symbol?: string;
  /** One or two sentences: what it does and what to expect. */
  help: string;
  /** The field's name in files that were written before it was called `key`. */
  former?: string;
  /** Word in links and on the command line. */
  link: string;
  group: Group;
  /** Changing it changes the data, the teacher or the initial weights. */
  problem?: boolean;
  /** Shown only when this holds, for instance momentum only with GD and Muon. */
  when?: (config: Config) => boolean;
}

export interface NumberParam extends ParamBase {
  kind: 'number' | 'integer';
  default: number;
  min: number;
  max: number;
  unit?: string;
  /** Absent: a number field without a slider. Slider ends may be narrower than min and max. */
  slider?: { scale: 'linear' | 'log'; min: number; max: number; step?: number };
}

export interface ChoiceParam extends ParamBase {
  kind: 'choice';
  default: string;
  options: readonly { value: string; label: string }[];
}

export interface FlagParam extends ParamBase {
  kind: 'flag';
  default: boolean;
}

export type Param = NumberParam | ChoiceParam | FlagParam;

export const GROUPS: Record<Group, string> = {
  main: 'Training',
  sizes: 'Sizes',
  problem: 'Teacher and student',
  optimiser: 'Optimiser details',
  schedule: 'Schedule and batches',
  measurement: 'Measurement',
};
