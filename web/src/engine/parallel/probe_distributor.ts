// Assigns the halves of collected probes to the workers of a run, so that all are busy for about
// the same time.

import type { HelperPort } from './helper_port';
import type { RunHolder, ShardResult, Student } from './shard_protocol';

export class ProbeDistributor {
  private readonly tasks: (() => void)[][];
  private assigned = 0;

  constructor(
    private readonly holder: RunHolder,
    private readonly helpers: readonly HelperPort[],
  ) {
    this.tasks = Array.from({ length: 1 + helpers.length }, () => []);
  }

  /**
   * Forwards through the workers, then backwards: nobody gets two of the longer halves. Nothing is
   * computed before `start`.
   */
  assign<N extends 'ridge' | 'spectral'>(name: N, student: Student): Promise<ShardResult<N>> {
    const size = this.tasks.length;
    const round = Math.floor(this.assigned / size);
    const place = this.assigned % size;
    const worker = round % 2 === 0 ? place : size - 1 - place;
    this.assigned += 1;
    const result = new Promise<ShardResult<N>>((resolve, reject) => {
      this.tasks[worker]?.push(() => {
        if (worker > 0) this.helpers[worker - 1]?.request(name, student).then(resolve, reject);
        else resolve(this.holder.handle(name, student));
      });
    });
    // The caller awaits it later, perhaps not at all if something else fails first.
    result.catch(() => undefined);
    return result;
  }

  /** Helpers are sent theirs first: this worker's own part blocks it from sending anything. */
  start(): void {
    for (const task of this.tasks.reverse().flat()) task();
  }
}
