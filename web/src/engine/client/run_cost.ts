// How much work a run of a map is, and how long it may take here.

import { Speed } from '../../common/speed';
import type { MapRun } from '../../config/map/map';

type Work = Pick<MapRun, 'config' | 'steps'>;

/** In units that only compare: products of three sizes, a probe as three steps. */
export function workOf({ config, steps }: Work): number {
  return config.n * config.d * config.h * (config.steps + 3 * steps.length);
}

/** How fast the runs of maps are done here; the guess is a hundredth of a modest laptop's. */
export function mapRunSpeed(): Speed {
  return new Speed({ guess: 1e8 });
}

/** Milliseconds that a run may take, at the slowest that runs have been done so far. */
export function longestMs(run: Work, speed: Speed): number {
  return (workOf(run) / speed.least) * 1000;
}
