// The .safetensors format: eight bytes with the length of a JSON header, the header (name -> type,
// shape, place), then the numbers. https://github.com/huggingface/safetensors

import { SAFETENSORS_TYPES } from './dtype';
import {
  brief,
  byteCount,
  checkShape,
  FileProblem,
  readBytes,
  type NamedBlob,
  type TensorEntry,
  type TensorFile,
  type Unreadable,
} from './tensor_file';

/** The format's own limit. */
const HEADER_LIMIT = 100e6;

export function isSafetensors(head: Uint8Array, name: string): boolean {
  return name.endsWith('.safetensors') || (head[8] === 0x7b && head[6] === 0 && head[7] === 0);
}

export async function openSafetensors(file: NamedBlob): Promise<TensorFile> {
  const head = await readBytes(file, 0, 8);
  if (head.length < 8) throw new FileProblem('it is too short to hold a header');
  const length = Number(new DataView(head.buffer).getBigUint64(0, true));
  if (length > HEADER_LIMIT) {
    throw new FileProblem(`its header would be ${length} bytes long: this is no .safetensors file`);
  }
  const begin = 8 + length;
  if (begin > file.size) throw new FileProblem('it ends within its header: the file is cut off');
  const header = parseHeader(await readBytes(file, 8, begin));
  const tensors: TensorEntry[] = [];
  const unreadable: Unreadable[] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    try {
      tensors.push(entry(file, begin, name, value));
    } catch (error) {
      if (!(error instanceof FileProblem)) throw error;
      unreadable.push({ name, reason: error.message });
    }
  }
  return { name: file.name, bytes: file.size, format: 'safetensors', tensors, unreadable };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new FileProblem('its header is not JSON: this is no .safetensors file, or a broken one');
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header)) {
    throw new FileProblem('its header is not a list of tensors');
  }
  return header as Record<string, unknown>;
}

function entry(file: Blob, begin: number, name: string, value: unknown): TensorEntry {
  const { dtype: type, shape, data_offsets: place } = (value ?? {}) as Record<string, unknown>;
  const dtype = typeof type === 'string' ? SAFETENSORS_TYPES[type] : undefined;
  if (!dtype) {
    throw new FileProblem(
      `its numbers have type ${brief(String(type))}; readable are F16, BF16, F32, F64 and integers`,
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
  const read = (): Promise<Uint8Array<ArrayBuffer>> => readBytes(file, begin + from, begin + to);
  return { name, dtype, shape: sizes, fortran: false, read };
}

function isOffset(x: unknown): x is number {
  return typeof x === 'number' && Number.isSafeInteger(x) && x >= 0;
}
