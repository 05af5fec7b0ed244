// Files of every format with bytes changed, cut out, put in and swapped: each opens or is refused in
// a sentence, and what opens can be read. Seed and number of runs are fixed.

import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openTensors } from '../../../../web/src/tensors/formats/open';
import { matrixOf, matrixSize } from '../../../../web/src/tensors/matrix';
import { readSource } from '../../../../web/src/tensors/source';
import { byteCount, FileProblem, type TensorFile } from '../../../../web/src/tensors/tensor_file';
import { bytesOf, concat, named, npy, safetensors, zip, type Bytes } from '../files';

const six = Float32Array.of(1, -2, 3, 4.5, 5, -6);
const array = npy("'<f4'", '2, 3', six);
const utf8 = (text: string): Bytes => new TextEncoder().encode(text);
const member = { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] };

const SEEDS: readonly [string, Bytes][] = [
  ['w.npy', array],
  ['w.npy', npy("[('w', '<f8')]", '2L, np.int64(1)', Float64Array.of(1, 2), true)],
  [
    'w.npz',
    zip([
      { name: 'a.npy', bytes: array, deflated: true },
      { name: 'b.npy', bytes: array, wide: true },
    ]),
  ],
  [
    'w.safetensors',
    safetensors({ a: member, 'b.c': { ...member, dtype: 'BF16', shape: [12] } }, bytesOf(six)),
  ],
  ['w.csv', utf8('a;b;c\n1,5;2;3\n4;5,25;6\n7;8;9\n')],
  ['w.txt', utf8('"x" "y"\n"1" 0.5 1.5\n"2" 2.5 3.5\n')],
  ['w.mtx', utf8('%%MatrixMarket matrix coordinate real general\n2 2 2\n1 1 0.5\n2 2 1\n')],
  ['w.csv.gz', new Uint8Array(gzipSync('1,2\n3,4.5\n'))],
];

interface Change {
  at: number;
  kind: 'set' | 'cut' | 'put' | 'double';
  bytes: Uint8Array;
}

function changed(bytes: Bytes, changes: readonly Change[]): Bytes {
  let now = bytes;
  for (const { at, kind, bytes: given } of changes) {
    const k = Math.floor(at * now.length);
    const [before, after] = [now.slice(0, k), now.slice(k)];
    const rest = kind === 'put' || kind === 'double' ? after : after.slice(given.length);
    const between = kind === 'cut' ? [] : [kind === 'double' ? after.slice(0, 20) : given];
    now = concat(before, ...between, rest);
  }
  return now;
}

/** Reads what a file says it holds, as far as it is small. */
async function readAll({ tensors }: TensorFile): Promise<void> {
  for (const entry of tensors) {
    expect(byteCount(entry.dtype, entry.shape)).toBeLessThan(1e6);
    const size = matrixSize(entry.shape, 'first');
    const bytes = await readSource(entry.source).catch((error: unknown) => {
      if (error instanceof FileProblem) return null;
      throw error;
    });
    if (!size || !bytes) continue;
    const matrix = matrixOf({ ...entry, bytes }, 'first', null);
    expect(matrix.data.length).toBe(size.rows * size.cols);
  }
}

const change = fc.record<Change>({
  at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  kind: fc.constantFrom('set', 'set', 'cut', 'put', 'double'),
  bytes: fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 4 }),
    fc
      .constantFrom(
        '"',
        ',',
        '{',
        '}',
        '[',
        '(',
        "'",
        '-',
        '99999999999',
        '1e999',
        '__proto__',
        '\n',
        '\u202e',
      )
      .map((text) => new TextEncoder().encode(text)),
  ),
});

it('2,000 changed files open or are refused in a sentence', async () => {
  let [opened, refused] = [0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SEEDS),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', '.npy', '.safetensors', '.csv'),
      async ([name, bytes], changes, suffix) => {
        const file = named(suffix === '' ? name : `w${suffix}`, changed(bytes, changes));
        try {
          await readAll(await openTensors(file));
          opened += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(FileProblem);
          const { message } = error as FileProblem;
          // A sentence that goes on from “could not be read: ”, with nothing in it that turns text.
          expect(message).toMatch(/^[a-z“][^\u202e]{5,400}$/s);
          expect(message).not.toMatch(/undefined|NaN|\[object/);
          refused += 1;
        }
      },
    ),
    { seed: 14, numRuns: 2000 },
  );
  // Neither is empty of cases.
  expect(opened).toBeGreaterThan(200);
  expect(refused).toBeGreaterThan(200);
}, 120_000);
