// A tensor as a matrix: which axes become rows, which become columns, and the entries that are
// wanted, as doubles.

import { numberReader, type Dtype } from './dtype';
import { count } from './tensor_file';
import { distinct } from './random';

/**
 * Which axis stands alone. 'first': rows are the first axis, columns all the others - a convolution
 * of PyTorch (out, in, k, k) becomes out x (in k k). 'last': columns are the last axis, as Keras
 * stores them (k, k, in, out).
 */
export type Split = 'first' | 'last';

export interface RawTensor {
  bytes: Uint8Array<ArrayBuffer>;
  dtype: Dtype;
  shape: readonly number[];
  fortran: boolean;
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
  const rowPlaces = pick(places.rows, sample?.rows, 1);
  const colPlaces = pick(places.cols, sample?.cols, 2);
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
