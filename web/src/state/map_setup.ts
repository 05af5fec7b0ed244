// The store of the map with its workers and its cache, and what makes it rest.

import { openCache } from '../engine/cache';
import { spawnWorker } from '../engine/spawn';
import { Sweep } from '../engine/sweep';
import { MEMORY_LIMIT } from './machine';
import { MapStore } from './map_store';
import type { Store } from './store';

/** Memory of the device in GB where the browser tells; a modest device otherwise. */
const DEVICE_MEMORY = 4;
/** Share of it that all workers together may use. */
const SHARE = 0.5;

export function makeMapStore(store: Store): MapStore {
  const { deviceMemory = DEVICE_MEMORY } = navigator as Navigator & { deviceMemory?: number };
  const sweep = new Sweep({
    spawn: spawnWorker,
    size: Math.max(1, navigator.hardwareConcurrency),
    memory: Math.max(MEMORY_LIMIT, SHARE * deviceMemory * 1e9),
    cache: openCache(),
    now: () => performance.now(),
  });
  const maps = new MapStore({
    sweep,
    changed: () => store.wake(),
    notice: (message) => store.notify(message),
  });
  store.subscribe(() => maps.setHidden(store.view.part !== 'phases'));
  return maps;
}
