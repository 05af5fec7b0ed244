// A run on this worker alone, which can also be put after any step: forward from where it is, or
// again from the start.

import type { Config, Run, Snapshot, StepResult } from '@engine';
import type { RunHolder } from '../parallel/shard_protocol';
import type { Trainer } from '../parallel/trainer';

export class SoloRun implements Trainer {
  /** Of the whole run that the holder has; null while it has none, or only a share of one. */
  private config: Config | null = null;
  private position = 0;
  private probes: Snapshot[] = [];
  /** Nobody else could measure. */
  readonly isFull = true;

  constructor(private readonly holder: RunHolder) {}

  open(config: Config): void {
    this.probes = [];
    this.holder.open(config, 0, 1);
    this.adopt(config, 0);
  }

  step(): StepResult {
    const result = this.run.step();
    this.position = result.step;
    return result;
  }

  collect(): void {
    this.probes.push(this.run.probe());
  }

  measure(): Snapshot[] {
    return this.probes.splice(0);
  }

  diverged(): Snapshot {
    return this.run.probe();
  }

  /** The run after exactly `step` steps, or after the one at which it diverged. */
  seek(config: Config, step: number): Run {
    if (!this.config || !isSame(this.config, config) || this.position > step) this.open(config);
    while (this.position < step && this.step().status !== 'diverged');
    return this.run;
  }

  /** The holder has the whole run of this configuration after so many steps. */
  adopt(config: Config, position: number): void {
    this.config = config;
    this.position = position;
  }

  /** The holder is about to be used otherwise. */
  release(): void {
    this.config = null;
  }

  private get run(): Run {
    return this.holder.openRun;
  }
}

function isSame(a: Config, b: Config): boolean {
  return (Object.keys(a) as (keyof Config)[]).every((key) => a[key] === b[key]);
}
