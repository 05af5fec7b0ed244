// How much work a worker is given, and for how long it may be silent over it.

import { Speed } from '../../common/speed';
import type { MapRun } from '../../config/map/map';
import type { CallRequest } from '../protocol/messages';

type Work = Pick<MapRun, 'config' | 'steps'>;

/** In units that only compare: products of three sizes, a probe as three steps. */
export function workOf({ config, steps }: Work): number {
  return config.n * config.d * config.h * (config.steps + 3 * steps.length);
}

/** How fast the runs of maps are done here; the guess is a hundredth of a modest laptop's. */
export function mapRunSpeed(): Speed {
  return new Speed({ guess: 1e8 });
}

/** A worker is given up when it was silent for so many times what its work may well take. */
const SILENCE_FACTOR = 10;

/** Milliseconds that so much work may keep a worker silent. The guess needs no factor. */
export function allowedSilenceMs(work: number, speed: Speed): number {
  return (work / speed.least) * 1000 * (speed.isMeasured ? SILENCE_FACTOR : 1);
}

/** Of a call, in the same units; 0 for what takes no time to speak of. */
export function workOfCall(request: CallRequest): number {
  switch (request.name) {
    case 'overlaps':
    case 'entries':
    case 'scatter':
    case 'weights':
    case 'denoise':
      // Its run may have to be computed again up to that step.
      return workOf({ config: { ...request.args.config, steps: request.args.step }, steps: [0] });
    case 'firstStep':
      return workOf({ config: { ...request.args.config, steps: 1 }, steps: [0] });
    case 'matrix': {
      const { sample, tensor } = request.args;
      const sides = sample ? [sample.rows, sample.cols] : tensor.shape;
      // No matrix of so many entries costs more than a square one.
      const entries = sides.reduce((product, side) => product * side, 1);
      return 4 * entries * Math.sqrt(entries);
    }
    case 'tailTests': {
      const { rows, columns } = request.args;
      return 8 * rows * columns * Math.min(rows, columns);
    }
    default:
      return 0;
  }
}
