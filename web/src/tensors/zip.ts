// The directory of a .zip file, and its members one at a time: nothing but the directory is read
// before it is asked for. PKWARE APPNOTE 6.3; members stored or deflated, with zip64 sizes.

import { FileProblem, readBytes } from './tensor_file';

export interface ZipMember {
  name: string;
  /** Bytes when unpacked. */
  size: number;
  /** Its bytes, or the first `limit` of them. */
  read: (limit?: number) => Promise<Uint8Array<ArrayBuffer>>;
}

const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const END64 = 0x06064b50;
const MEMBER = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const FULL = 0xffffffff;
/** Longest comment after the directory, and the record in front of it. */
const TAIL = 0xffff + 22 + 20;
const MAX_DIRECTORY = 64e6;

export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
}

export async function zipMembers(file: Blob): Promise<ZipMember[]> {
  const { at, size } = await directoryPlace(file);
  if (size > MAX_DIRECTORY || at + size > file.size) throw broken();
  const view = viewOf(await readBytes(file, at, at + size));
  const members: ZipMember[] = [];
  for (let p = 0; p + 46 <= view.byteLength && view.getUint32(p, true) === MEMBER;) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) =>
      view.getUint16(p + o, true),
    ) as [number, number, number];
    const end = p + 46 + nameLength + extraLength;
    if (end > view.byteLength) throw broken();
    const raw = new Uint8Array(view.buffer, p + 46, nameLength);
    const extra = new DataView(view.buffer, p + 46 + nameLength, extraLength);
    const [unpacked, packed, start] = wideSizes(
      [view.getUint32(p + 24, true), view.getUint32(p + 20, true), view.getUint32(p + 42, true)],
      extra,
    );
    const method = view.getUint16(p + 10, true);
    const isEncrypted = (view.getUint16(p + 8, true) & 1) !== 0;
    members.push({
      name: new TextDecoder().decode(raw),
      size: unpacked,
      read: (limit = Infinity) => {
        if (isEncrypted) throw new FileProblem('it is encrypted');
        return readMember(file, { method, packed, unpacked, start }, Math.min(limit, unpacked));
      },
    });
    p = end + commentLength;
  }
  return members;
}

function broken(): FileProblem {
  return new FileProblem('its directory is missing or broken: the file is cut off');
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function directoryPlace(file: Blob): Promise<{ at: number; size: number }> {
  const from = Math.max(0, file.size - TAIL);
  const view = viewOf(await readBytes(file, from, file.size));
  for (let p = view.byteLength - 22; p >= 0; p -= 1) {
    if (view.getUint32(p, true) !== END) continue;
    const found = { at: view.getUint32(p + 16, true), size: view.getUint32(p + 12, true) };
    const locator = p - 20;
    if (locator < 0 || view.getUint32(locator, true) !== END64_LOCATOR) return found;
    const at64 = Number(view.getBigUint64(locator + 8, true));
    const record = viewOf(await readBytes(file, at64, at64 + 56));
    if (record.byteLength < 56 || record.getUint32(0, true) !== END64) throw broken();
    return {
      at: Number(record.getBigUint64(48, true)),
      size: Number(record.getBigUint64(40, true)),
    };
  }
  throw broken();
}

/** Sizes that did not fit into four bytes stand in the zip64 field, in this order. */
function wideSizes(sizes: [number, number, number], extra: DataView): [number, number, number] {
  for (let p = 0; p + 4 <= extra.byteLength;) {
    const length = extra.getUint16(p + 2, true);
    if (extra.getUint16(p, true) === 1) {
      let q = p + 4;
      return sizes.map((size) => {
        if (size !== FULL || q + 8 > extra.byteLength) return size;
        q += 8;
        return Number(extra.getBigUint64(q - 8, true));
      }) as [number, number, number];
    }
    p += 4 + length;
  }
  return sizes;
}

interface Place {
  method: number;
  packed: number;
  unpacked: number;
  start: number;
}

async function readMember(
  file: Blob,
  { method, packed, unpacked, start }: Place,
  wanted: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const local = viewOf(await readBytes(file, start, start + 30));
  if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL) throw broken();
  const from = start + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  if (from + packed > file.size) throw new FileProblem('the file is cut off within it');
  if (method === STORED) {
    if (packed !== unpacked) throw broken();
    return readBytes(file, from, from + wanted);
  }
  if (method !== DEFLATED) {
    throw new FileProblem(`it is packed by method ${method}; readable are stored and deflated`);
  }
  return inflate(file.slice(from, from + packed), wanted);
}

/** No more than `wanted` bytes, whatever the member claims or holds. */
async function inflate(packed: Blob, wanted: number): Promise<Uint8Array<ArrayBuffer>> {
  const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const chunks: Uint8Array[] = [];
  let filled = 0;
  try {
    while (filled < wanted) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      filled += value.length;
    }
  } catch {
    throw new FileProblem('its packed bytes are damaged');
  }
  void reader.cancel().catch(() => undefined);
  if (filled < wanted)
    throw new FileProblem(`it should unpack to ${wanted} bytes but has ${filled}`);
  // Memory is taken for what came, not for what a header promised.
  const bytes = new Uint8Array(wanted);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(0, wanted - at), at);
    at += chunk.length;
  }
  return bytes;
}
