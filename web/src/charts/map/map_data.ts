// What a phase map draws, as plain data.

import type { Table } from '../common/plot';
import type { Theme } from '../common/theme';
import type { ValueScale } from '../common/value_scale';

/** A rate for each row, where theory expects something; NaN where it expects nothing. */
export interface Threshold {
  text: string;
  rates: readonly number[];
}
export interface MapCell {
  /** `failed`: computing it was given up. A cell that is missing is absent instead. */
  state: 'known' | 'failed';
  phase: string;
  /** NaN when the quantity on display could not be measured. */
  value: number;
}

export interface MapPanel {
  title: string;
  /** Rising. */
  rates: readonly number[];
  /** Names of the rows, from the bottom. */
  rows: readonly string[];
  /** By row, then rate. */
  cells: readonly (MapCell | undefined)[];
  threshold: Threshold | null;
}

/** What colours mean: the phase, or a number. */
export type MapColor = { kind: 'phase' } | { kind: 'value'; title: string; scale: ValueScale };

export interface PhaseMapData {
  panels: readonly MapPanel[];
  rowTitle: string;
  /** Rows are steps of one run: a missing cell is not guessed from those above and below it. */
  rowsApart: boolean;
  color: MapColor;
  /** Phase -> its name. */
  phaseNames: Readonly<Record<string, string>>;
  /** Draw the lines between phases. */
  boundary: boolean;
  /** The text alternative, and the numbers; asked for when they are needed. */
  describe: () => string;
  table: () => Table;
}

/** What painting needs to know besides the data. */
export interface Paint {
  ctx: CanvasRenderingContext2D;
  theme: Theme;
  /** The colour at a place 0 .. 1 of the scale. */
  shade: (place: number) => string;
}
