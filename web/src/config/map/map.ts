// A map of runs: the learning rate along x, the step or a second parameter along y, one map for each
// optimizer, some of them repeated with other seeds. Everything here is plain data and pure.

import type { OptimizerName } from '@engine';
import { geometric } from '../../common/power';
import { applyPatch, DEFAULTS, probedSteps, type Config } from '../schema/config';
import { numberAxis, type NumberAxis } from './axes';
import { param } from '../schema/schema';
import { type ParamKey } from '../schema/param';

/** Rates of one optimizer: even steps of the logarithm, or a list of their own, rising. */
export type Rates =
  | { readonly from: number; readonly to: number; readonly count: number }
  | { readonly list: readonly number[] };

/** The y axis. With `step`, one run gives a whole column. */
export type YAxis =
  | { readonly key: 'step' }
  | {
      readonly key: NumberAxis['key'];
      readonly from: number;
      readonly to: number;
      readonly count: number;
      readonly scale: 'linear' | 'log';
    }
  | { readonly key: ParamKey; readonly choices: readonly string[] };

export interface MapConfig {
  /** What all runs share. Its optimizer and learning rate are replaced in every cell. */
  readonly base: Config;
  /** One map for each, in this order. */
  readonly optimizers: readonly OptimizerName[];
  /** Of every optimizer, so that one that is switched off and on again keeps its range. */
  readonly rates: Readonly<Record<OptimizerName, Rates>>;
  readonly yAxis: YAxis;
  /** Runs of each cell, with the seeds seed, seed + 1, ... */
  readonly repeats: number;
  /** Keep every probed step of a run, not only the last; with `yAxis` = step it is so anyway. */
  readonly everyStep: boolean;
}

/** Where a cell stands: indices into `optimizers`, `rateValues` and `yValues`. */
export interface CellPlace {
  readonly optimizer: number;
  readonly rate: number;
  readonly row: number;
}

/** One training run of a map. With `yAxis` = step its `row` is 0 and it fills a column. */
export interface MapRun extends CellPlace {
  /** Place in `mapRuns`. */
  readonly index: number;
  readonly repeat: number;
  readonly config: Config;
  /** Steps whose measurements are kept, rising. */
  readonly steps: readonly number[];
}

/** In the order in which they are listed. */
export const OPTIMIZERS: readonly OptimizerName[] = ['gd', 'adam', 'sign', 'muon'];
const COUNT = 31;

/**
 * Every optimizer has a range of its own, because what counts is the size of the update: GD needs
 * rates of order sqrt(h d) for what Adam does at (h d)^(-1/4). All span four decades, so that maps
 * side by side have equal scales, shifted against each other.
 */
export const DEFAULT_MAP: MapConfig = Object.freeze<MapConfig>({
  base: DEFAULTS,
  optimizers: ['gd', 'adam'],
  rates: {
    gd: { from: 10, to: 1e5, count: COUNT },
    adam: { from: 0.01, to: 100, count: COUNT },
    sign: { from: 0.01, to: 100, count: COUNT },
    muon: { from: 0.1, to: 1000, count: COUNT },
  },
  yAxis: { key: 'step' },
  repeats: 1,
  everyStep: false,
});

/** Most runs and most kept cells of one map. */
export const MAP_LIMITS = { rates: 200, rows: 200, repeats: 20, runs: 20_000, cells: 200_000 };

/**
 * `count` values from `from` to `to`; rounded so that they can be read and typed: to four digits, or
 * to as many as tell them apart.
 */
function grid(from: number, to: number, count: number, scale: 'linear' | 'log'): number[] {
  if (count <= 1) return [from];
  const at = (i: number): number => {
    if (i === 0) return from;
    if (i === count - 1) return to;
    const t = i / (count - 1);
    return scale === 'linear' ? from + (to - from) * t : geometric(from, to, t);
  };
  const rounded = (digits: number): number[] =>
    Array.from({ length: count }, (_, i) =>
      i === 0 || i === count - 1 ? at(i) : Number(at(i).toPrecision(digits)),
    );
  const rises = (values: number[]): boolean =>
    values.every((x, i) => i === 0 || x > values[i - 1]!);
  let digits = 4;
  while (digits < 16 && !rises(rounded(digits))) digits += 1;
  // As many as tell neighbours apart are too few for even steps.
  return rounded(digits === 4 ? 4 : digits + 1);
}

/** Learning rates of one of the maps, rising. */
export function rateValues(map: MapConfig, optimizer: OptimizerName): readonly number[] {
  const rates = map.rates[optimizer];
  return 'list' in rates ? rates.list : grid(rates.from, rates.to, rates.count, 'log');
}

/** Values of the y axis, from the bottom. */
export function yValues(map: MapConfig): readonly (number | string)[] {
  const { yAxis } = map;
  if (yAxis.key === 'step') return probedSteps(map.base);
  if ('choices' in yAxis) return yAxis.choices;
  if (!('from' in yAxis)) return [];
  const values = grid(yAxis.from, yAxis.to, yAxis.count, yAxis.scale);
  // Whole numbers may coincide on a fine grid.
  return numberAxis(yAxis.key)?.kind === 'integer' ? [...new Set(values.map(Math.round))] : values;
}

/** The configuration of one run. */
export function cellConfig(
  map: MapConfig,
  { optimizer, rate, row }: CellPlace,
  repeat = 0,
): Config {
  const name = map.optimizers[optimizer] ?? 'adam';
  const y = map.yAxis.key === 'step' ? undefined : yValues(map)[row];
  return configAt(map, name, rateValues(map, name)[rate], y, repeat);
}

/** @param y  undefined where the y axis is the step */
function configAt(
  map: MapConfig,
  optimizer: OptimizerName,
  learningRate: number | undefined,
  y: number | string | undefined,
  repeat: number,
): Config {
  const { yAxis, base } = map;
  const patch: Record<string, unknown> = {
    optimizer,
    learningRate,
    seed: (base.seed + repeat) % 2 ** 32,
  };
  if (typeof y === 'number') Object.assign(patch, numberAxis(yAxis.key)?.patch(y, base));
  else if (y !== undefined) patch[yAxis.key] = y;
  return applyPatch(base, patch).config;
}

/** The probed step that a cell shows. */
export function cellStep(map: MapConfig, place: CellPlace): number {
  return map.yAxis.key === 'step' ? (probedSteps(map.base)[place.row] ?? 0) : map.base.steps;
}

const runsOf = new WeakMap<MapConfig, readonly MapRun[]>();

/** All runs of a map, by optimizer, rate, row and repeat, in this order. The same list each time. */
export function mapRuns(map: MapConfig): readonly MapRun[] {
  let runs = runsOf.get(map);
  if (!runs) runsOf.set(map, (runs = listRuns(map)));
  return runs;
}

function listRuns(map: MapConfig): MapRun[] {
  const byStep = map.yAxis.key === 'step';
  const ys = byStep ? [undefined] : yValues(map);
  const all = byStep || map.everyStep;
  // No axis changes which steps there are.
  const steps = all ? probedSteps(map.base) : [map.base.steps];
  const runs: MapRun[] = [];
  map.optimizers.forEach((name, optimizer) => {
    rateValues(map, name).forEach((learningRate, rate) => {
      ys.forEach((y, row) => {
        for (let repeat = 0; repeat < map.repeats; repeat += 1) {
          const config = configAt(map, name, learningRate, y, repeat);
          runs.push({ index: runs.length, optimizer, rate, row, repeat, config, steps });
        }
      });
    });
  });
  return runs;
}

/** How much a map is, without making its runs. */
export function mapSize(map: MapConfig): { runs: number; cells: number } {
  const rows = map.yAxis.key === 'step' ? 1 : yValues(map).length;
  const kept = map.yAxis.key === 'step' || map.everyStep ? probedSteps(map.base).length : 1;
  const rates = map.optimizers.reduce((sum, name) => sum + rateValues(map, name).length, 0);
  const runs = rates * rows * map.repeats;
  return { runs, cells: runs * kept };
}

/** Rates may be anything the engine takes but 0, which has no logarithm. */
export const RATE_LIMITS = { min: 1e-8, max: (param('learningRate') as { max: number }).max };
