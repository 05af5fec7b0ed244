// The helpers of a worker: how many a run is worth, asking the page to start them, and waiting until
// they have loaded the module.

import type { Config, EngineModule } from '@engine';
import type { Port } from '../protocol/port';
import { HelperPort } from './helper_port';
import { ParallelRun } from './parallel_run';
import type { RunHolder } from './shard_protocol';

/** Operations between two probes that outweigh the messages: some 10 ms on one core. */
const MIN_SHARED_WORK = 4e8;
/** Bytes for all workers together, beyond two of them. */
const MAX_SHARED_MEMORY = 300e6;
/** Milliseconds a run waits for helpers that are still loading the module. */
const HELPER_LOAD_MS = 2500;

/** Workers that a run is worth. */
export function workersFor(engine: EngineModule, config: Config, limit: number): number {
  const { step, probe } = engine.workEstimate(config);
  const work = step + probe / Math.min(config.probeEvery, Math.max(1, config.steps));
  if (limit < 2 || config.steps < 1 || work < MIN_SHARED_WORK) return 1;
  const fitting = Math.floor(MAX_SHARED_MEMORY / engine.memoryEstimate(config));
  return Math.min(limit, Math.max(2, fitting));
}

export class HelperRegistry {
  private limit = 1;
  private requested = 0;
  private ready: HelperPort[] = [];
  private changed: () => void = () => undefined;
  /** Helpers did not load in time; no run waits for them again. */
  private isLate = false;

  /** @param start asks the page for so many helpers more */
  constructor(
    private readonly engine: EngineModule,
    private readonly start: (count: number) => void,
  ) {}

  /** Most workers that may share a run, this one included. */
  setLimit(workers: number): void {
    this.limit = workers;
  }

  add(port: Port): void {
    const helper = new HelperPort(port);
    void helper.ready.then(() => {
      this.ready.push(helper);
      this.changed();
    });
  }

  /** So many of those that were asked for do not come; another run may ask again. */
  missing(count: number): void {
    this.requested -= count;
    this.changed();
  }

  /** Shares no run any more. */
  disable(): void {
    this.limit = 1;
    this.ready = [];
  }

  /** Might a run be shared at all? */
  get isEnabled(): boolean {
    return this.limit > 1;
  }

  /**
   * A run on this worker and its helpers; null when it is better computed by this worker alone.
   * @param holder of this worker
   */
  async parallelRun(config: Config, holder: RunHolder): Promise<ParallelRun | null> {
    const wanted = workersFor(this.engine, config, this.limit) - 1;
    if (wanted < 1) return null;
    if (this.requested < wanted) {
      this.start(wanted - this.requested);
      this.requested = wanted;
    }
    if (this.ready.length < wanted && !this.isLate) await this.whenReady(wanted);
    const helpers = this.ready.slice(0, wanted);
    return helpers.length > 0 ? new ParallelRun(holder, helpers) : null;
  }

  private whenReady(count: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.isLate = true;
        resolve();
      }, HELPER_LOAD_MS);
      this.changed = () => {
        if (this.ready.length < Math.min(count, this.requested)) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
