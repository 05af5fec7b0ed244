// What the page and the engine's worker say to each other. Runs are streams tagged with a runId;
// everything else is a call with an id and exactly one reply.

import type {
  BulkLaw,
  Config,
  EntryHistogram,
  MatrixData,
  OutputScatter,
  Overlaps,
  Snapshot,
} from '@engine';
import type { CellRecord } from '../../config/map/cell';
import type { Port } from './port';
import type { MatrixCalls } from './matrix_calls';
import type { DensityCurve } from './density_curve';
import type { TheoryCalls } from './theory_calls';

/** A probe with what the page needs to draw the Marchenko-Pastur laws beside it. */
export interface Recorded {
  snapshot: Snapshot;
  /** Law of W_0. */
  initialLaw: DensityCurve;
  /** Law fitted to the present bulk. */
  bulkLaw: DensityCurve;
  /**
   * Leading eigenvalue after the first step, predicted from the configuration alone. Beside steps 0
   * and 1 only, and where theory expects a spike.
   */
  predictedSpike?: number;
}

/** Wall-clock means of this run so far, in milliseconds. */
export interface Timing {
  step: number;
  probe: number;
}

/** Cost of a run that has not been started. */
export interface Estimate {
  /** Bytes of heap. */
  memory: number;
  /** Floating-point operations of one step and of one probe. */
  work: { step: number; probe: number };
  /** Why the engine would refuse the configuration, or null. */
  refusal: string | null;
}

/** Things computed on demand, from the state of a run after `step` optimiser steps. */
export interface Calls extends TheoryCalls, MatrixCalls {
  estimate: { args: { config: Config }; result: Estimate };
  overlaps: { args: { config: Config; step: number; count: number }; result: Overlaps };
  entries: { args: { config: Config; step: number; bins: number }; result: EntryHistogram };
  scatter: { args: { config: Config; step: number }; result: ScatterData };
  weights: { args: { config: Config; step: number }; result: MatrixData };
  /** Densities of laws that came from a file. */
  laws: { args: { laws: BulkLaw[] }; result: DensityCurve[] };
}

/** Outputs with the teacher's noiseless curve to draw among them. */
export interface ScatterData extends OutputScatter {
  curveIndex: Float64Array;
  curveTarget: Float64Array;
}

export type CallName = keyof Calls;

/** One member for each call, so that `name` tells the type of `args`. */
export type CallRequest = {
  [N in CallName]: { kind: 'call'; id: number; name: N; args: Calls[N]['args'] };
}[CallName];

export type Request =
  /** Run to the end, recording from step `from` on (later than 0 when a run is resumed). */
  | { kind: 'start'; runId: number; config: Config; from: number }
  /**
   * One run of a map: keep what maps keep of each of these steps. Unlike `start`, several may be
   * asked for at once; they are done one after the other.
   */
  | { kind: 'map-run'; runId: number; config: Config; steps: readonly number[] }
  | { kind: 'cancel'; runId: number }
  | CallRequest
  /** This worker may share its runs: so many workers at most, itself included. */
  | { kind: 'set-worker-limit'; workers: number }
  /** A helper that was asked for, at the other end of the port. */
  | { kind: 'add-helper'; port: Port }
  /** So many of the helpers that were asked for cannot be had now. */
  | { kind: 'helpers-missing'; count: number }
  /** Be a helper to the worker at the other end of the port. */
  | { kind: 'serve-shards'; port: Port };

export type Reply =
  /** `build` tells binaries of the same version apart. */
  | { kind: 'ready'; version: string; build: string }
  /** The module could not be loaded at all. */
  | { kind: 'unavailable'; message: string }
  /** Asks for so many more helpers. */
  | { kind: 'start-helpers'; count: number }
  | { kind: 'snapshot'; runId: number; recorded: Recorded; timing: Timing }
  | { kind: 'progress'; runId: number; step: number; timing: Timing }
  /** Cells of a run of a map, a few at a time so that messages cost little. */
  | { kind: 'cells'; runId: number; cells: CellRecord[] }
  | { kind: 'done'; runId: number; outcome: 'complete' | 'cancelled' | 'diverged' }
  /** `fatal`: the module itself crashed and this worker is of no more use. */
  | { kind: 'failed'; runId: number; message: string; fatal: boolean }
  | { kind: 'result'; id: number; result: Calls[CallName]['result'] }
  | { kind: 'refused'; id: number; message: string; fatal: boolean };
