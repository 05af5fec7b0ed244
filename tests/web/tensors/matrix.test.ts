// A tensor as a matrix: whole, in either order, and samples of it.

import { describe, expect, it } from 'vitest';
import {
  bytesToRead,
  hasSplits,
  matrixOf,
  matrixSize,
  readTensor,
} from '../../../web/src/tensors/matrix';
import { wholeOf } from '../../../web/src/tensors/source';
import { bytesOf } from './files';

describe('a tensor as a matrix', () => {
  it('has no spectrum as a vector, a number, or with an empty side', () => {
    for (const shape of [[], [5], [1, 5], [5, 1, 1], [0, 3]]) {
      expect(matrixSize(shape, 'first'), JSON.stringify(shape)).toBeNull();
    }
  });

  it('splits a convolution at its first or its last axis', () => {
    expect(matrixSize([64, 32, 3, 3], 'first')).toEqual({ rows: 64, cols: 288 });
    expect(matrixSize([3, 3, 32, 64], 'last')).toEqual({ rows: 288, cols: 64 });
    expect(matrixSize([1, 20, 30], 'first')).toEqual({ rows: 20, cols: 30 });
  });

  it('can be split in two ways with three axes that are longer than 1', () => {
    const shapes = [[2, 3, 4], [2, 1, 3, 4], [2, 3], [2, 1, 3], [5], []];
    expect(shapes.map(hasSplits)).toEqual([true, true, false, false, false, false]);
  });

  it('takes the memory of a sample where its rows can be read alone, else of all', () => {
    const entry = {
      name: 'w',
      dtype: 'f16',
      shape: [40_000, 10_000],
      fortran: false,
      source: wholeOf(new Blob([])),
    } as const;
    const sample = { rows: 20, cols: 10 };
    const whole = 2 * 40_000 * 10_000;
    expect(bytesToRead(entry, sample)).toBe(2 * 20 * 10);
    expect(bytesToRead(entry, null)).toBe(whole);
    expect(bytesToRead({ ...entry, fortran: true }, sample)).toBe(whole);
    const deflated = { ...entry.source, deflated: { size: whole, skip: 0, crc: 0 } };
    expect(bytesToRead({ ...entry, source: deflated }, sample)).toBe(whole);
    // So little is read whole.
    expect(bytesToRead({ ...entry, shape: [400, 100] }, sample)).toBe(2 * 400 * 100);
  });

  it('means the same entries in either storage order', () => {
    const shape = [2, 3, 4];
    const values = Float64Array.from({ length: 24 }, (_, i) => i);
    // Element (i, j, k) in Fortran order stands at i + 2 j + 6 k.
    const fortran = new Float64Array(24);
    for (let i = 0; i < 2; i += 1)
      for (let j = 0; j < 3; j += 1)
        for (let k = 0; k < 4; k += 1) fortran[i + 2 * j + 6 * k] = values[12 * i + 4 * j + k]!;
    for (const split of ['first', 'last'] as const) {
      const c = { bytes: bytesOf(values), dtype: 'f64', shape, fortran: false } as const;
      const f = { bytes: bytesOf(fortran), dtype: 'f64', shape, fortran: true } as const;
      expect(matrixOf(f, split, null)).toEqual(matrixOf(c, split, null));
      expect([...matrixOf(c, split, null).data]).toEqual([...values]);
    }
  });

  it('draws rows and columns without repeating any, the same ones each time', () => {
    const values = Float64Array.from({ length: 2000 }, (_, i) => i);
    const tensor = {
      bytes: bytesOf(values),
      dtype: 'f64',
      shape: [50, 40],
      fortran: false,
    } as const;
    const sample = matrixOf(tensor, 'first', { rows: 20, cols: 10 });
    expect([sample.rows, sample.cols]).toEqual([20, 10]);
    const rows = new Set([...sample.data].map((x) => Math.floor(x / 40)));
    const cols = new Set([...sample.data].map((x) => x % 40));
    expect([rows.size, cols.size, new Set(sample.data).size]).toEqual([20, 10, 200]);
    expect(matrixOf(tensor, 'first', { rows: 20, cols: 10 })).toEqual(sample);
  });

  it('gives the same sample whether rows are read alone or all of it', async () => {
    const values = Float32Array.from({ length: 60 * 4 * 5 }, (_, i) => i);
    const bytes = new Uint8Array(7 + values.byteLength);
    bytes.set(bytesOf(values), 7);
    const source = { ...wholeOf(new Blob([bytes])), from: 7 };
    const entry = { name: 'w', dtype: 'f32', shape: [60, 4, 5], fortran: false, source } as const;
    for (const split of ['first', 'last'] as const) {
      for (const fortran of [false, true]) {
        const whole = { bytes: bytesOf(values), dtype: 'f32', shape: [60, 4, 5], fortran } as const;
        const sample = { rows: 11, cols: 3 };
        const read = await readTensor({ ...entry, fortran }, split, sample, 0);
        if (!fortran) expect(read.bytes.length).toBe(4 * 11 * 3);
        expect(matrixOf(read, split, sample)).toEqual(matrixOf(whole, split, sample));
      }
    }
  });
});
