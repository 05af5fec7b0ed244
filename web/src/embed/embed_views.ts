// The figures that can stand alone, one line each. What is not needed at once is loaded when it is.

import type { Store } from '../state/store';
import { CurvesView } from '../views/curves_view';
import { SpectrumView } from '../views/spectrum_view';
import type { EmbedView } from './spec';

export interface StandingView {
  readonly element: HTMLElement;
  render(): void;
  retheme(): void;
  dispose(): void;
}

interface Entry {
  label: string;
  /** Shown where the run stands, not playing from the start. */
  rests?: boolean;
  /** Brings its own place for questions before a run. */
  asks?: boolean;
  load: (store: Store) => StandingView | Promise<StandingView>;
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
    load: async (store) => new (await import('../views/anatomy')).Anatomy(store),
  },
};
