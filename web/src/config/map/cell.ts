// What a cell of a map keeps of a probe: every number of the metric table, the phase, and the
// spectrum as a histogram small enough to keep thousands of.

import type { Phase, Snapshot } from '@engine';
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

/** The numbers of several cells in one pair of arrays: copying many small ones takes its time. */
export class CellArrays {
  private readonly values: Float64Array;
  private readonly counts: Uint16Array;
  private taken = 0;

  constructor(cells: number) {
    this.values = new Float64Array(cells * CELL_KEYS.length);
    this.counts = new Uint16Array(cells * SPECTRUM_BINS);
  }

  next(): { values: Float64Array; counts: Uint16Array } {
    const place = this.taken;
    this.taken += 1;
    return {
      values: this.values.subarray(place * CELL_KEYS.length, this.taken * CELL_KEYS.length),
      counts: this.counts.subarray(place * SPECTRUM_BINS, this.taken * SPECTRUM_BINS),
    };
  }
}

/** @param arrays  where its numbers go */
export function cellOf(snapshot: Snapshot, arrays = new CellArrays(1)): CellRecord {
  const { values, counts } = arrays.next();
  NUMBERS.forEach((value, i) => (values[i] = value(snapshot)));
  return {
    step: snapshot.step,
    phase: snapshot.phase,
    values,
    spectrum: countSpectrum(snapshot.eigenvalues, counts),
  };
}

/** @param eigenvalues  ascending; those below 1e-12 of the largest count as that */
export function countSpectrum(
  eigenvalues: Float64Array,
  counts: Uint16Array = new Uint16Array(SPECTRUM_BINS),
): CellSpectrum {
  const largest = eigenvalues.at(-1) ?? 0;
  if (!(largest > 0) || !Number.isFinite(largest)) return { from: 0, to: 0, counts };
  const floor = largest * 1e-12;
  const from = Math.log10(Math.max(eigenvalues[0] ?? largest, floor));
  const to = Math.log10(largest);
  const perBin = to > from ? SPECTRUM_BINS / (to - from) : 0;
  for (const lambda of eigenvalues) {
    const bin = Math.floor((Math.log10(Math.max(lambda, floor)) - from) * perBin);
    counts[Math.min(SPECTRUM_BINS - 1, Math.max(0, bin))]! += 1;
  }
  return { from, to, counts };
}
