// What becomes of the probes of a run. The explorer's are posted as they are, with the laws that
// are drawn beside them.

import type { Config, EngineModule, Run, Snapshot } from '@engine';
import { NOTHING_KNOWN, firstRate, stepKind } from '../../config/schema/first_step';
import { bulkCurve } from './calls/densities';
import type { Timing } from '../protocol/messages';
import type { Host } from './host';

export interface Recorder {
  /** Milliseconds of work between two yields to the event loop, where a cancel is not urgent. */
  readonly slice?: number;
  wants(step: number): boolean;
  /** Probes the run; true when nothing finite is left to train. */
  take(run: Run, timing: () => Timing): boolean;
  /** The run has just diverged; true when it shall end there. */
  diverged(run: Run, timing: () => Timing): boolean;
  /** Between two slices of work. */
  reportProgress(step: number, timing: Timing): void;
  /** After the last probe, also of a run that was cancelled. */
  end?(): void;
}

/** Mean of what was added; 0 while nothing was. */
export class Mean {
  private sum = 0;
  private count = 0;
  add(sum: number, count = 1): void {
    this.sum += sum;
    this.count += count;
  }
  get value(): number {
    return this.count > 0 ? this.sum / this.count : 0;
  }
}

/** Posts every probe of an explorer's run. */
export class SnapshotRecorder implements Recorder {
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

  take(run: Run, timing: () => Timing): boolean {
    return this.post(run.probe(), timing);
  }

  diverged(run: Run, timing: () => Timing): boolean {
    this.take(run, timing);
    return true;
  }

  reportProgress(step: number, timing: Timing): void {
    this.host.post({ kind: 'progress', runId: this.runId, step, timing }, []);
  }

  /** True when nothing finite is left to train. */
  post(snapshot: Snapshot, timing: () => Timing): boolean {
    this.next = snapshot.step + 1;
    const { h, d } = this.config;
    const initialLaw = bulkCurve(this.engine, snapshot.initialBulk, h, d);
    const bulkLaw = bulkCurve(this.engine, snapshot.bulk, h, d);
    const transfer = [
      snapshot.eigenvalues,
      initialLaw.lambda,
      initialLaw.density,
      bulkLaw.lambda,
      bulkLaw.density,
    ].map((array) => array.buffer as ArrayBuffer);
    const recorded = { snapshot, initialLaw, bulkLaw, ...this.predictedSpike(snapshot.step) };
    this.host.post({ kind: 'snapshot', runId: this.runId, recorded, timing: timing() }, transfer);
    return snapshot.status === 'diverged';
  }

  private predictedSpike(step: number): { predictedSpike?: number } {
    const kind = stepKind(this.config);
    if (step > 1 || kind === null) return {};
    const at = { ...this.config, learningRate: firstRate(this.config) };
    const { spike } = this.engine.predictOneStep(at, NOTHING_KNOWN)[kind];
    return spike.detached ? { predictedSpike: spike.eigenvalue } : {};
  }
}
