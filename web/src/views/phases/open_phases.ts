// Opens the phase diagram: its workers start, and compute, while the view is still on its way.

import type { Workers } from '../../state/map_setup';
import type { Store } from '../../state/store';
import type { Phases } from './phases';

/**
 * @param isAlone  the map without its settings and the curves below it, for other pages
 * @param workers  if not its own
 */
export async function openPhases(
  store: Store,
  isAlone = false,
  workers?: Workers,
): Promise<Phases> {
  const view = import('./phases');
  const { beginMaps } = await import('../../state/map_setup');
  const maps = beginMaps(store, workers);
  return new (await view).Phases(store, maps, isAlone);
}
