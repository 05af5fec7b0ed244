// Every parameter of a run, once: name, range, default, unit, help, link spelling, control, group.
// Controls, links, validation and the terminal all walk this table; a test compares its defaults
// with the engine's.

import type { Param, ParamKey } from './param';
import { PROBLEM_PARAMS } from './params_problem';
import { TRAINING_PARAMS } from './params_training';

export const PARAMS: readonly Param[] = [...TRAINING_PARAMS, ...PROBLEM_PARAMS];

const BY_KEY = new Map<ParamKey, Param>(PARAMS.map((p) => [p.key, p]));

/** The schema entry of a configuration field. */
export function param(key: ParamKey): Param {
  const found = BY_KEY.get(key);
  if (!found) throw new Error(`no parameter named ${key}`);
  return found;
}
