// Weight files made by the tests, byte for byte, whole and broken.

import { crc32, deflateRawSync } from 'node:zlib';

export type Bytes = Uint8Array<ArrayBuffer>;

const encode = (text: string): Bytes => new TextEncoder().encode(text);

export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function bytesOf(numbers: ArrayBufferView): Bytes {
  return new Uint8Array(
    numbers.buffer.slice(
      numbers.byteOffset,
      numbers.byteOffset + numbers.byteLength,
    ) as ArrayBuffer,
  );
}

/** A .npy file with any header text. */
export function npy(descr: string, shape: string, data: ArrayBufferView, fortran = false): Bytes {
  const text = `{'descr': ${descr}, 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${shape}), }`;
  const header = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11) + '\n';
  const mark = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0);
  const length = Uint8Array.of(header.length & 255, header.length >> 8);
  return concat(mark, length, encode(header), bytesOf(data));
}

export interface Member {
  name: string;
  bytes: Bytes;
  deflated?: boolean;
  /** Claims to unpack to so many bytes. */
  claims?: number;
  /** Sizes in a zip64 field, as numpy.savez writes them in front of each member. */
  wide?: boolean;
}

export function zip(members: readonly Member[]): Bytes {
  const locals: Bytes[] = [];
  const directory: Bytes[] = [];
  let offset = 0;
  for (const { name, bytes, deflated = false, claims = bytes.length, wide = false } of members) {
    const packed = deflated ? new Uint8Array(deflateRawSync(bytes)) : bytes;
    const common = new DataView(new ArrayBuffer(26));
    common.setUint16(0, wide ? 45 : 20, true);
    common.setUint16(4, deflated ? 8 : 0, true);
    common.setUint32(10, crc(bytes), true);
    common.setUint32(14, wide ? 0xffffffff : packed.length, true);
    common.setUint32(18, wide ? 0xffffffff : claims, true);
    common.setUint16(22, name.length, true);
    const extra = new DataView(new ArrayBuffer(wide ? 20 : 0));
    if (wide) {
      extra.setUint16(0, 1, true);
      extra.setUint16(2, 16, true);
      extra.setBigUint64(4, BigInt(claims), true);
      extra.setBigUint64(12, BigInt(packed.length), true);
    }
    common.setUint16(24, extra.byteLength, true);
    const local = concat(
      encode('PK\x03\x04'),
      bytesOf(common),
      encode(name),
      bytesOf(extra),
      packed,
    );
    const rest = new DataView(new ArrayBuffer(14));
    rest.setUint32(10, offset, true);
    directory.push(
      concat(encode('PK\x01\x02'), Uint8Array.of(20, 0), bytesOf(common), bytesOf(rest)),
      encode(name),
      bytesOf(extra),
    );
    locals.push(local);
    offset += local.length;
  }
  const list = concat(...directory);
  const end = new DataView(new ArrayBuffer(18));
  end.setUint16(4, members.length, true);
  end.setUint16(6, members.length, true);
  end.setUint32(8, list.length, true);
  end.setUint32(12, offset, true);
  return concat(...locals, list, encode('PK\x05\x06'), bytesOf(end));
}

function crc(bytes: Bytes): number {
  return typeof crc32 === 'function' ? crc32(bytes) : 0;
}

/** A .safetensors file from a header object and the numbers behind it. */
export function safetensors(header: unknown, data: Uint8Array): Bytes {
  const text = encode(typeof header === 'string' ? header : JSON.stringify(header));
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(text.length), true);
  return concat(bytesOf(length), text, data);
}

export function named(name: string, ...parts: readonly (Bytes | string)[]): File {
  return new File([...parts], name);
}
