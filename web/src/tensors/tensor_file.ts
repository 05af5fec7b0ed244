// What every reader of weight files hands back: the arrays in a file, by name, type and shape,
// their numbers still unread. It is plain data, so that it can come from a worker. Headers are
// hostile until they went through `checkShape`.

import { quoted } from '../common/text';
import { SIZES, type Dtype } from './dtype';
import type { TextReading } from './text_reading';

/** A file, or what behaves like one. */
export type NamedBlob = Blob & { readonly name: string };

/** Bytes `from` to `to` of a file. */
export interface Source {
  readonly blob: Blob;
  readonly from: number;
  readonly to: number;
  /** They are deflated: unpacked there are `size`, of which the first `skip` are not meant. */
  readonly deflated?: { readonly size: number; readonly skip: number; readonly crc: number };
}

export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Column-major. */
  readonly fortran: boolean;
  readonly source: Source;
  /** Unit roundoff of numbers that a text has rounded. */
  readonly roundoff?: number;
  /** Why a spectrum of these numbers would mean nothing. */
  readonly warning?: string;
}

/** An array that is there but cannot be read, and why. */
export interface Unreadable {
  readonly name: string;
  readonly reason: string;
}

/** What could be read in two ways: the way that was taken, in words, and the other one. */
export interface Choice {
  readonly sentence: string;
  /** Says what the other way is. */
  readonly label: string;
  readonly reading: TextReading;
}

export interface TensorFile {
  readonly name: string;
  readonly bytes: number;
  /** Name of the format. */
  readonly format: string;
  readonly tensors: readonly TensorEntry[];
  readonly unreadable: readonly Unreadable[];
  /** What is odd about the file as a whole, in sentences. */
  readonly notes?: readonly string[];
  readonly choices?: readonly Choice[];
}

/** How far the opening of a file has come. */
export type Progress = (done: number, total: number, unit: 'arrays' | 'bytes') => void;

/** A file, or a part of it, that is not what it should be; the message is for a person. */
export class FileProblem extends Error {}

/** What the dialog for choosing files shows. */
export const ACCEPTED = '.npy,.npz,.safetensors,.csv,.tsv,.txt,.gz,.mtx';
export const READABLE = 'readable are .npy, .npz, .safetensors, .csv and .tsv';

const MAX_DIMENSIONS = 32;

export function count(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function byteCount(dtype: Dtype, shape: readonly number[]): number {
  return count(shape) * SIZES[dtype];
}

/** Throws a FileProblem unless `shape` is a list of sizes whose numbers fill `available` bytes. */
export function checkShape(shape: readonly unknown[], dtype: Dtype, available: number): void {
  if (shape.length > MAX_DIMENSIONS) {
    throw new FileProblem(`it has ${shape.length} dimensions, more than ${MAX_DIMENSIONS}`);
  }
  for (const extent of shape) {
    if (typeof extent !== 'number' || !Number.isSafeInteger(extent) || extent < 0) {
      throw new FileProblem(`its shape holds ${quoted(extent)}, which is not a size`);
    }
  }
  // Doubles round beyond 2^53, and shapes of that size come from broken headers.
  const wanted = (shape as number[]).reduce(
    (n, extent) => n * BigInt(extent),
    BigInt(SIZES[dtype]),
  );
  if (wanted > BigInt(Math.max(0, available))) {
    throw new FileProblem(
      `it should hold ${wanted} bytes of numbers but ends after ${Math.max(0, available)}: the file is cut off`,
    );
  }
}
