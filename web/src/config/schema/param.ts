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

/** A map's y axis along a parameter: the values it starts with. */
export interface AxisRange {
  from: number;
  to: number;
  count: number;
  scale: 'linear' | 'log';
  /** Least value, where that of the parameter has a meaning of its own. */
  min?: number;
  /** Other settings without which the parameter has no effect. */
  needs?: Partial<Config>;
}

export interface NumberParam extends ParamBase {
  kind: 'number' | 'integer';
  default: number;
  min: number;
  max: number;
  unit?: string;
  /** Absent: a number field without a slider. Slider ends may be narrower than min and max. */
  slider?: { scale: 'linear' | 'log'; min: number; max: number; step?: number };
  /** As the y axis of a map. Absent: over the range of the slider; null: it cannot be one. */
  axis?: AxisRange | null;
}

export interface ChoiceParam extends ParamBase {
  kind: 'choice';
  default: string;
  options: readonly { value: string; label: string }[];
  /** null: it cannot be the y axis of a map. */
  axis?: null;
}

export interface FlagParam extends ParamBase {
  kind: 'flag';
  default: boolean;
  axis?: null;
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
