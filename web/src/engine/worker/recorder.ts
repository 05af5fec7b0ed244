// What becomes of the probes of a run. The explorer's are posted as they are, with the laws that
// are drawn beside them.

import type { Config, EngineModule, Snapshot } from '@engine';
import { NOTHING_KNOWN, firstRate, stepKind } from '../../config/schema/first_step';
import { bulkCurve } from './calls/densities';
import type { Timing } from '../protocol/messages';
import type { Host } from './host';

export interface Recorder {
  /** Milliseconds of work between two yields to the event loop. */
  readonly sliceMs: number;
  /** A run that is no longer finite ends there. */
  readonly endsAtDivergence: boolean;
  wants(step: number): boolean;
  record(snapshot: Snapshot, timing: Timing): void;
  /** Between two slices of work. */
  reportProgress(step: number, timing: Timing): void;
  /** After the last probe, also of a run that was cancelled. */
  end(): void;
}

/** Posts every probe of an explorer's run. */
export class SnapshotRecorder implements Recorder {
  readonly sliceMs = 24;
  readonly endsAtDivergence = true;

  /** @param next first step that has not been recorded yet */
  constructor(
    private readonly engine: EngineModule,
    private readonly host: Host,
    private readonly runId: number,
    private readonly config: Config,
    private next: number,
  ) {}

  wants(step: number): boolean {
    const { probeEvery, steps } = this.config;
    return step >= this.next && (step % probeEvery === 0 || step === steps);
  }

  record(snapshot: Snapshot, timing: Timing): void {
    this.next = snapshot.step + 1;
    const initialLaw = bulkCurve(this.engine, snapshot.initialBulk);
    const bulkLaw = bulkCurve(this.engine, snapshot.bulk);
    const transfer = [
      snapshot.eigenvalues,
      initialLaw.lambda,
      initialLaw.density,
      bulkLaw.lambda,
      bulkLaw.density,
    ].map((array) => array.buffer as ArrayBuffer);
    const recorded = { snapshot, initialLaw, bulkLaw, ...this.predictedSpike(snapshot.step) };
    this.host.post({ kind: 'snapshot', runId: this.runId, recorded, timing }, transfer);
  }

  reportProgress(step: number, timing: Timing): void {
    this.host.post({ kind: 'progress', runId: this.runId, step, timing }, []);
  }

  end(): void {
    // Every probe has been posted.
  }

  private predictedSpike(step: number): { predictedSpike?: number } {
    const kind = stepKind(this.config);
    if (step > 1 || kind === null) return {};
    const at = { ...this.config, learningRate: firstRate(this.config) };
    const { spike } = this.engine.predictOneStep(at, NOTHING_KNOWN)[kind];
    return spike.detached ? { predictedSpike: spike.eigenvalue } : {};
  }
}
