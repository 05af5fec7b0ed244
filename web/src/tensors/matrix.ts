// A tensor as a matrix: which axes become rows, which become columns, and the entries that are
// wanted, as doubles.

import { numberReader, SIZES, type Dtype } from './dtype';
import { distinct } from './random';
import { readBytes, readSource } from './source';
import { byteCount, count, type TensorEntry } from './tensor_file';

/**
 * Which axis stands alone. 'first': rows are the first axis, columns all the others - a convolution
 * of PyTorch (out, in, k, k) becomes out x (in k k). 'last': columns are the last axis, as Keras
 * stores them (k, k, in, out).
 */
export type Split = 'first' | 'last';

const ROW_SEED = 1;
const COLUMN_SEED = 2;

export interface RawTensor {
  bytes: Uint8Array<ArrayBuffer>;
  dtype: Dtype;
  shape: readonly number[];
  fortran: boolean;
  roundoff?: number;
}

export interface Size {
  rows: number;
  cols: number;
}

/** Axes longer than 1: the others do not change what the numbers are. */
function properAxes(shape: readonly number[]): number[] {
  return shape.filter((extent) => extent !== 1);
}

/** Can it be split in two ways that differ? */
export function hasSplits(shape: readonly number[]): boolean {
  return properAxes(shape).length > 2;
}

/** The size of the matrix that a shape becomes; null for vectors, single numbers and empty ones. */
export function matrixSize(shape: readonly number[], split: Split): Size | null {
  const axes = properAxes(shape);
  if (axes.length < 2 || axes.includes(0)) return null;
  const rows = split === 'first' ? axes[0]! : count(axes.slice(0, -1));
  return { rows, cols: count(axes) / rows };
}

/** Where the entries of each row and of each column begin: entry (i, j) is at rows[i] + cols[j]. */
function offsets(
  shape: readonly number[],
  fortran: boolean,
  split: Split,
): { rows: Float64Array; cols: Float64Array } {
  const axes = properAxes(shape);
  const strides: number[] = new Array<number>(axes.length).fill(1);
  if (fortran) for (let k = 1; k < axes.length; k += 1) strides[k] = strides[k - 1]! * axes[k - 1]!;
  else for (let k = axes.length - 2; k >= 0; k -= 1) strides[k] = strides[k + 1]! * axes[k + 1]!;
  const cut = split === 'first' ? 1 : axes.length - 1;
  const walk = (from: number, to: number): Float64Array => {
    const extents = axes.slice(from, to);
    const places = new Float64Array(count(extents));
    for (let i = 0; i < places.length; i += 1) {
      let rest = i;
      for (let k = to - 1; k >= from; k -= 1) {
        places[i] = places[i]! + (rest % axes[k]!) * strides[k]!;
        rest = Math.floor(rest / axes[k]!);
      }
    }
    return places;
  };
  return { rows: walk(0, cut), cols: walk(cut, axes.length) };
}

export interface MatrixOfTensor extends Size {
  /** Row-major. */
  data: Float64Array<ArrayBuffer>;
}

/**
 * The entries as doubles.
 * @param sample  take so many of the rows and columns only, drawn without replacement by a fixed seed
 */
export function matrixOf(
  { bytes, dtype, shape, fortran }: RawTensor,
  split: Split,
  sample: Size | null,
): MatrixOfTensor {
  const places = offsets(shape, fortran, split);
  const rowPlaces = pick(places.rows, sample?.rows, ROW_SEED);
  const colPlaces = pick(places.cols, sample?.cols, COLUMN_SEED);
  const read = numberReader(bytes, dtype);
  const data = new Float64Array(rowPlaces.length * colPlaces.length);
  let k = 0;
  for (const row of rowPlaces) {
    for (let j = 0; j < colPlaces.length; j += 1, k += 1) data[k] = read(row + colPlaces[j]!);
  }
  return { rows: rowPlaces.length, cols: colPlaces.length, data };
}

function pick(places: Float64Array, wanted: number | undefined, seed: number): Float64Array {
  if (wanted === undefined || wanted >= places.length) return places;
  return Float64Array.from(distinct(places.length, wanted, seed), (i) => places[i]!);
}

/** Tensors of so many bytes are read whole: that is faster than many rows one by one. */
const WHOLE = 2 ** 28;
/** Rows that are read together. */
const AT_ONCE = 32;

/** Is a sample read by its rows? Their numbers have to lie side by side in the file. */
function isReadByRows({ dtype, shape, fortran, source }: TensorEntry, whole: number): boolean {
  return !fortran && !source.deflated && byteCount(dtype, shape) > whole;
}

/** Bytes that are held at once for a matrix or a sample of it. */
export function bytesToRead(entry: TensorEntry, sample: Size | null): number {
  return sample && isReadByRows(entry, WHOLE)
    ? sample.rows * sample.cols * SIZES[entry.dtype]
    : byteCount(entry.dtype, entry.shape);
}

/**
 * The numbers that a matrix is made of. A sample of a large tensor takes no more memory than it
 * needs where rows can be read alone; `matrixOf` then gives the same matrix as from the whole.
 */
export async function readTensor(
  entry: TensorEntry,
  split: Split,
  sample: Size | null,
  whole = WHOLE,
): Promise<RawTensor> {
  const { dtype, shape, fortran, source, roundoff = 0 } = entry;
  const size = matrixSize(shape, split);
  if (!sample || !size || !isReadByRows(entry, whole)) {
    return { bytes: await readSource(source), dtype, shape, fortran, roundoff };
  }
  const each = SIZES[dtype];
  const rows = distinct(size.rows, Math.min(sample.rows, size.rows), ROW_SEED);
  const cols = distinct(size.cols, Math.min(sample.cols, size.cols), COLUMN_SEED);
  const bytes = new Uint8Array(rows.length * cols.length * each);
  let at = 0;
  for (let k = 0; k < rows.length; k += AT_ONCE) {
    const reads = Array.from(rows.subarray(k, k + AT_ONCE), (row) => {
      const from = source.from + row * size.cols * each;
      return readBytes(source.blob, from, from + size.cols * each);
    });
    for (const row of await Promise.all(reads)) {
      for (const col of cols) {
        for (let b = col * each; b < (col + 1) * each; b += 1, at += 1) bytes[at] = row[b]!;
      }
    }
  }
  return { bytes, dtype, shape: [rows.length, cols.length], fortran: false, roundoff };
}
