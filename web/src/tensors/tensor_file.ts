// What every reader of weight files hands back: the arrays in a file, by name, type and shape,
// their numbers still unread. Headers are hostile until they went through `checkedEntry`.

import { SIZES, type Dtype } from './dtype';

/** A file, or what behaves like one. */
export type NamedBlob = Blob & { readonly name: string };

export interface TensorEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Column-major. */
  readonly fortran: boolean;
  /** The bytes of its numbers, read from the file now. */
  readonly read: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** An array that is there but cannot be read, and why. */
export interface Unreadable {
  readonly name: string;
  readonly reason: string;
}

export interface TensorFile {
  readonly name: string;
  readonly bytes: number;
  /** Name of the format. */
  readonly format: string;
  readonly tensors: readonly TensorEntry[];
  readonly unreadable: readonly Unreadable[];
}

/** A file, or a part of it, that is not what it should be; the message is for a person. */
export class FileProblem extends Error {}

const MAX_DIMENSIONS = 8;

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
      throw new FileProblem(`its shape holds ${brief(String(extent))}, which is not a size`);
    }
  }
  const wanted = byteCount(dtype, shape as number[]);
  if (wanted > available) {
    throw new FileProblem(
      `it should hold ${wanted} bytes of numbers but ends after ${Math.max(0, available)}: the file is cut off`,
    );
  }
}

export async function readBytes(
  blob: Blob,
  from: number,
  to: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.slice(from, to).arrayBuffer());
}

/** Text of a file as it may be quoted in a message. */
export function brief(text: string): string {
  const clean = text.replace(/[^\x20-\x7e\u00a0-\uffff]/g, '?');
  return `“${clean.length > 40 ? `${clean.slice(0, 40)}…` : clean}”`;
}
