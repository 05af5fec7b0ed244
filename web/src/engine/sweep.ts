// Computes a map: what its listeners hear.

import type { MapConfig } from '../config/map';
import type { CellRecord } from '../config/map_cell';

/** A record of the run with this index in `mapRuns`. */
export interface SweepCell {
  readonly run: number;
  readonly record: CellRecord;
}

export interface SweepProgress {
  /** Cells known or given up, and all cells of the map. */
  readonly done: number;
  readonly total: number;
  /** Of these, how many came from the cache. */
  readonly cached: number;
  /** NaN until a first run tells the speed, and while paused. */
  readonly remainingSeconds: number;
}

export type SweepOutcome = 'complete' | 'cancelled' | 'failed';

export interface SweepListener {
  /** Some cells, in batches: as they arrive, or all at once from the cache. */
  cells(cells: readonly SweepCell[]): void;
  /** A run was given up after two attempts; what of it is missing stays missing. */
  failed(run: number, reason: string): void;
  progress(progress: SweepProgress): void;
  /** A sentence for the reader, for instance that a worker died and was replaced. */
  notice(message: string): void;
  done(outcome: SweepOutcome, message?: string): void;
}

/** What a view or store needs of a sweep; the class that does it follows. */
export interface SweepLike {
  /** Cancels the map in progress and starts another one. */
  start(map: MapConfig, listener: SweepListener): void;
  pause(): void;
  resume(): void;
  cancel(): void;
  dispose(): void;
}
