import { describe, expect, it } from 'vitest';
import type { MatrixReport } from '../../../web/src/engine/protocol/matrix_calls';
import { factsOf, layersOf, sizeOf, wholeSize } from '../../../web/src/state/layers';
import type { TensorEntry, TensorFile } from '../../../web/src/tensors/tensor_file';

const entry = (name: string, shape: number[]): TensorEntry => ({
  name,
  dtype: 'f32',
  shape,
  fortran: false,
  source: { blob: new Blob([]), from: 0, to: 0 },
});
const fileOf = (...tensors: TensorEntry[]): TensorFile => ({
  name: 'w.npz',
  bytes: 1,
  format: 'NumPy archive',
  tensors,
  unreadable: [{ name: 'pickled', reason: 'it is a Python object' }],
});

describe('the layers of a file', () => {
  it('have those among them that cannot be read, and why', () => {
    const [a, pickled] = layersOf(fileOf(entry('a', [4, 3])));
    expect([a!.name, a!.problem]).toEqual(['a', null]);
    expect([pickled!.name, pickled!.problem]).toEqual(['pickled', 'it is a Python object']);
    expect(wholeSize(pickled!)).toEqual({ rows: 0, cols: 0 });
  });

  it('of one name are told apart by their keys', () => {
    const layers = layersOf(fileOf(entry('a', [4, 3]), entry('a', [4, 3])));
    expect(new Set(layers.map((l) => l.key)).size).toBe(3);
  });

  it('have the size that is measured, of a sample too', () => {
    const [a] = layersOf(fileOf(entry('a', [4, 3])));
    expect(sizeOf(a!)).toEqual({ rows: 4, cols: 3 });
    a!.settings = { ...a!.settings, sample: { rows: 2, cols: 3 } };
    expect([sizeOf(a!), wholeSize(a!)]).toEqual([
      { rows: 2, cols: 3 },
      { rows: 4, cols: 3 },
    ]);
  });

  it('have facts once they are measured and have a spectrum', () => {
    const [a] = layersOf(fileOf(entry('a', [4, 3])));
    expect(factsOf(a!)).toBeNull();
    a!.report = { status: 'zero', size: { rows: 4, cols: 3 } };
    expect(factsOf(a!)).toBeNull();
    a!.report = { status: 'ok' } as MatrixReport;
    expect(factsOf(a!)).toBe(a!.report);
  });

  it('of one extent that is not 1 are vectors', () => {
    const problems = layersOf(fileOf(entry('a', [1, 5, 1]), entry('b', [1, 1]))).map(
      (l) => l.problem,
    );
    expect(problems.slice(0, 2)).toEqual([
      'a vector has no spectrum',
      'a single number has no spectrum',
    ]);
  });
});
