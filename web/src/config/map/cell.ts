// What a cell of a map keeps of a probe: every number of the metric table, the phase, and the
// spectrum as a histogram small enough to keep thousands of.

import type { EngineModule, Phase, Snapshot } from '@engine';
import { METRICS } from '../metrics/metrics';

/** Numbers kept beside those of the metric table. */
const MORE: Readonly<Record<string, (s: Snapshot) => number>> = {
  /** lambda_max over the upper Marchenko-Pastur edge of W_0. */
  edgeRatio: (s) => s.lambdaMax / s.initialBulk.upper,
  lambdaMin: (s) => s.lambdaMin,
  hillError: (s) => s.hill.standardError,
  ksError: (s) => s.ks.standardError,
  ksRobustError: (s) => s.ksRobust.standardError,
  /** Edges of the law of W_0 and of the law fitted to the present bulk. */
  initialLower: (s) => s.initialBulk.lower,
  initialUpper: (s) => s.initialBulk.upper,
  bulkLower: (s) => s.bulk.lower,
  bulkUpper: (s) => s.bulk.upper,
};

/** Names of a cell's numbers: the keys of the metric table, then some that maps need besides. */
export const CELL_KEYS: readonly string[] = [...METRICS.map((m) => m.key), ...Object.keys(MORE)];
const NUMBERS = [...METRICS.map((m) => m.value), ...Object.values(MORE)];
const INDEX = new Map(CELL_KEYS.map((key, i) => [key, i]));

/** Eigenvalues counted in equal bins of log10(lambda) between two ends. */
export interface CellSpectrum {
  /** log10 of the ends; equal when there is nothing to count. */
  readonly from: number;
  readonly to: number;
  readonly counts: Uint16Array;
}

export const SPECTRUM_BINS = 64;

export interface CellRecord {
  /** Optimiser steps before the probe. */
  readonly step: number;
  readonly phase: Phase;
  /** In the order of CELL_KEYS; NaN for what could not be measured. */
  readonly values: Float64Array;
  readonly spectrum: CellSpectrum;
}

/** One of a cell's numbers; NaN for a name that is not in CELL_KEYS. */
export function cellValue(cell: CellRecord, key: string): number {
  return cell.values[INDEX.get(key) ?? -1] ?? NaN;
}

/** The part of the engine that a cell is computed with. */
export type Logarithm = Pick<EngineModule, 'log10'>;

export function cellOf(snapshot: Snapshot, engine: Logarithm): CellRecord {
  return {
    step: snapshot.step,
    phase: snapshot.phase,
    values: Float64Array.from(NUMBERS, (value) => value(snapshot)),
    spectrum: countSpectrum(snapshot.eigenvalues, engine),
  };
}

/**
 * The same cells with their numbers in one pair of arrays, to be handed over to another thread:
 * copying many small arrays takes its time.
 */
export function packCells(cells: readonly CellRecord[]): {
  cells: CellRecord[];
  buffers: ArrayBuffer[];
} {
  const values = new Float64Array(cells.length * CELL_KEYS.length);
  const counts = new Uint16Array(cells.length * SPECTRUM_BINS);
  const packed = cells.map((cell, i) => {
    const [ofValues, ofCounts] = [i * CELL_KEYS.length, i * SPECTRUM_BINS];
    values.set(cell.values, ofValues);
    counts.set(cell.spectrum.counts, ofCounts);
    return {
      ...cell,
      values: values.subarray(ofValues, ofValues + CELL_KEYS.length),
      spectrum: { ...cell.spectrum, counts: counts.subarray(ofCounts, ofCounts + SPECTRUM_BINS) },
    };
  });
  return { cells: packed, buffers: [values.buffer, counts.buffer] };
}

/**
 * @param eigenvalues  ascending; those below 1e-12 of the largest count as that, and zeros, which are
 *                     not resolved, do not count
 */
export function countSpectrum(eigenvalues: Float64Array, engine: Logarithm): CellSpectrum {
  const counts = new Uint16Array(SPECTRUM_BINS);
  const largest = eigenvalues.at(-1) ?? 0;
  if (!(largest > 0) || !Number.isFinite(largest)) return { from: 0, to: 0, counts };
  const floor = largest * 1e-12;
  const first = eigenvalues.findIndex((lambda) => lambda > 0);
  const logs = engine.log10(eigenvalues.slice(first).map((lambda) => Math.max(lambda, floor)));
  const [from, to] = [logs[0]!, logs.at(-1)!];
  const perBin = to > from ? SPECTRUM_BINS / (to - from) : 0;
  for (const x of logs) {
    const bin = Math.floor((x - from) * perBin);
    counts[Math.min(SPECTRUM_BINS - 1, Math.max(0, bin))]! += 1;
  }
  return { from, to, counts };
}
