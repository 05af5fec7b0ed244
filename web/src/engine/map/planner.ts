// In which order a map is computed: a coarse grid first, then what lies between neighbours of
// different phase, then the rest from coarse to fine.

import type { Phase } from '@engine';
import { sameProblem, type Config } from '../../config/schema/config';
import type { MapRun } from '../../config/map/map';

/** A first pass over an axis has about this many values. */
const COARSE = 5;
/** How far down its list a worker looks for a run on the data it already has. */
const LOOK_AHEAD = 32;

/** Runs to be handed out in order; those that were taken are skipped. */
class Queue {
  private readonly list: MapRun[] = [];
  private head = 0;

  push(run: MapRun): void {
    this.list.push(run);
  }

  /** The next run, or one soon after it that `likes` prefers. */
  take(isTaken: (run: MapRun) => boolean, likes: (run: MapRun) => boolean): MapRun | null {
    let first: MapRun | null = null;
    let seen = 0;
    for (let k = this.head; k < this.list.length && seen < LOOK_AHEAD; k += 1) {
      const run = this.list[k]!;
      if (isTaken(run)) {
        if (!first) this.head = k + 1;
        continue;
      }
      if (likes(run)) return run;
      first ??= run;
      seen += 1;
    }
    return first;
  }
}

export class Planner {
  private readonly taken: Uint8Array;
  /** What a run showed, as text to compare; undefined until it is known. */
  private readonly shown: (string | undefined)[];
  /** Runs by place: [optimizer][repeat][row][rate]. */
  private readonly lines = new Map<string, MapRun[]>();
  private readonly coarse = new Queue();
  private readonly boundary: Queue[] = [];
  private readonly rest: Queue[] = [];
  private readonly fineness: number[];

  constructor(private readonly runs: readonly MapRun[]) {
    this.taken = new Uint8Array(runs.length);
    this.shown = runs.map(() => undefined);
    const most = (axis: (run: MapRun) => number): number =>
      runs.reduce((m, run) => Math.max(m, axis(run)), 0);
    const rows = most((run) => run.row) + 1;
    const rates = new Map<number, number>();
    for (const run of runs) {
      rates.set(run.optimizer, Math.max(rates.get(run.optimizer) ?? 0, run.rate + 1));
      this.lineOf(run, 'rate')[run.rate] = run;
      this.lineOf(run, 'row')[run.row] = run;
    }
    this.fineness = runs.map((run) =>
      Math.max(fineness(run.rate, rates.get(run.optimizer) ?? 1), fineness(run.row, rows)),
    );
    const depth = most((run) => this.fineOf(run));
    for (let k = 0; k <= depth; k += 1) this.boundary.push(new Queue());
    for (const run of this.inOrder()) {
      const rank = run.repeat * (depth + 1) + this.fineOf(run);
      if (rank === 0) this.coarse.push(run);
      else (this.rest[rank] ??= new Queue()).push(run);
    }
  }

  /**
   * The next run, or null when all have been taken.
   * @param at  what the worker has computed last: runs on the same data are preferred
   */
  take(at: Config | null): MapRun | null {
    const isTaken = (run: MapRun): boolean => this.taken[run.index] === 1;
    const likes = (run: MapRun): boolean => at === null || sameProblem(run.config, at);
    for (const queue of [this.coarse, ...this.boundary, ...this.rest]) {
      const run = (queue as Queue | undefined)?.take(isTaken, likes);
      if (!run) continue;
      this.taken[run.index] = 1;
      return run;
    }
    return null;
  }

  /** Tells what a run showed. It need not have been handed out here: a cache may know it. */
  report(index: number, phases: readonly Phase[]): void {
    const run = this.runs[index];
    if (!run) return;
    this.taken[index] = 1;
    this.shown[index] = phases.join();
    for (const axis of ['rate', 'row'] as const) {
      for (const direction of [1, -1]) this.compare(run, axis, direction);
    }
  }

  /** Everything between a run and its nearest known neighbour goes first if the two differ. */
  private compare(run: MapRun, axis: 'rate' | 'row', direction: number): void {
    const line = this.lineOf(run, axis);
    const between: MapRun[] = [];
    for (let k = run[axis] + direction; k >= 0 && k < line.length; k += direction) {
      const other = line[k];
      if (!other) return;
      const shown = this.shown[other.index];
      if (shown === undefined) {
        between.push(other);
        continue;
      }
      if (shown !== this.shown[run.index]) {
        for (const pending of between) this.boundary[this.fineOf(pending)]?.push(pending);
      }
      return;
    }
  }

  private fineOf(run: MapRun): number {
    return this.fineness[run.index] ?? 0;
  }

  private lineOf(run: MapRun, axis: 'rate' | 'row'): MapRun[] {
    const across = axis === 'rate' ? run.row : run.rate;
    const key = `${axis} ${run.optimizer} ${run.repeat} ${across}`;
    let line = this.lines.get(key);
    if (!line) this.lines.set(key, (line = []));
    return line;
  }

  /** By rate and row, the maps of all optimizers growing together. */
  private inOrder(): MapRun[] {
    return [...this.runs].sort(
      (a, b) => a.rate - b.rate || a.row - b.row || a.optimizer - b.optimizer,
    );
  }
}

/** 0 for every 2^k-th index and the last one, where about COARSE are left; one more per halving. */
export function fineness(index: number, count: number): number {
  let depth = 0;
  while ((count - 1) / (COARSE - 1) >= Math.SQRT2 * 2 ** depth) depth += 1;
  if (index === count - 1) return 0;
  for (let fine = 0; fine < depth; fine += 1) {
    if (index % 2 ** (depth - fine) === 0) return fine;
  }
  return depth;
}
