// How much work a run of a map is, and how fast it is done here.

import type { MapRun } from '../../config/map/map';

type Work = Pick<MapRun, 'config' | 'steps'>;

/** In units that only compare: products of three sizes, a probe as three steps. */
export function workOf({ config, steps }: Work): number {
  return config.n * config.d * config.h * (config.steps + 3 * steps.length);
}

/** Milliseconds for a unit of work, before anything was timed: a hundred times a modest laptop's. */
const SLOW = 1e-5;

/** The slowest that runs have been done so far. */
export class Pace {
  private slowest = NaN;

  learn(run: Work, ms: number): void {
    const pace = ms / workOf(run);
    this.slowest = pace < this.slowest ? this.slowest : pace;
  }

  /** Milliseconds that a run may well take. */
  predict(run: Work): number {
    return workOf(run) * (Number.isNaN(this.slowest) ? SLOW : this.slowest);
  }
}
