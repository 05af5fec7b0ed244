// One run of a map as its worker records it: a small record for each step that was asked for,
// posted a few at a time.

import type { Run } from '@engine';
import { cellOf, CellArrays, type CellRecord } from '../../config/map/cell';
import type { Recorder } from './recorder';
import type { Host } from './host';

/** Milliseconds between two posts: often enough to be watched, seldom enough to cost nothing. */
const POST_EVERY_MS = 100;
/** Milliseconds of work between two yields: nobody waits for a cancelled run of a map. */
const SLICE_MS = 60;

/** When a worker last posted cells, of whichever run: its very first cell is posted at once. */
export interface LastPost {
  posted: number;
}

export class MapRunRecorder implements Recorder {
  readonly slice = SLICE_MS;
  private readonly steps: ReadonlySet<number>;
  private readonly arrays: CellArrays;
  private waiting: CellRecord[] = [];

  constructor(
    private readonly runId: number,
    steps: readonly number[],
    private readonly host: Host,
    private readonly lastPost: LastPost,
  ) {
    this.steps = new Set(steps);
    this.arrays = new CellArrays(steps.length);
  }

  wants(step: number): boolean {
    return this.steps.has(step);
  }

  /** A run of a map is complete even where it has diverged: that is what its cells say. */
  take(run: Run): boolean {
    this.waiting.push(cellOf(run.probe(), this.arrays));
    if (this.host.now() - this.lastPost.posted >= POST_EVERY_MS) this.end();
    return false;
  }

  diverged(): boolean {
    return false;
  }

  reportProgress(): void {
    // Cells tell how far a map is.
  }

  end(): void {
    if (this.waiting.length === 0) return;
    this.host.post({ kind: 'cells', runId: this.runId, cells: this.waiting }, []);
    this.waiting = [];
    this.lastPost.posted = this.host.now();
  }
}
