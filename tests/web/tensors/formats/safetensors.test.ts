// What writers of .safetensors do that the format does not foresee: read where the numbers are
// certain, and said.

import { describe, expect, it } from 'vitest';
import { openTensors } from '../../../../web/src/tensors/formats/open';
import { matrixOf } from '../../../../web/src/tensors/matrix';
import { readSource } from '../../../../web/src/tensors/source';
import type { TensorFile } from '../../../../web/src/tensors/tensor_file';
import { bytesOf, concat, named, safetensors, type Bytes } from '../files';

const six = Float32Array.of(1, -2, 3, 4.5, 5, -6);
const f32 = bytesOf(six);
const entry = '{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}';

async function open(
  header: unknown,
  data: Uint8Array = f32,
  name = 'm.safetensors',
): Promise<TensorFile> {
  return openTensors(named(name, safetensors(header, data)));
}

async function numbers(file: TensorFile, i = 0): Promise<number[]> {
  const tensor = file.tensors[i]!;
  const bytes = await readSource(tensor.source);
  return [...matrixOf({ ...tensor, bytes }, 'first', null).data];
}

describe('a .safetensors header', () => {
  it('keeps names in order, whatever they are', async () => {
    const names = ['10', '2', '1', '__proto__', 'constructor', '', '<b>x</b>', 'a\u202eb', 'é'];
    const file = await open(`{${names.map((n) => `${JSON.stringify(n)}:${entry}`).join(',')}}`);
    expect(file.tensors.map((t) => t.name)).toEqual([
      ...['10', '2', '1', '__proto__', 'constructor', '(no name)', '<b>x</b>', 'a\\u{202E}b', 'é'],
    ]);
  });

  it('with a name twice lists both and says so', async () => {
    const second = '{"dtype":"F32","shape":[3,1],"data_offsets":[24,36]}';
    const file = await open(`{"w":${entry},"w":${second}}`, concat(f32, f32.slice(0, 12)));
    expect(file.tensors.map((t) => [t.name, t.shape])).toEqual([
      ['w (1 of 2)', [2, 3]],
      ['w (2 of 2)', [3, 1]],
    ]);
    expect(file.notes?.join()).toMatch(/named “w”, which the format forbids/);
  });

  it.each<[string, string, RegExp]>([
    ['blanks and newlines behind it', `{"w":${entry}}  \n\n`, /^$/],
    ['NULs behind it', `{"w":${entry}}\0\0\0`, /padded with NULs/],
    ['blanks in front of it', `  {"w":${entry}}`, /does not begin with “{”/],
    ['a mark in front of it', `\ufeff{"w":${entry}}`, /does not begin with “{”/],
    ['empty metadata', `{"__metadata__":{},"w":${entry}}`, /^$/],
  ])('is read with %s', async (_what, header, note) => {
    const file = await open(header);
    expect(await numbers(file)).toEqual([...six]);
    expect(file.notes?.join(' ')).toMatch(note);
  });

  it('is found under any name', async () => {
    for (const name of ['m', 'm.safetensors (1)', 'm.npy', 'm.csv', 'm.bin']) {
      expect(await numbers(await open(`{"w":${entry}}`, f32, name))).toEqual([...six]);
    }
  });

  it('may put numbers at odd places, with holes, twice: they are read there, and it is said', async () => {
    const place = (from: number): string => entry.replace('[0,24]', `[${from},${from + 24}]`);
    const file = await open(
      `{"a":${place(3)},"b":${place(3)}}`,
      concat(Uint8Array.of(9, 9, 9), f32),
    );
    expect(await numbers(file, 0)).toEqual([...six]);
    expect(await numbers(file, 1)).toEqual([...six]);
    expect(file.notes?.join()).toMatch(/overlap or leave bytes/);
  });

  it.each([
    ['nothing', '{}', /no tensor in it/],
    ['metadata only', '{"__metadata__":{"key":"value"}}', /no tensor in it/],
    ['an old writer’s metadata', '{},"__metadata__":{"key":"value"}}', /not JSON/],
    ['a broken entry', '{"w":{"dtype":F32}}', /not JSON/],
  ])('with %s is refused in words', async (_what, header, message) => {
    await expect(open(header)).rejects.toThrow(message);
  });

  const at = (from: unknown, to: unknown, shape = '[2,3]'): string =>
    `{"w":{"dtype":"F32","shape":${shape},"data_offsets":[${String(from)},${String(to)}]},"x":${entry}}`;

  it.each<[string, string, RegExp]>([
    ['a place that is a fraction', at(0.5, 24), /./],
    ['a place before its numbers', at(-24, 0), /./],
    ['a place that is text', at('"0"', 24), /./],
    ['an end before its begin', at(24, 0), /./],
    ['more bytes than its shape has', at(0, 24, '[2,2]'), /its 24 bytes of numbers do not agree/],
    ['fewer bytes than its shape has', at(4, 24), /cut off|do not agree/],
    ['numbers beyond the end', at(4, 28), /cut off/],
    ['no entry but a number', `{"w":3,"x":${entry}}`, /./],
    ['nothing', `{"w":null,"x":${entry}}`, /./],
  ])('with %s for an entry leaves that out, and says why', async (_what, header, reason) => {
    const file = await open(header);
    expect(file.tensors.map((t) => t.name)).toEqual(['x']);
    expect(file.unreadable.map((u) => u.name)).toEqual(['w']);
    expect(file.unreadable[0]!.reason).toMatch(reason);
  });

  it('lists its entries in any order without a word, also an empty one', async () => {
    const place = (from: number): string => entry.replace('[0,24]', `[${from},${from + 24}]`);
    const empty = '{"dtype":"F32","shape":[0,3],"data_offsets":[24,24]}';
    const file = await open(`{"b":${place(24)},"e":${empty},"a":${place(0)}}`, concat(f32, f32));
    expect(file.tensors.map((t) => t.name)).toEqual(['b', 'e', 'a']);
    expect(file.notes?.join() ?? '').toBe('');
  });

  it('says when bytes are left at its end', async () => {
    const file = await open(`{"w":${entry}}`, concat(f32, Uint8Array.of(0)));
    expect(file.notes?.join()).toMatch(/overlap or leave bytes/);
  });

  it('longer than the format allows is refused before it is read', async () => {
    const length = new DataView(new ArrayBuffer(8));
    length.setBigUint64(0, 132_095_296n, true);
    const file = named('m.safetensors', concat(bytesOf(length), new TextEncoder().encode('{"a":')));
    await expect(openTensors(file)).rejects.toThrow(/132095296 bytes is longer than/);
  });
});

describe('types', () => {
  const codes: Bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const all = (dtype: string): unknown => ({
    w: { dtype, shape: [16, 16], data_offsets: [0, 256] },
  });

  it('E4M3 has one NaN, no infinity and ends at 448', async () => {
    const values = await numbers(await open(all('F8_E4M3'), codes));
    expect([values[1], values[8], values[0x38], values[0x7e], values[0x7f], values[0xff]]).toEqual([
      2 ** -9,
      2 ** -6,
      1,
      448,
      NaN,
      NaN,
    ]);
    expect(values.filter((x) => Number.isNaN(x))).toHaveLength(2);
    expect(values.slice(129, 255)).toEqual(values.slice(1, 127).map((x) => -x));
  });

  it('E5M2 ends at 57344 and has infinities', async () => {
    const values = await numbers(await open(all('F8_E5M2'), codes));
    expect([values[1], values[0x7b], values[0x7c]]).toEqual([2 ** -16, 57344, Infinity]);
    expect(values.filter((x) => Number.isNaN(x))).toHaveLength(6);
  });

  it.each(['F8_E8M0', 'F4', 'C64', 'constructor', 'F6_E2M3'])(
    '%s is refused by name',
    async (dtype) => {
      const { unreadable } = await open(all(dtype), codes);
      expect(unreadable[0]?.reason).toContain(`“${dtype}”`);
    },
  );

  it.each([
    ['layer.qweight', 'I32', {}],
    ['a.weight_packed', 'I32', {}],
    ['fc.weight', 'U8', { 'fc.weight.absmax': {} }],
  ])('packed integers in %s are listed and not to be measured', async (name, dtype, others) => {
    const size = dtype === 'I32' ? 4 : 1;
    const packed = { dtype, shape: [4, 4], data_offsets: [0, 16 * size] };
    const { tensors } = await open({ [name]: packed, ...others }, new Uint8Array(64));
    expect(tensors[0]?.warning).toMatch(/quantised weights packed into whole numbers/);
  });

  it('whole numbers of other names are numbers', async () => {
    const { tensors } = await open(
      { ids: { dtype: 'I32', shape: [4, 4], data_offsets: [0, 64] } },
      new Uint8Array(64),
    );
    expect(tensors[0]?.warning).toBeUndefined();
  });
});

it('a part of a model says that it is one, and an unfinished download too', async () => {
  const part = await open(`{"w":${entry}}`, f32, 'model-00002-of-00003.safetensors');
  expect(part.notes?.join()).toMatch(/part 2 of 3/);
  const late = await open(`{"w":${entry}}`, f32.slice(0, 20), 'm.safetensors.crdownload');
  expect(late.notes?.join()).toMatch(/still downloading/);
  expect(late.unreadable[0]?.reason).toMatch(/cut off/);
});
