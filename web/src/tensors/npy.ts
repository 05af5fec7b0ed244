// Reads the header of a .npy array (versions 1 to 3): a Python dictionary with type, order, shape.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

import { NPY_TYPES, type Dtype } from './dtype';
import { brief, checkShape, FileProblem } from './tensor_file';

export interface NpyHeader {
  dtype: Dtype;
  shape: number[];
  fortran: boolean;
  /** Where the numbers begin. */
  dataBegin: number;
}

/** A header is far shorter; one that says it is longer is not read. */
export const NPY_HEADER_LIMIT = 1 << 16;

export function isNpy(head: Uint8Array): boolean {
  return [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59].every((byte, i) => head[i] === byte);
}

/**
 * @param head  the first bytes of the array, NPY_HEADER_LIMIT of them or all there are
 * @param size  bytes of the whole array
 */
export function parseNpyHeader(head: Uint8Array, size: number): NpyHeader {
  if (!isNpy(head)) throw new FileProblem('it does not begin with NumPy’s mark');
  const major = head[6] ?? 0;
  if (major < 1 || major > 3) throw new FileProblem(`its format version is ${major}, not 1 to 3`);
  const wide = major > 1;
  const begin = wide ? 12 : 10;
  if (head.length < begin) throw new FileProblem('it ends within its header');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const dataBegin = begin + length;
  if (dataBegin > size) throw new FileProblem('it ends within its header');
  if (dataBegin > head.length) throw new FileProblem(`its header of ${length} bytes is too long`);
  const text = new TextDecoder('latin1').decode(head.subarray(begin, dataBegin));

  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  if (descr === undefined) {
    throw new FileProblem('it holds records of several fields, not plain numbers');
  }
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const sizes = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (order === undefined || sizes === undefined) {
    throw new FileProblem('its header names no order or no shape');
  }
  const dtype = NPY_TYPES[descr];
  if (!dtype) {
    throw new FileProblem(
      `its numbers have type ${brief(descr)}; readable are little-endian floats and integers`,
    );
  }
  const shape = sizes.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number(part)]));
  checkShape(shape, dtype, size - dataBegin);
  return { dtype, shape, fortran: order === 'True', dataBegin };
}
