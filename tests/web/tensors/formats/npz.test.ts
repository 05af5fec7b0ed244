// Archives as other tools write and rewrite them: the arrays are found, what is added is not shown.

import { describe, expect, it } from 'vitest';
import { openTensors } from '../../../../web/src/tensors/formats/open';
import { matrixOf } from '../../../../web/src/tensors/matrix';
import { readSource } from '../../../../web/src/tensors/source';
import type { TensorFile } from '../../../../web/src/tensors/tensor_file';
import { bytesOf, concat, named, npy, zip, type Bytes, type Member } from '../files';

const six = Float32Array.of(1, -2, 3, 4.5, 5, -6);
const array = npy("'<f4'", '2, 3', six);
const twice = npy(
  "'<f4'",
  '2, 3',
  six.map((x) => 2 * x),
);
const text = (s: string): Bytes => new TextEncoder().encode(s);

async function numbers({ tensors }: TensorFile, i = 0): Promise<number[]> {
  const bytes = await readSource(tensors[i]!.source);
  return [...matrixOf({ ...tensors[i]!, bytes }, 'first', null).data];
}

const open = (bytes: Bytes, name = 'w.npz'): Promise<TensorFile> => openTensors(named(name, bytes));

/** The archive with another comment behind it. */
function commented(members: readonly Member[], comment: Uint8Array): Bytes {
  const bytes = zip(members);
  new DataView(bytes.buffer).setUint16(bytes.length - 2, comment.length, true);
  return concat(bytes, comment);
}

describe('an archive of arrays', () => {
  it('may have a comment with an end mark in it', async () => {
    const end = concat(text('PK\x05\x06'), new Uint8Array(30).fill(65));
    const file = await open(commented([{ name: 'a.npy', bytes: array, deflated: true }], end));
    expect(await numbers(file)).toEqual([...six]);
  });

  it('may stand behind something else', async () => {
    const file = await open(
      concat(text('#!/bin/sh\nexit\n\0\0'), zip([{ name: 'a.npy', bytes: array }])),
    );
    expect(await numbers(file)).toEqual([...six]);
  });

  it('is rid of what a Mac puts in', async () => {
    const names = ['w/', 'w/a.npy', 'w/.DS_Store', '__MACOSX/w/._a.npy', '__MACOSX/', 'w/._b.npy'];
    const file = await open(
      zip(names.map((name) => ({ name, bytes: name === 'w/a.npy' ? array : text('') }))),
    );
    expect(file.tensors.map((t) => t.name)).toEqual(['w/a']);
    expect(file.unreadable).toEqual([]);
  });

  it('shows names as they are, and both of two equal ones', async () => {
    const names = [
      '../../up.npy',
      '<img src=x onerror=alert(1)>.npy',
      '__proto__.npy',
      'a.npy.npy',
      'no_suffix',
    ];
    const file = await open(zip(names.map((name) => ({ name, bytes: array }))));
    expect(file.tensors.map((t) => t.name)).toEqual([
      ...['../../up', '<img src=x onerror=alert(1)>', '__proto__', 'a.npy', 'no_suffix'],
    ]);
    const both = await open(
      zip([
        { name: 'w.npy', bytes: array },
        { name: 'w.npy', bytes: twice },
      ]),
    );
    expect(both.tensors.map((t) => t.name)).toEqual([
      'w (1 of 2)',
      'w (2 of 2, the one that NumPy reads)',
    ]);
    expect(await numbers(both, 1)).toEqual([...six.map((x) => 2 * x)]);
    expect(both.notes?.join()).toMatch(/More than one array is named “w”/);
  });

  it.each([
    [12, /packed by bzip2/],
    [14, /packed by LZMA/],
    [93, /packed by Zstandard/],
    [77, /packed by method 77/],
  ])('names the packing by method %i', async (method, message) => {
    const bytes = zip([
      { name: 'a.npy', bytes: array },
      { name: 'b.npy', bytes: array },
    ]);
    const view = new DataView(bytes.buffer);
    const directory = bytes.findIndex(
      (_, i) => i + 4 <= bytes.length && view.getUint32(i, true) === 0x02014b50,
    );
    view.setUint16(8, method, true);
    view.setUint16(directory + 10, method, true);
    const file = await open(bytes);
    expect(file.tensors.map((t) => t.name)).toEqual(['b']);
    expect(file.unreadable[0]?.reason).toMatch(message);
  });

  it('keeps the arrays beside objects, texts and single numbers', async () => {
    const file = await open(
      zip([
        { name: 'config.npy', bytes: npy("'|O'", '2,', Uint8Array.of(1, 2)) },
        { name: 'names.npy', bytes: npy("'<U1'", '2,', Uint32Array.of(65, 66)) },
        { name: 'step.npy', bytes: npy("'<i8'", '', BigInt64Array.of(7n)) },
        { name: 'w.npy', bytes: array },
      ]),
    );
    expect(file.tensors.map((t) => [t.name, t.shape])).toEqual([
      ['step', []],
      ['w', [2, 3]],
    ]);
    expect(file.unreadable.map((u) => u.name)).toEqual(['config', 'names']);
  });

  it('is read to the end of a long header', async () => {
    const header =
      `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`.padEnd(3000) + '\n';
    const mark = Uint8Array.of(
      0x93,
      0x4e,
      0x55,
      0x4d,
      0x50,
      0x59,
      1,
      0,
      header.length & 255,
      header.length >> 8,
    );
    const long = concat(mark, text(header), bytesOf(six));
    const file = await open(zip([{ name: 'w.npy', bytes: long, deflated: true }]));
    expect(await numbers(file)).toEqual([...six]);
  });

  it('is read against its check sums', async () => {
    const large = npy("'<f4'", '100, 60', Float32Array.from({ length: 6000 }, Math.sqrt));
    const bytes = zip([{ name: 'w.npy', bytes: large, deflated: true }]);
    const view = new DataView(bytes.buffer);
    const directory = bytes.findIndex(
      (_, i) => i + 4 <= bytes.length && view.getUint32(i, true) === 0x02014b50,
    );
    expect(await numbers(await open(bytes))).toHaveLength(6000);
    view.setUint32(directory + 16, view.getUint32(directory + 16, true) ^ 1, true);
    await expect(numbers(await open(bytes))).rejects.toThrow(/packed bytes are damaged/);
  });

  it('is told apart from the parts of a sparse matrix', async () => {
    const names = ['indices', 'indptr', 'data', 'shape'];
    const file = await open(zip(names.map((name) => ({ name: `${name}.npy`, bytes: array }))));
    expect(file.notes?.join()).toMatch(/sparse matrix of SciPy.*toarray/);
  });

  it('says once what was guessed of its types', async () => {
    const half = npy("'<V2'", '2, 3', Uint16Array.of(1, 2, 3, 4, 5, 6));
    const file = await open(zip(['a', 'b'].map((name) => ({ name: `${name}.npy`, bytes: half }))));
    expect(file.notes).toEqual([expect.stringMatching(/“<V2”.*bfloat16/)]);
  });
});
