// What was recorded of a run. Outlives views and workers; grows by appending and is then left
// alone, so that scrubbing through it needs no computation.

import type { Snapshot } from '@engine';
import { type Config } from '../config/schema/config';
import type { Recorded, Timing } from '../engine/protocol/messages';

export type RunStatus = 'waiting' | 'computing' | 'complete' | 'cancelled' | 'diverged' | 'failed';

export interface RunRecord {
  readonly config: Config;
  /** In order of steps; the first one is step 0, the untrained matrix. */
  recorded: Recorded[];
  status: RunStatus;
  /** Why it failed, or why it is waiting for permission. */
  message: string | null;
  /** Optimiser steps done, between probes too. */
  step: number;
  timing: Timing;
  /** When computing began, in milliseconds of the page's clock. */
  started: number;
  /** Read from a file: it has no weights in memory but can be recomputed. */
  readonly imported: boolean;
}

export function newRun(config: Config, imported = false): RunRecord {
  return {
    config,
    recorded: [],
    status: 'waiting',
    message: null,
    step: 0,
    timing: { step: 0, probe: 0 },
    started: 0,
    imported,
  };
}

/** Last recorded snapshot at or before a step; undefined before the first one has arrived. */
export function recordedAt(run: RunRecord, step: number): Recorded | undefined {
  let low = 0;
  let high = run.recorded.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if ((run.recorded[middle]?.snapshot.step ?? 0) <= step) low = middle + 1;
    else high = middle - 1;
  }
  return run.recorded[Math.max(0, high)];
}

export function lastStep(run: RunRecord): number {
  return run.recorded.at(-1)?.snapshot.step ?? -1;
}

export function snapshots(run: RunRecord): Snapshot[] {
  return run.recorded.map((r) => r.snapshot);
}

export function isOver(run: RunRecord): boolean {
  return run.status !== 'computing' && run.status !== 'waiting';
}

/** Seconds a run will still take, from its own pace; NaN before there is one. */
export function remainingSeconds(run: RunRecord): number {
  const { steps, probeEvery } = run.config;
  const left = steps - Math.max(run.step, 0);
  const probes = Math.ceil(left / probeEvery);
  if (run.timing.probe === 0) return NaN;
  return (left * run.timing.step + probes * run.timing.probe) / 1000;
}
