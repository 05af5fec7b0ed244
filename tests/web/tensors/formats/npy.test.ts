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
