// The runs of a worker, one after the other: on this worker alone, or shared with helpers where the
// page has them and a run is worth it. Holds one run, which calls can ask about any step.

import type { Config, EngineModule, Run } from '@engine';
import { HelperFailure } from '../parallel/helper_port';
import { HelperRegistry } from '../parallel/helper_registry';
import { RunHolder } from '../parallel/shard_protocol';
import type { Host } from './host';
import { record } from './record';
import type { Recorder } from './recorder';
import { SoloRun } from './solo_run';

export type RunOutcome = 'complete' | 'cancelled' | 'diverged';

export class Session {
  readonly helpers: HelperRegistry;
  private readonly holder: RunHolder;
  private readonly solo: SoloRun;
  /** Runs that were asked for; a cancel or a newer start takes them away. */
  private readonly wanted = new Set<number>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    engine: EngineModule,
    private readonly host: Host,
  ) {
    this.holder = new RunHolder(engine);
    this.solo = new SoloRun(this.holder);
    this.helpers = new HelperRegistry(engine, (count) =>
      host.post({ kind: 'start-helpers', count }, []),
    );
  }

  /**
   * Computes a run when those before it have ended.
   * @param isShareable whether helpers may take part
   */
  run(
    runId: number,
    config: Config,
    recorder: Recorder,
    isShareable: boolean,
  ): Promise<RunOutcome> {
    this.wanted.add(runId);
    return this.after(async () => {
      const isCancelled = (): boolean => !this.wanted.has(runId);
      try {
        if (isCancelled()) return 'cancelled';
        const parallel = isShareable ? await this.shared(config, recorder, isCancelled) : null;
        return parallel ?? (await record(this.solo, config, recorder, this.host, isCancelled));
      } finally {
        recorder.end();
        this.wanted.delete(runId);
      }
    });
  }

  cancel(runId: number): void {
    this.wanted.delete(runId);
  }

  cancelAll(): void {
    this.wanted.clear();
  }

  /** Does something when the runs before it have ended, and those who waited for them know it. */
  after<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.last.then(work);
    this.last = result.catch(() => undefined);
    return result;
  }

  /** The run after exactly `step` steps, or after the one at which it diverged. */
  seek(config: Config, step: number): Run {
    return this.solo.seek(config, step);
  }

  /** One more step of the run at which `seek` has left it. */
  step(): ReturnType<Run['step']> {
    return this.solo.step();
  }

  /** Frees the run's matrices. */
  dispose(): void {
    this.solo.release();
    this.holder.dispose();
  }

  /** Null when the run is to be computed by this worker alone. */
  private async shared(
    config: Config,
    recorder: Recorder,
    isCancelled: () => boolean,
  ): Promise<RunOutcome | null> {
    try {
      const parallel = await this.helpers.parallelRun(config, this.holder);
      if (!parallel) return null;
      // From here on the holder has a share of the units only.
      this.solo.release();
      const outcome = await record(parallel, config, recorder, this.host, isCancelled);
      if (outcome === 'complete') {
        await parallel.join();
        this.solo.adopt(config, config.steps);
      }
      return outcome;
    } catch (error) {
      if (!(error instanceof HelperFailure) || error.fatal) throw error;
      // One of them ran out of memory, say: this worker records what is left.
      this.helpers.disable();
      return null;
    }
  }
}
