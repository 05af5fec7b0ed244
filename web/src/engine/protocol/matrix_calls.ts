// Calls about a given matrix: what goes in, what comes back.

import type { Snapshot, SpikePrediction, TailVerdict } from '@engine';
import type { RawTensor, Size, Split } from '../../tensors/matrix';
import type { DensityCurve } from './density_curve';

export interface MatrixRequest {
  tensor: RawTensor;
  split: Split;
  /** Rows and columns drawn from it; null: all of them. */
  sample: Size | null;
  /** Subtract the mean of the entries first. */
  centre: boolean;
  /** Also the spectrum of the same entries in random order. */
  shuffled: boolean;
}

export interface EntryFacts {
  mean: number;
  /** Standard deviation about the mean. */
  deviation: number;
  least: number;
  most: number;
  /** Fourth moment about the mean over the squared variance, less 3: 0 for normal entries. */
  excessKurtosis: number;
}

/** Entries that are not numbers one can compute with. */
export interface NonFinite {
  nan: number;
  infinite: number;
  /** Where the first one is, counted from 1. */
  row: number;
  column: number;
}

/** What a matrix cannot be measured for is a value, not an error: the others of a file go on. */
export type MatrixReport =
  | { status: 'not-finite'; size: Size; nonFinite: NonFinite }
  | { status: 'zero'; size: Size }
  | ({ status: 'ok' } & MatrixFacts);

export interface MatrixFacts {
  /** Of the matrix that was measured. */
  size: Size;
  entries: EntryFacts;
  /** The spectrum is that of 2^exponent times the matrix: 0 unless squares of its entries are out of range. */
  exponent: number;
  /** What the mean of the entries, a matrix of rank one, does to the bulk; null where there is none. */
  mean: SpikePrediction | null;
  /** What follows from the spectrum; losses and alignments are NaN. */
  snapshot: Snapshot;
  /** Law of independent entries of this mean square, and the law fitted to the bulk. */
  entryLaw: DensityCurve;
  bulkLaw: DensityCurve;
  /** Eigenvalues of the shuffled matrix; null when it was not asked for. */
  shuffled: Float64Array | null;
  verdict: TailVerdict;
  /** Milliseconds. */
  duration: number;
}

export interface MatrixCalls {
  matrix: { args: MatrixRequest; result: MatrixReport };
}
