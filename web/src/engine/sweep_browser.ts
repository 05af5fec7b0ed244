// A sweep with the means of this browser: its cores, a share of its memory, its database.

import { openCache } from './cache';
import type { WorkerLike } from './client';
import { Sweep } from './sweep';

/** More workers than this are not worth their memory on any page. */
const MOST_WORKERS = 16;
/** Gigabytes where the browser does not say how many there are. */
const USUAL_MEMORY = 4;
/** Of the machine's memory, what all workers together may use. */
const SHARE = 0.4;

export function browserSweep(spawn: () => WorkerLike): Sweep {
  const { deviceMemory = USUAL_MEMORY } = navigator as { deviceMemory?: number };
  return new Sweep({
    spawn,
    size: Math.min(MOST_WORKERS, Math.max(1, navigator.hardwareConcurrency || 1)),
    memory: SHARE * deviceMemory * 2 ** 30,
    cache: openCache(),
    now: () => performance.now(),
  });
}
