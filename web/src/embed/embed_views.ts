// The figures that can stand alone, one line each. What is not needed at once is loaded when it is.

import type { Part } from '../config/link/view_state';
import type { Workers } from '../state/map_setup';
import type { Store } from '../state/store';
import { CurvesView } from '../views/explore/curves_view';
import { openPhases } from '../views/phases/open_phases';
import { SpectrumView } from '../views/explore/spectrum_view';
import type { EmbedView } from './spec';

export interface StandingView {
  readonly element: HTMLElement;
  render(): void;
  retheme(): void;
  dispose(): void;
}

interface Entry {
  label: string;
  /** Part of the page that it belongs to; Explore unless it says so. */
  part?: Part;
  /** Shown where the run stands, not playing from the start. */
  rests?: boolean;
  /** Brings its own place for questions before a run. */
  asks?: boolean;
  /** @param workers  for work besides the store's runs; a view has its own if there are none */
  load: (store: Store, workers?: Workers) => StandingView | Promise<StandingView>;
}

/** Part of the page whose link a figure shows. */
export function partOf(view: EmbedView): Part {
  return EMBED_VIEW_ENTRIES[view].part ?? 'explore';
}

export const EMBED_VIEW_ENTRIES: Record<EmbedView, Entry> = {
  spectrum: {
    label: 'Spectrum',
    asks: true,
    load: (store) => new SpectrumView(store),
  },
  curves: {
    label: 'Curves over the steps',
    load: (store) => new CurvesView(store),
  },
  anatomy: {
    label: 'Anatomy of the update',
    rests: true,
    load: async (store) => new (await import('../views/explore/anatomy')).Anatomy(store),
  },
  phases: {
    label: 'Phase map',
    part: 'phases',
    load: (store, workers) => openPhases(store, true, workers),
  },
};
