// The store of the map with the means of this browser - its cores, a share of its memory, its
// database.

import { openCache } from '../engine/map/cache';
import type { WorkerLike } from '../engine/client/worker_like';
import { spawnWorker } from '../engine/client/spawn';
import { Sweep } from '../engine/map/sweep';
import { MapStore } from './map_store';
import type { Store } from './store';

/** More workers than this are not worth their memory on any page. */
const MOST_WORKERS = 16;
/** Gigabytes where the browser does not say how many there are. */
const USUAL_MEMORY = 4;
/** Of the machine's memory, what all workers together may use. */
const SHARE = 0.4;

/** Where workers come from, and how many at most. */
export interface Workers {
  readonly spawn: () => WorkerLike;
  readonly most: number;
}

export function makeMapStore(
  store: Store,
  { spawn = spawnWorker, most = MOST_WORKERS }: Partial<Workers> = {},
): MapStore {
  const { deviceMemory = USUAL_MEMORY } = navigator as { deviceMemory?: number };
  const means = {
    size: Math.min(most, Math.max(1, navigator.hardwareConcurrency || 1)),
    memory: SHARE * deviceMemory * 2 ** 30,
  };
  const sweep = new Sweep({
    spawn,
    ...means,
    cache: openCache(),
    now: () => performance.now(),
  });
  return new MapStore({
    sweep,
    means,
    machine: store.machine,
    changed: () => store.wake(),
    notice: (message) => store.notify(message),
  });
}

/** The map that the link asks for, begun before anybody is there to look at it. */
export function beginMaps(store: Store, workers?: Workers): MapStore {
  const maps = makeMapStore(store, workers);
  if (store.view.mapSize === 'live') maps.want(store.map);
  return maps;
}
