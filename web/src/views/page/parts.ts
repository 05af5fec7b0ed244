// The parts of the page that the tabs lead to. Explore is there at once; the others are loaded when
// they are first opened, with their style sheets, so that the first paint stays small.

import type { Part } from '../../config/link/view_state';
import type { Store } from '../../state/store';
import { Explore } from '../explore/explore';
import type { PartView } from '../common/part_view';
import { openPhases } from '../phases/open_phases';

interface PartEntry {
  label: string;
  load: (store: Store) => PartView | Promise<PartView>;
}

export const PART_ENTRIES: Record<Part, PartEntry> = {
  explore: { label: 'Explore', load: (store) => new Explore(store) },
  phases: {
    label: 'Phase diagram',
    load: (store) => openPhases(store),
  },
  learn: {
    label: 'Learn',
    load: async (store) => {
      const [{ Learn }] = await Promise.all([
        import('../learn/learn'),
        import('../../styles/learn.css'),
      ]);
      return new Learn(store);
    },
  },
  weights: {
    label: 'Your weights',
    load: async (store) => {
      const [{ WeightsView }] = await Promise.all([
        import('../weights/weights'),
        import('../../styles/weights.css'),
      ]);
      return new WeightsView(store);
    },
  },
};
