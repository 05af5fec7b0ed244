// Runs of a map through the page's pool, with worker threads, and how far they are on stderr.

import { totalmem } from 'node:os';
import type { MapRun } from '../src/config/map/map';
import { messageOf } from '../src/common/errors';
import { formatDuration } from '../src/common/format';
import type { CellRecord } from '../src/config/map/cell';
import type { RunResult } from '../src/config/map/json';
import { WorkerPool } from '../src/engine/client/worker_pool';
import { NodeWorker } from './node_worker';

export interface SweepRuns {
  /** Script of the worker threads. */
  worker: URL;
  jobs: number;
  /** Runs in all, those included that `begin` leaves out. */
  total: number;
  /** The runs to be done, once the version of the engine is known. */
  begin: (engine: string) => readonly MapRun[];
  take: (run: MapRun, result: RunResult) => void;
}

/** Of the machine's memory, what all workers together may use. */
const SHARE = 0.8;
/** Milliseconds between two lines where stderr is no terminal. */
const SAY_EVERY = 10_000;

/** @returns the version of the engine */
export async function sweepRuns({ worker, jobs, total, begin, take }: SweepRuns): Promise<string> {
  const pool = new WorkerPool({
    spawn: () => new NodeWorker(worker),
    size: jobs,
    memory: SHARE * totalmem(),
  });
  const failed = new Promise<never>((_, reject) => {
    pool.warm((message) => reject(new Error(message)));
  });
  try {
    const { version: engine } = await Promise.race([pool.engine, failed]);
    const runs = begin(engine);
    if (runs.length > 0) await compute(pool, runs, total, take);
    return engine;
  } finally {
    pool.dispose();
  }
}

function compute(
  pool: WorkerPool,
  runs: readonly MapRun[],
  total: number,
  take: SweepRuns['take'],
): Promise<void> {
  const progress = new Progress(total - runs.length, total);
  const cells = new Map<number, CellRecord[]>();
  const byIndex = new Map(runs.map((run) => [run.index, run]));
  const waiting = [...runs];
  let left = runs.length;
  return new Promise((resolve, reject) => {
    const settle = (id: number, result: RunResult): void => {
      const run = byIndex.get(id);
      if (run) take(run, result);
      cells.delete(id);
      left -= 1;
      progress.advance();
      if (left === 0) resolve();
    };
    const guarded = (action: () => void): void => {
      try {
        action();
      } catch (error) {
        // A full disk, say.
        reject(error instanceof Error ? error : new Error(messageOf(error)));
      }
    };
    pool.work(
      {
        next: () => {
          const run = waiting.shift();
          return run ? { id: run.index, config: run.config, steps: run.steps } : null;
        },
        cells: ({ id }, records) => {
          const known = cells.get(id) ?? [];
          // After a crash a run is repeated from its start.
          const last = known.at(-1)?.step ?? -1;
          cells.set(id, [...known, ...records.filter((record) => record.step > last)]);
        },
        finished: ({ id }) => guarded(() => settle(id, cells.get(id) ?? [])),
        failed: ({ id }, reason) => guarded(() => settle(id, reason)),
        notice: (message) => process.stderr.write(`${message}\n`),
        unavailable: (message) => reject(new Error(message)),
      },
      // Sizes rise along a map's axes: its ends need most memory.
      pool.fitting([runs[0], runs.at(-1)].flatMap((run) => run?.config ?? [])),
    );
  });
}

class Progress {
  private readonly start = performance.now();
  private readonly before: number;
  private said = -Infinity;

  constructor(
    private done: number,
    private readonly total: number,
  ) {
    this.before = done;
    if (done > 0)
      process.stderr.write(`${done} of ${total} runs are known from an earlier attempt\n`);
  }

  advance(): void {
    this.done += 1;
    const now = performance.now();
    const isTerminal = process.stderr.isTTY;
    const isLast = this.done === this.total;
    if (!isTerminal && !isLast && now - this.said < SAY_EVERY) return;
    this.said = now;
    const perRun = (now - this.start) / (this.done - this.before);
    const rest = formatDuration(((this.total - this.done) * perRun) / 1000);
    const text = isLast
      ? `${this.total} runs in ${formatDuration((now - this.start) / 1000)}`
      : `${this.done} of ${this.total} runs, about ${rest} left`;
    process.stderr.write(isTerminal ? `\r\x1b[K${text}${isLast ? '\n' : ''}` : `${text}\n`);
  }
}
