// What a run needs of whatever computes it: this worker alone (worker/solo_run.ts) or several
// (parallel_run.ts).

import type { Config, Snapshot, StepResult } from '@engine';

export interface Trainer {
  /** At step 0 of this configuration. */
  open(config: Config): Promise<void> | void;
  /** One step. A diverged run stays where it is and says so. */
  step(): Promise<StepResult> | StepResult;
  /** Keeps what a probe of the present weights needs, so that training can go on. */
  collect(): Promise<void> | void;
  /** To measure more probes together would save nothing. */
  readonly isFull: boolean;
  /** Measures the probes that were collected: snapshots in the order of steps. */
  measure(): Promise<Snapshot[]> | Snapshot[];
  /** The snapshot of a run whose step has said that it diverged. */
  diverged(): Snapshot;
}
