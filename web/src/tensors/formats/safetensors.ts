// The .safetensors format: eight bytes with the length of a JSON header, the header (name -> type,
// shape, place), then the numbers. https://github.com/huggingface/safetensors

import { quoted } from '../../common/text';
import { SAFETENSORS_TYPES } from '../dtype';
import { jsonEntries, NotJson } from './json_entries';
import { labels, quotedNames } from './names';
import { packedWarning } from './packed_words';
import { readBytes } from '../source';
import {
  byteCount,
  checkShape,
  FileProblem,
  type NamedBlob,
  type Progress,
  type TensorEntry,
  type TensorFile,
  type Unreadable,
} from '../tensor_file';

/** The format's own limit. */
const HEADER_LIMIT = 100e6;
/** A header this long at most may begin with something else than “{”. */
const SHORT = 1 << 24;

/** Does a header's length stand first, and a brace after it? Some writers put blanks or a mark between. */
export function isSafetensors(head: Uint8Array, size: number): boolean {
  const length = headerLength(head);
  if (length < 2 || length > Math.max(HEADER_LIMIT, 2e8)) return false;
  const text = new TextDecoder('latin1').decode(head.subarray(8, 8 + Math.min(length, 32)));
  return /^(?:ï»¿)?\s*\{\s*["}]/.test(text) && (text.startsWith('{') || length < SHORT) && size > 8;
}

export function headerLength(head: Uint8Array): number {
  if (head.length < 8) return 0;
  return Number(new DataView(head.buffer, head.byteOffset).getBigUint64(0, true));
}

export async function openSafetensors(file: NamedBlob, progress: Progress): Promise<TensorFile> {
  const length = headerLength(await readBytes(file, 0, 8));
  if (length > HEADER_LIMIT) {
    throw new FileProblem(
      `its header of ${length} bytes is longer than the ${HEADER_LIMIT} that the format allows`,
    );
  }
  const begin = 8 + length;
  if (begin > file.size) throw new FileProblem('it ends within its header: the file is cut off');
  const { entries, notes } = parseHeader(await readBytes(file, 8, begin));
  if (entries.length === 0) throw new FileProblem('there is no tensor in it');
  const names = new Set(entries.map(([name]) => name));
  const { labels: shown, repeated } = labels(entries.map(([name]) => name));
  if (repeated.length > 0) {
    notes.push(
      `More than one array is named ${quotedNames(repeated)}, which the format forbids; all of them are listed.`,
    );
  }
  const tensors: TensorEntry[] = [];
  const unreadable: Unreadable[] = [];
  entries.forEach(([name, value], i) => {
    if (i % 1000 === 0) progress(i, entries.length, 'arrays');
    try {
      const tensor = entry(file, begin, value);
      const warning = packedWarning(name, tensor.dtype, (other) => names.has(other));
      tensors.push({ name: shown[i]!, ...tensor, ...(warning !== undefined && { warning }) });
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      unreadable.push({ name: shown[i]!, reason: error.message });
    }
  });
  if (unreadable.length === 0 && !isSeamless(tensors, begin, file.size)) {
    notes.push(
      'Its arrays overlap or leave bytes between them unused, which the format does not allow; each is read from where the header says.',
    );
  }
  return { name: file.name, bytes: file.size, format: 'safetensors', tensors, unreadable, notes };
}

interface Header {
  entries: [string, unknown][];
  notes: string[];
}

function parseHeader(bytes: Uint8Array): Header {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FileProblem('its header is not text in UTF-8: a broken file');
  }
  const notes: string[] = [];
  // eslint-disable-next-line no-control-regex
  const padding = /[\s\u0000]+$/.exec(text)?.[0] ?? '';
  if (padding.includes('\0')) notes.push('Its header is padded with NULs instead of blanks.');
  const clean = text.slice(0, text.length - padding.length).replace(/^\ufeff/, '');
  if (!text.startsWith('{')) notes.push('Its header does not begin with “{”, as the format asks.');
  const entries: [string, unknown][] = [];
  try {
    for (const [name, value] of jsonEntries(clean)) {
      if (name !== '__metadata__') entries.push([name, value]);
    }
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    throw new FileProblem(
      `its header is not JSON: it begins ${quoted(clean)}; this is no .safetensors file, or a broken one`,
    );
  }
  return { entries, notes };
}

function entry(file: Blob, begin: number, value: unknown): Omit<TensorEntry, 'name'> {
  const given = typeof value === 'object' && value ? value : {};
  const { dtype: type, shape, data_offsets: place } = given as Record<string, unknown>;
  const dtype = typeof type === 'string' ? SAFETENSORS_TYPES.get(type) : undefined;
  if (type === undefined) throw new FileProblem('its header gives no type');
  if (!dtype) {
    throw new FileProblem(
      `its numbers have type ${quoted(type)}; readable are F8_E4M3, F8_E5M2, F16, BF16, F32, F64 and integers`,
    );
  }
  if (!Array.isArray(shape)) throw new FileProblem('its header gives no shape');
  const [from, to] = (Array.isArray(place) ? place : []) as unknown[];
  if (!isOffset(from) || !isOffset(to) || from > to) {
    throw new FileProblem('its header does not say where its numbers are');
  }
  checkShape(shape, dtype, Math.min(to, file.size - begin) - from);
  const sizes = shape as number[];
  if (byteCount(dtype, sizes) !== to - from) {
    throw new FileProblem(`its shape and its ${to - from} bytes of numbers do not agree`);
  }
  const source = { blob: file, from: begin + from, to: begin + to };
  return { dtype, shape: sizes, fortran: false, source };
}

function isOffset(x: unknown): x is number {
  return typeof x === 'number' && Number.isSafeInteger(x) && x >= 0;
}

/** Does each array begin where another ended, and the last end with the file? */
function isSeamless(tensors: readonly TensorEntry[], begin: number, size: number): boolean {
  let at = begin;
  for (const { source } of [...tensors].sort(
    (a, b) => a.source.from - b.source.from || a.source.to - b.source.to,
  )) {
    if (source.from !== at) return false;
    at = source.to;
  }
  return at === size;
}
