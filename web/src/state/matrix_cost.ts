// What the spectrum of a matrix costs before it is computed, and a smaller one to offer instead.

import { Speed } from '../common/speed';
import type { Size } from '../tensors/matrix';
import { MEMORY_LIMIT } from './machine';

export { MEMORY_LIMIT };

export interface MatrixCost {
  /** Bytes at the worst moment. */
  memory: number;
  /** Floating-point operations. */
  work: number;
  seconds: number;
  /** Can a page do it at all? */
  fits: boolean;
}

/** Seconds that each matrix takes beside its operations. */
export const EACH = 0.003;
/** Bytes that a browser hands out in one piece. */
const PIECE = 2 ** 31 - 1;
/** A computation of so many seconds begins without asking. */
const UNASKED_SECONDS = 20;
/** Longer side of the sample that is offered. */
const SAMPLE = 2000;
/** How fast spectra of matrices are computed here. */
export function matrixSpeed(): Speed {
  return new Speed({ guess: 5e9, shortest: 40 });
}

/**
 * The spectrum of `size` and that of its entries shuffled.
 * @param raw  bytes that are read from the file
 */
export function costOf({ rows, cols }: Size, raw: number, speed: Speed): MatrixCost {
  const p = Math.min(rows, cols);
  const entries = rows * cols;
  // The Gram matrix, and its reduction to tridiagonal form.
  const work = 2 * (entries * p + (4 / 3) * p ** 3);
  // Doubles here and twice in the engine's heap while they cross, the Gram matrix and a copy.
  const memory = raw + 3 * 8 * entries + 2 * 8 * p ** 2;
  const fits = memory <= MEMORY_LIMIT && raw <= PIECE;
  return { memory, work, seconds: work / speed.value + EACH, fits };
}

export function isPatient(seconds: number): boolean {
  return seconds <= UNASKED_SECONDS;
}

/** Fewer rows and columns, in the same proportion as far as the longer side allows. */
export function sampleOf({ rows, cols }: Size): Size {
  const factor = Math.min(1, SAMPLE / Math.max(rows, cols));
  const least = (side: number): number => Math.min(side, Math.max(Math.round(side * factor), 200));
  return { rows: least(rows), cols: least(cols) };
}
