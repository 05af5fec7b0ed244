// The tests that draw many samples, a moment of work at a time: between two moments the worker
// hears other requests, and who no longer asks has stopped the test.

import type { BulkNull, EngineModule, GoodnessOfFit, TailBootstrap } from '@engine';
import type { TailTests, TailTestsRequest } from '../../protocol/theory_calls';

/** Milliseconds of work for one request. */
const MOMENT = 40;
/** Samples between two looks at the clock. */
const BATCH = 5;
/** One simulated noise spectrum for so many samples: it costs as much as they do. */
const SAMPLES_PER_SPECTRUM = 5;
/** Replicates depend on this and on their number only: the same spectrum gives the same p. */
const SEED = 1;

interface Handles {
  fit: GoodnessOfFit;
  spread: TailBootstrap;
  bulk: BulkNull;
}

export class TailTester {
  private id = '';
  private handles: Handles | null = null;

  constructor(
    private readonly engine: EngineModule,
    private readonly now: () => number,
  ) {}

  /** @returns where the test stands after a moment of work; its memory is freed when it is done */
  advance(request: TailTestsRequest): TailTests {
    const handles = this.open(request);
    const { fit, spread, bulk } = handles;
    const wanted = request.replicates;
    const end = this.now() + MOMENT;
    while (spread.replicates() < wanted && this.now() < end) {
      const count = Math.min(BATCH, wanted - spread.replicates());
      fit.advance(count);
      spread.advance(count);
      bulk.advance(Math.floor(spread.replicates() / SAMPLES_PER_SPECTRUM) - bulk.replicates());
    }
    const isDone = spread.replicates() >= wanted;
    const state: TailTests = {
      replicates: spread.replicates(),
      isDone,
      goodnessOfFit: fit.pValue(),
      goodnessError: fit.standardError(),
      hill: spread.hill(),
      ks: spread.ks(),
      ksRobust: spread.ksRobust(),
      bulkPValue: bulk.pValue(request.bulkDistance),
      bulkReplicates: bulk.replicates(),
    };
    if (isDone) this.dispose();
    return state;
  }

  dispose(): void {
    const { handles } = this;
    this.handles = null;
    this.id = '';
    handles?.fit.delete();
    handles?.spread.delete();
    handles?.bulk.delete();
  }

  private open({ id, eigenvalues, resolution, rule, rows, columns }: TailTestsRequest): Handles {
    if (this.handles && this.id === id) return this.handles;
    this.dispose();
    const { engine } = this;
    this.handles = {
      fit: new engine.GoodnessOfFit(eigenvalues, rule, SEED, resolution),
      spread: new engine.TailBootstrap(eigenvalues, SEED, resolution),
      bulk: new engine.BulkNull(Math.max(1, rows), Math.max(1, columns), SEED),
    };
    this.id = id;
    return this.handles;
  }
}
