// One run of a map as its worker records it: a small record for each step that was asked for,
// posted a few at a time.

import type { EngineModule, Snapshot } from '@engine';
import { cellOf, packCells, type CellRecord } from '../../config/map/cell';
import type { Recorder } from './recorder';
import type { Host } from './host';

/** Milliseconds between two posts: often enough to be watched, seldom enough to cost nothing. */
const POST_EVERY_MS = 100;

/** When a worker last posted cells, of whichever run: its very first cell is posted at once. */
export interface LastPost {
  posted: number;
}

export class MapRunRecorder implements Recorder {
  /** Nobody waits for a cancelled run of a map. */
  readonly sliceMs = 60;
  /** The cells after a divergence say that it has diverged. */
  readonly endsAtDivergence = false;
  private readonly steps: ReadonlySet<number>;
  private waiting: CellRecord[] = [];

  constructor(
    private readonly engine: EngineModule,
    private readonly runId: number,
    steps: readonly number[],
    private readonly host: Host,
    private readonly lastPost: LastPost,
  ) {
    this.steps = new Set(steps);
  }

  wants(step: number): boolean {
    return this.steps.has(step);
  }

  record(snapshot: Snapshot): void {
    this.waiting.push(cellOf(snapshot, this.engine));
    if (this.host.now() - this.lastPost.posted >= POST_EVERY_MS) this.end();
  }

  reportProgress(): void {
    // Cells tell how far a map is.
  }

  end(): void {
    if (this.waiting.length === 0) return;
    const { cells, buffers } = packCells(this.waiting);
    this.host.post({ kind: 'cells', runId: this.runId, cells }, buffers);
    this.waiting = [];
    this.lastPost.posted = this.host.now();
  }
}
