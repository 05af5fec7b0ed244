// Headers of .npy files as every writer spells them: the cases that the engine's own reader passes.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openTensors } from '../../../../web/src/tensors/formats/open';
import { matrixOf, matrixSize } from '../../../../web/src/tensors/matrix';
import { readSource } from '../../../../web/src/tensors/source';
import { FileProblem } from '../../../../web/src/tensors/tensor_file';
import { bytesOf, concat, named, npy, type Bytes } from '../files';

interface NpyCase {
  what: string;
  header: string;
  version?: number;
  length?: number;
  data: number[];
  shape?: number[];
  numbers?: number[];
  reason?: string;
}

const file = new URL('../../../fixtures/npy_cases.json', import.meta.url);
const cases = JSON.parse(readFileSync(file, 'utf8')) as NpyCase[];

function fileOf({ header, version = 1, length = header.length, data }: NpyCase): Bytes {
  const bytes = [0x93, ...new TextEncoder().encode('NUMPY'), version, 0];
  for (let k = 0; k < (version === 1 ? 2 : 4); ++k) bytes.push((length >>> (8 * k)) & 255);
  return new Uint8Array([...bytes, ...new TextEncoder().encode(header), ...data]);
}

describe('a .npy header', () => {
  it.each(cases.map((c) => [c.what, c] as const))('%s', async (_what, given) => {
    const opened = openTensors(named('w.npy', fileOf(given)));
    if (given.reason !== undefined) {
      await expect(opened).rejects.toThrow(FileProblem);
      return;
    }
    const [entry] = (await opened).tensors;
    expect(entry!.shape).toEqual(given.shape);
    if (matrixSize(entry!.shape, 'first') === null) return;
    const bytes = await readSource(entry!.source);
    const found = [...matrixOf({ ...entry!, bytes }, 'first', null).data];
    expect(found.map((x) => x + 0)).toEqual(given.numbers);
  });

  it.each([
    ["'constructor'", /“constructor”/],
    ["'toString'", /“toString”/],
    ["'|V1'", /8-bit floats.*astype\("float32"\)/],
    ["'<V4'", /bytes without a meaning.*astype/],
    ["'>f8'", /big-endian.*astype/],
    ["'<c16'", /complex/],
    ["'|O'", /objects/],
    ["'<U5'", /text/],
    ["'<M8[ns]'", /“<M8\[ns\]”/],
    ["[('a', '<f4'), ('b', '<f4')]", /several fields/],
  ])('of type %s is refused with what to do', async (descr, message) => {
    const bytes = npy(descr, '2, 3', new Float64Array(12));
    await expect(openTensors(named('w.npy', bytes))).rejects.toThrow(message);
  });

  /** A file with this header, or with what stands in its place. */
  const withHeader = (header: string, change: Partial<NpyCase> = {}): Bytes =>
    fileOf({ what: '', header, data: [], ...change });
  const plain = "{'descr': '<f8', 'fortran_order': False, 'shape': (0, 2), }";

  it.each<[string, Bytes, RegExp]>([
    ['version 0', withHeader(plain, { version: 0 }), /version is 0, not 1 to 3/],
    ['version 4', withHeader(plain, { version: 4 }), /version is 4, not 1 to 3/],
    ['no header', withHeader('').slice(0, 9), /cut off/],
    [
      'half of its header',
      withHeader(plain, { length: plain.length + 1 }),
      /within its header: the file is cut off/,
    ],
    [
      'a header beyond all measure',
      withHeader(plain.padEnd(70_000), { version: 2 }),
      /header of 70000 bytes is too long/,
    ],
    [
      'an entry twice',
      withHeader(plain.replace(', }', ", 'shape': (2, 2)}")),
      /two entries “shape”/,
    ],
    [
      'an entry of its own',
      withHeader(plain.replace(', }', ", 'units': 'm'}")),
      /“units” that \.npy files do not have/,
    ],
    ['no type', withHeader("{'fortran_order': False, 'shape': (0, 2)}"), /does not name type/],
    ['no order', withHeader("{'descr': '<f8', 'shape': (0, 2)}"), /does not name type/],
    ['no shape', withHeader("{'descr': '<f8', 'fortran_order': False}"), /does not name type/],
    [
      'records of arrays in Fortran order',
      withHeader("{'descr': [('w', '<f8', (3,))], 'fortran_order': True, 'shape': (2,)}"),
      /records of arrays in Fortran order/,
    ],
    [
      'records within records',
      withHeader("{'descr': [('w', [('x', '<f8')])], 'fortran_order': False, 'shape': (2,)}"),
      /records within records/,
    ],
    ['times', withHeader(plain.replace('<f8', '<m8')), /times; save them/],
    ['text', withHeader(plain.replace('<f8', '|S5')), /text, not numbers/],
    [
      'a type that is none',
      withHeader(plain.replace('<f8', '<q8')),
      /readable are floats and integers/,
    ],
    ['a type with more behind it', withHeader(plain.replace('<f8', '<f8!')), /“<f8!”/],
  ])('with %s is refused in its own words', async (_what, bytes, message) => {
    await expect(openTensors(named('w.npy', bytes))).rejects.toThrow(message);
  });

  it('may have records of one field, whose extents are the last of its shape', async () => {
    const descr = "[('w', '<f8', (3,))]";
    const { tensors } = await openTensors(named('w.npy', npy(descr, '2,', new Float64Array(6))));
    expect(tensors[0]!.shape).toEqual([2, 3]);
    const single = npy("[('w', '<f8')]", '2, 3', new Float64Array(6));
    expect((await openTensors(named('w.npy', single))).tensors[0]!.shape).toEqual([2, 3]);
  });

  it('has its sizes checked in exact arithmetic', async () => {
    // 2^27 three times is 2^81 numbers; doubles would still hold it, 32 bits not.
    for (const shape of ['134217728, 134217728, 134217728', '65536, 65536', '16777217, 256']) {
      const bytes = npy("'<f4'", shape, new Float32Array(256));
      await expect(openTensors(named('w.npy', bytes)), shape).rejects.toThrow(/cut off/);
    }
  });

  it('of 8-bit floats gives the numbers of all 256 codes', async () => {
    const bytes = npy(
      "'<f1'",
      '16, 16',
      Uint8Array.from({ length: 256 }, (_, i) => i),
    );
    const [entry] = (await openTensors(named('w.npy', bytes))).tensors;
    const raw = await readSource(entry!.source);
    const { data } = matrixOf({ ...entry!, bytes: raw }, 'first', null);
    // 1-5-2 with bias 15: least, largest, the infinities and the NaNs.
    expect([data[1], data[4], data[0x3c], data[0x7b], data[0x7c], data[0xfc], data[0x7d]]).toEqual([
      2 ** -16,
      2 ** -14,
      1,
      57344,
      Infinity,
      -Infinity,
      NaN,
    ]);
  });

  it('may be followed by more than its numbers', async () => {
    const bytes = concat(npy("'<f8'", '2, 2', Float64Array.of(1, 2, 3, 4)), new Uint8Array(99));
    const { tensors, notes } = await openTensors(named('w.npy', bytes));
    const [entry] = tensors;
    const raw = await readSource(entry!.source);
    expect(notes?.join()).toContain('99 bytes after its numbers were not read');
    expect([...matrixOf({ ...entry!, bytes: raw }, 'first', null).data]).toEqual([1, 2, 3, 4]);
    expect(bytesOf(raw).length).toBeGreaterThan(32);
  });

  it('with the line ends of another system is refused, for so are its numbers', async () => {
    const bytes = npy("'<f4'", '2, 3', Float32Array.of(1, 2, 3, 4, 5, 6));
    const changed = Uint8Array.from([...bytes].flatMap((b) => (b === 10 ? [13, 10] : [b])));
    await expect(openTensors(named('w.npy', changed))).rejects.toThrow(/line ends were changed/);
  });
});
