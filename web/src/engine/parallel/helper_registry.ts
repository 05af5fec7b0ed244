// The helpers of a worker: how many a run is worth, hiring them, and waiting until they are there.

import type { Config, EngineModule } from '@engine';
import { Crew, Helper } from './parallel_run';
import type { Workbench } from './shard_protocol';
import type { Port } from '../protocol/port';

/** Operations between two probes that make up for the messages: some 10 ms on one core. */
const WORTH = 4e8;
/** Bytes for all workers together, beyond two of them. */
const MEMORY = 300e6;
/** Milliseconds a run waits for helpers that are still loading the module. */
const PATIENCE = 2500;

/** Workers that a run is worth. */
export function crewSize(engine: EngineModule, config: Config, most: number): number {
  const { step, probe } = engine.workEstimate(config);
  const work = step + probe / Math.min(config.probeEvery, Math.max(1, config.steps));
  if (most < 2 || config.steps < 1 || work < WORTH) return 1;
  return Math.min(most, Math.max(2, Math.floor(MEMORY / engine.memoryEstimate(config))));
}

export class Staff {
  private most = 1;
  private hired = 0;
  private ready: Helper[] = [];
  private changed: () => void = () => undefined;
  /** Helpers did not come in time; nobody waits for them again. */
  private isLate = false;

  /** @param hire asks the page for so many helpers more */
  constructor(
    private readonly engine: EngineModule,
    private readonly hire: (count: number) => void,
  ) {}

  /** Most workers that may share a run, this one included. */
  allow(most: number): void {
    this.most = most;
  }

  add(port: Port): void {
    const helper = new Helper(port);
    void helper.ready.then(() => {
      this.ready.push(helper);
      this.changed();
    });
  }

  /** Does not ask for helpers any more. */
  dismiss(): void {
    this.most = 1;
    this.ready = [];
  }

  /** Might a run be shared at all? */
  get isAllowed(): boolean {
    return this.most > 1;
  }

  /**
   * Those who share this run; null when it is better done alone.
   * @param bench of this worker
   */
  async crew(config: Config, bench: Workbench): Promise<Crew | null> {
    const wanted = crewSize(this.engine, config, this.most) - 1;
    if (wanted < 1) return null;
    if (this.hired < wanted) {
      this.hire(wanted - this.hired);
      this.hired = wanted;
    }
    if (this.ready.length < wanted && !this.isLate) await this.arrival(wanted);
    const helpers = this.ready.slice(0, wanted);
    return helpers.length > 0 ? new Crew(bench, helpers) : null;
  }

  private arrival(count: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.isLate = true;
        resolve();
      }, PATIENCE);
      this.changed = () => {
        if (this.ready.length < count) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
