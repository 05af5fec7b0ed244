// Reads the header of a .npy array (versions 1 to 3): a Python dictionary with type, order, shape.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

import type { Dtype } from '../dtype';
import { LiteralReader } from './python_literal';
import { quoted } from '../../common/text';
import { byteCount, checkShape, FileProblem } from '../tensor_file';

export interface NpyHeader {
  dtype: Dtype;
  shape: number[];
  fortran: boolean;
  /** Where the numbers begin. */
  dataBegin: number;
  /** What had to be guessed or was left out, in sentences. */
  notes: string[];
}

/** A header is far shorter; one that says it is longer is not read. */
export const NPY_HEADER_LIMIT = 1 << 16;

/** By kind and size. bfloat16 has no type of its own in NumPy: ml_dtypes writes it as two bytes of anything. */
const TYPES: ReadonlyMap<string, Dtype> = new Map([
  ['f8', 'f64'],
  ['f4', 'f32'],
  ['f2', 'f16'],
  ['V2', 'bf16'],
  ['f1', 'e5m2'],
  ['i8', 'i64'],
  ['i4', 'i32'],
  ['i2', 'i16'],
  ['i1', 'i8'],
  ['u8', 'u64'],
  ['u4', 'u32'],
  ['u2', 'u16'],
  ['u1', 'u8'],
  ['b1', 'u8'],
]);

/** What some writers put by name. */
const NAMED: ReadonlyMap<string, Dtype> = new Map([
  ['bfloat16', 'bf16'],
  ['float8_e5m2', 'e5m2'],
  ['float8_e4m3fn', 'e4m3'],
  ['float64', 'f64'],
  ['float32', 'f32'],
  ['float16', 'f16'],
]);

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
  const isWide = major > 1;
  const begin = isWide ? 12 : 10;
  if (head.length < begin) throw new FileProblem('it ends within its header: the file is cut off');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const length = isWide ? view.getUint32(8, true) : view.getUint16(8, true);
  const dataBegin = begin + length;
  if (dataBegin > size) throw new FileProblem('it ends within its header: the file is cut off');
  if (dataBegin > head.length) throw new FileProblem(`its header of ${length} bytes is too long`);
  const text = new TextDecoder('latin1').decode(head.subarray(begin, dataBegin));
  if (text.includes('\r')) {
    throw new FileProblem(
      'its line ends were changed on the way, as for a text, and its numbers with them: transfer it again as a binary file',
    );
  }
  const { descr, fortran, shape } = parseDictionary(text);
  const dtype = typeOf(descr);
  checkShape(shape, dtype, size - dataBegin);
  const notes: string[] = [];
  const meant = /^[<=|]?(V2|f1)$/.exec(descr)?.[1];
  if (meant !== undefined) {
    notes.push(
      `NumPy calls its numbers ${quoted(descr)}; they are read as ${meant === 'V2' ? 'bfloat16' : 'float8_e5m2'}, which is written so.`,
    );
  }
  const rest = size - dataBegin - byteCount(dtype, shape);
  if (rest > 0) notes.push(`The ${rest} bytes after its numbers were not read.`);
  return { dtype, shape, fortran, dataBegin, notes };
}

interface Dictionary {
  descr: string;
  fortran: boolean;
  shape: number[];
}

function parseDictionary(text: string): Dictionary {
  const reader = new LiteralReader(text);
  const found: Partial<Dictionary> = {};
  let inner: number[] = [];
  const seen = new Set<string>();
  reader.expect('{');
  while (!reader.take('}')) {
    const key = reader.quoted();
    if (seen.has(key)) throw new FileProblem(`its header has two entries ${quoted(key)}`);
    seen.add(key);
    reader.expect(':');
    if (key === 'descr') [found.descr, inner] = descrOf(reader);
    else if (key === 'fortran_order') found.fortran = reader.flag();
    else if (key === 'shape') found.shape = reader.extents();
    else
      throw new FileProblem(`its header has an entry ${quoted(key)} that .npy files do not have`);
    if (reader.peek() !== '}') reader.expect(',');
  }
  const { descr, fortran, shape } = found;
  if (descr === undefined || fortran === undefined || shape === undefined) {
    throw new FileProblem('its header does not name type, order and shape');
  }
  if (fortran && inner.length > 0) {
    throw new FileProblem('it holds records of arrays in Fortran order');
  }
  return { descr, fortran, shape: [...shape, ...inner] };
}

/** A type, or a record with one field: [('w', '<f4')] or [('w', '<f4', (3,))], and its own extents. */
function descrOf(reader: LiteralReader): [string, number[]] {
  if (!reader.take('[')) return [reader.quoted(), []];
  reader.expect('(');
  reader.quoted();
  reader.expect(',');
  if (reader.peek() === '[') {
    throw new FileProblem('it holds records within records, not plain numbers');
  }
  const type = reader.quoted();
  const inner = reader.take(',') && reader.peek() === '(' ? reader.extents() : [];
  reader.take(',');
  reader.expect(')');
  reader.take(',');
  if (!reader.take(']')) {
    throw new FileProblem('it holds records of several fields, not plain numbers');
  }
  return [type, inner];
}

function typeOf(descr: string): Dtype {
  const [, order, kind = ''] = /^([<=|>]?)(\w+)$/.exec(descr) ?? [];
  const dtype = TYPES.get(kind) ?? NAMED.get(descr);
  const isSwapped = order === '>' && !kind.endsWith('1');
  if (dtype && !isSwapped) return dtype;
  throw new FileProblem(`its numbers have type ${quoted(descr)}: ${whyNot(kind, isSwapped)}`);
}

function whyNot(kind: string, isSwapped: boolean): string {
  const asFloats = 'save them with .astype("float32")';
  if (isSwapped) return `big-endian; readable is little-endian, ${asFloats}`;
  if (kind === 'O') {
    return 'Python objects, pickled; programs that have to be run to be read. Save arrays of numbers';
  }
  if (kind === 'V1') {
    return `probably 8-bit floats (float8_e4m3 or one of its kin, which NumPy cannot tell apart); ${asFloats}`;
  }
  if (kind.startsWith('V')) return `bytes without a meaning of their own; ${asFloats}`;
  if (kind.startsWith('c')) return 'complex; save the real part or the modulus';
  if (/^[US]/.test(kind)) return 'text, not numbers';
  if (/^[mM]/.test(kind)) return `times; ${asFloats}`;
  return `readable are floats and integers; ${asFloats}`;
}
