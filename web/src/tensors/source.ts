// Bytes of a file, as they lie there or unpacked by the browser.

import { FileProblem, type Source } from './tensor_file';

export async function readBytes(
  blob: Blob,
  from: number,
  to: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.slice(from, to).arrayBuffer());
}

export function wholeOf(blob: Blob): Source {
  return { blob, from: 0, to: blob.size };
}

/** @param limit  no more than so many bytes of it */
export async function readSource(
  { blob, from, to, deflated }: Source,
  limit = Infinity,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!deflated) return readBytes(blob, from, Math.min(to, from + limit));
  const { size, skip, crc } = deflated;
  const packed = blob.slice(from, to);
  if (limit < size - skip)
    return (await unpack(packed, 'deflate-raw', skip + limit)).subarray(skip);
  return (await unpack(asGzip(packed, size, crc), 'gzip', size, size, true)).subarray(skip);
}

/** Deflated bytes with their check sum, which the browser then looks at. RFC 1952. */
function asGzip(packed: Blob, size: number, crc: number): Blob {
  const end = new DataView(new ArrayBuffer(8));
  end.setUint32(0, crc, true);
  end.setUint32(4, size, true);
  return new Blob([Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255), packed, end]);
}

/**
 * The first `wanted` bytes of what `packed` unpacks to, whatever a header claims or the rest holds.
 * @param wanted  Infinity: all of them, up to `most`
 * @param toTheEnd  reads on to where the check sum stands
 */
export async function unpack(
  packed: Blob,
  format: CompressionFormat,
  wanted: number,
  most = Infinity,
  toTheEnd = false,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = packed.stream().pipeThrough(new DecompressionStream(format)).getReader();
  const chunks: Uint8Array[] = [];
  let filled = 0;
  try {
    while (filled < wanted || toTheEnd) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      filled += value.length;
      if (filled > most) break;
    }
  } catch {
    // What follows the packed bytes (padding) is no damage to them.
    if (filled === 0 || wanted !== Infinity) throw new FileProblem('its packed bytes are damaged');
  } finally {
    void reader.cancel().catch(() => undefined);
  }
  if (filled > most) throw new FileProblem(`it unpacks to more than ${Math.round(most / 1e6)} MB`);
  if (wanted !== Infinity && filled < wanted) {
    throw new FileProblem(`it should unpack to ${wanted} bytes but has ${filled}`);
  }
  // Memory is taken for what came, not for what a header promised.
  const bytes = new Uint8Array(Math.min(wanted, filled));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk.subarray(0, bytes.length - at), at);
    at += chunk.length;
  }
  return bytes;
}
