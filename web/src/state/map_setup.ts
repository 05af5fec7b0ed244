// The store of the map with the means of this browser - its cores, a share of its memory, its
// database.

import { openCache } from '../engine/cache';
import { spawnWorker } from '../engine/spawn';
import { Sweep } from '../engine/sweep';
import { MapStore } from './map_store';
import type { Store } from './store';

/** More workers than this are not worth their memory on any page. */
const MOST_WORKERS = 16;
/** Gigabytes where the browser does not say how many there are. */
const USUAL_MEMORY = 4;
/** Of the machine's memory, what all workers together may use. */
const SHARE = 0.4;

/** @param most  workers at most */
export function makeMapStore(store: Store, most = MOST_WORKERS): MapStore {
  const { deviceMemory = USUAL_MEMORY } = navigator as { deviceMemory?: number };
  const sweep = new Sweep({
    spawn: spawnWorker,
    size: Math.min(most, Math.max(1, navigator.hardwareConcurrency || 1)),
    memory: SHARE * deviceMemory * 2 ** 30,
    cache: openCache(),
    now: () => performance.now(),
  });
  return new MapStore({
    sweep,
    changed: () => store.wake(),
    notice: (message) => store.notify(message),
  });
}

/** The map that the link asks for, begun before anybody is there to look at it. */
export function beginMaps(store: Store): MapStore {
  const maps = makeMapStore(store);
  if (store.view.mapSize === 'live') maps.want(store.map);
  return maps;
}
