// Weight files of every kind, whole, broken and hostile.

import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../../../web/cli/load_engine';
import { matrixOf } from '../../../../web/src/tensors/matrix';
import { openTensors } from '../../../../web/src/tensors/formats/open';
import { readSource } from '../../../../web/src/tensors/source';
import type { TensorEntry, TensorFile } from '../../../../web/src/tensors/tensor_file';
import { npyFile } from '../../../../web/src/views/page/npy_file';
import { bytesOf, concat, named, npy, safetensors, zip, type Bytes } from '../files';

const engine = await loadEngine();

async function numbers(entry: TensorEntry): Promise<number[]> {
  const tensor = { ...entry, bytes: await readSource(entry.source) };
  return [...matrixOf(tensor, 'first', null).data];
}

async function open(name: string, ...parts: readonly (Bytes | string)[]): Promise<TensorFile> {
  return openTensors(named(name, ...parts));
}

async function only(name: string, ...parts: readonly (Bytes | string)[]): Promise<TensorEntry> {
  const { tensors } = await open(name, ...parts);
  expect(tensors).toHaveLength(1);
  return tensors[0]!;
}

const SIX = [1, -2, 3, 4.5, 5, -6];

describe('.npy', () => {
  it('reads what this page saves', async () => {
    const entry = await only('w.npy', npyFile(Float32Array.from(SIX), [2, 3]));
    expect(entry).toMatchObject({ dtype: 'f32', shape: [2, 3], fortran: false });
    expect(await numbers(entry)).toEqual(SIX);
  });

  it('agrees with the engine’s own parser on every type, in both orders', async () => {
    const whole = [1, 2, 3, 4, 5, 100];
    const files: [string, ArrayBufferView][] = [
      ["'<f8'", Float64Array.from(SIX)],
      ["'<f4'", Float32Array.from(SIX)],
      ["'<f2'", Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7bff, 0x83ff, 0x0000)],
      ["'<i8'", BigInt64Array.from(whole, BigInt)],
      ["'<i4'", Int32Array.from(whole)],
      ["'<i2'", Int16Array.from(whole)],
      ["'|i1'", Int8Array.from(whole)],
      ["'<u8'", BigUint64Array.from(whole, BigInt)],
      ["'<u4'", Uint32Array.from(whole)],
      ["'<u2'", Uint16Array.from(whole)],
      ["'|u1'", Uint8Array.from(whole)],
      ["'|b1'", Uint8Array.of(1, 0, 1, 1, 0, 0)],
    ];
    for (const [descr, data] of files) {
      for (const fortran of [false, true]) {
        const bytes = npy(descr, '2, 3', data, fortran);
        const theirs = engine.parseNpy(bytes);
        expect(await numbers(await only('w.npy', bytes)), descr).toEqual([...theirs.data]);
      }
    }
  });

  it('reads versions 2 and 3, whose header length has four bytes', async () => {
    const one = npy("'<f4'", '2, 3', Float32Array.from(SIX));
    for (const version of [2, 3]) {
      const bytes = concat(one.slice(0, 10), Uint8Array.of(0, 0), one.slice(10));
      bytes[6] = version;
      expect(await numbers(await only('w.npy', bytes))).toEqual(SIX);
    }
  });

  const data = Float32Array.from(SIX);
  it.each<[string, Bytes, RegExp]>([
    ['cut off in its numbers', npy("'<f4'", '2, 3', data).slice(0, -5), /cut off/],
    ['cut off in its header', npy("'<f4'", '2, 3', data).slice(0, 40), /ends within its header/],
    ['big-endian', npy("'>f4'", '2, 3', data), /“>f4”.*little-endian/],
    ['complex', npy("'<c8'", '1, 3', data), /“<c8”/],
    ['a pickle', npy("'|O'", '2, 3', data), /“\|O”/],
    ['a structured array', npy("[('a', '<f4'), ('b', '<f4')]", '2, 3', data), /records/],
    ['of negative size', npy("'<f4'", '-2, 3', data), /not a whole number/],
    ['of absurd size', npy("'<f4'", '99999999999, 99999999999', data), /cut off|not a size/],
    ['of a new version', npy("'<f4'", '2, 3', data).fill(9, 6, 7), /version is 9/],
  ])('says what is wrong with a file %s', async (_what, bytes, message) => {
    await expect(open('w.npy', bytes)).rejects.toThrow(message);
  });

  it('says so when a .npy has another mark', async () => {
    const bytes = Uint8Array.of(1, 2, 3, 250);
    await expect(open('w.npy', bytes)).rejects.toThrow(/does not begin with the mark/);
  });
});

describe('.npz', () => {
  const layer = npy("'<f4'", '2, 3', Float32Array.from(SIX));
  const bias = npy("'<f8'", '3,', Float64Array.of(1, 2, 3));

  it('lists stored and deflated arrays, with and without wide sizes', async () => {
    for (const deflated of [false, true]) {
      for (const wide of [false, true]) {
        const file = await open(
          'model.npz',
          zip([
            { name: 'layer.npy', bytes: layer, deflated, wide },
            { name: 'bias.npy', bytes: bias, deflated, wide },
          ]),
        );
        expect(file.tensors.map((t) => [t.name, t.shape])).toEqual([
          ['layer', [2, 3]],
          ['bias', [3]],
        ]);
        expect(await numbers(file.tensors[0]!)).toEqual(SIX);
      }
    }
  });

  it('keeps the good arrays beside one that is no array', async () => {
    const file = await open(
      'model.npz',
      zip([
        { name: 'notes.txt', bytes: Uint8Array.of(104, 105) },
        { name: 'layer.npy', bytes: layer },
      ]),
    );
    expect(file.tensors).toHaveLength(1);
    expect(file.unreadable).toEqual([
      { name: 'notes.txt', reason: 'it does not begin with NumPy’s mark' },
    ]);
  });

  it('unpacks no more than a member claims, and notices when it holds less', async () => {
    const zeros = npy("'|u1'", '100000, 40', new Uint8Array(4_000_000));
    const bomb = zip([{ name: 'w.npy', bytes: zeros, deflated: true, claims: 4000 }]);
    expect((await open('b.npz', bomb)).unreadable[0]?.reason).toMatch(/cut off/);
    const hollow = zip([{ name: 'w.npy', bytes: layer, deflated: true, claims: 1e9 }]);
    const [entry] = (await open('h.npz', hollow)).unreadable;
    expect(entry?.reason).toMatch(/should unpack to/);
  });

  it.each([10, 30, 200])(
    'says that an archive cut off %i bytes from its end is broken',
    async (n) => {
      const whole = zip([{ name: 'w.npy', bytes: layer }]);
      await expect(open('m.npz', whole.slice(0, -n))).rejects.toThrow(/cut off/);
    },
  );

  it('tells from damaged packed bytes', async () => {
    const random = npy("'<f4'", '2, 3', Float32Array.from(SIX));
    const bytes = zip([{ name: 'w.npy', bytes: random, deflated: true }]);
    bytes.fill(255, 35, 60);
    expect((await open('m.npz', bytes)).unreadable[0]?.reason).toMatch(/damaged/);
  });

  it('explains why it does not run a PyTorch pickle', async () => {
    const archive = zip([{ name: 'model/data.pkl', bytes: Uint8Array.of(1) }]);
    await expect(open('model.pt', archive)).rejects.toThrow(/pickle.*safetensors/);
    await expect(open('model.pth', Uint8Array.of(0x80, 2))).rejects.toThrow(/pickle/);
  });
});

describe('.safetensors', () => {
  const f32 = bytesOf(Float32Array.from(SIX));
  const bf16 = bytesOf(Uint16Array.of(0x3f80, 0xc000, 0x7f80, 0x7fc0));

  it('lists tensors by name, reads each, and leaves the metadata out', async () => {
    const file = await open(
      'model.safetensors',
      safetensors(
        {
          __metadata__: { format: 'pt' },
          'fc.weight': { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
          'head.weight': { dtype: 'BF16', shape: [2, 2], data_offsets: [24, 32] },
        },
        concat(f32, bf16),
      ),
    );
    expect(file.tensors.map((t) => t.name)).toEqual(['fc.weight', 'head.weight']);
    expect(await numbers(file.tensors[0]!)).toEqual(SIX);
    expect(await numbers(file.tensors[1]!)).toEqual([1, -2, Infinity, NaN]);
  });

  it('names the tensors it cannot read and keeps the others', async () => {
    const good = { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] };
    const header = {
      good,
      eight: { dtype: 'F8_E8M0', shape: [4, 6], data_offsets: [0, 24] },
      beyond: { dtype: 'F32', shape: [20, 30], data_offsets: [0, 2400] },
      other: { dtype: 'F32', shape: [2, 2], data_offsets: [0, 24] },
      backwards: { dtype: 'F32', shape: [2, 3], data_offsets: [24, 0] },
      negative: { dtype: 'F32', shape: [-2, 3], data_offsets: [0, 24] },
      text: { dtype: 'F32', shape: '2x3', data_offsets: [0, 24] },
      nothing: null,
    };
    const { tensors, unreadable } = await open('m.safetensors', safetensors(header, f32));
    expect(tensors.map((t) => t.name)).toEqual(['good']);
    expect(Object.fromEntries(unreadable.map((u) => [u.name, u.reason]))).toMatchObject({
      eight: expect.stringMatching(/F8_E8M0/) as string,
      beyond: expect.stringMatching(/cut off/) as string,
      other: expect.stringMatching(/do not agree/) as string,
      backwards: expect.stringMatching(/where its numbers are/) as string,
      negative: expect.stringMatching(/not a size/) as string,
      text: expect.stringMatching(/no shape/) as string,
      nothing: expect.stringMatching(/type/) as string,
    });
  });

  it.each<[string, Bytes, RegExp]>([
    ['too short', Uint8Array.of(1, 2, 3), /too short/],
    ['cut off in its header', safetensors({ a: 1 }, f32).slice(0, 12), /ends within its header/],
    ['of absurd header length', new Uint8Array(32).fill(255), /does not begin with the header/],
    ['whose header is not JSON', safetensors('{"a": ', f32), /not JSON/],
    ['whose header is a list', safetensors([1, 2], f32), /does not begin with the header/],
  ])('says what is wrong with a file %s', async (_what, bytes, message) => {
    await expect(open('m.safetensors', bytes)).rejects.toThrow(message);
  });
});

describe('other files', () => {
  it.each(['model.h5', 'model.onnx', 'photo.jpg'])('%s is named as not readable', async (name) => {
    await expect(open(name, 'something')).rejects.toThrow(/readable are .npy, .npz/);
  });
});
