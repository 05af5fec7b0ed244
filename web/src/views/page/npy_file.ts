// The .npy format, version 1.0: magic, header length, a Python dictionary padded so that the data
// start at a multiple of 64 bytes, then the array in C order.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

export function npyFile(
  data: Float32Array | Float64Array,
  shape: readonly number[],
): Uint8Array<ArrayBuffer> {
  const type = data instanceof Float32Array ? '<f4' : '<f8';
  const dimensions = shape.length === 1 ? `${shape[0] ?? 0},` : shape.join(', ');
  const dictionary = `{'descr': '${type}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const prefix = 10;
  const padded = Math.ceil((prefix + dictionary.length + 1) / 64) * 64 - prefix;
  const header = `${dictionary.padEnd(padded - 1)}\n`;
  const file = new Uint8Array(prefix + padded + data.byteLength);
  file.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, padded & 0xff, padded >> 8]);
  file.set(new TextEncoder().encode(header), prefix);
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), prefix + padded);
  return file;
}
