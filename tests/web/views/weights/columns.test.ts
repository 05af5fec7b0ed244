// The table of layers: what a row rests on, and what a saved file says of rows that are not finished.

import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import type { MatrixReport } from '../../../../web/src/engine/protocol/matrix_calls';
import { layersOf, type Layer } from '../../../../web/src/state/layers';
import { COLUMNS, layerTable, sorted } from '../../../../web/src/views/weights/columns';
import { snapshotAt } from '../../fake_engine';

const column = (key: string): (typeof COLUMNS)[number] => COLUMNS.find((c) => c.key === key)!;

function layer(name: string, tailSize: number, count: number): Layer {
  const source = { blob: new Blob([]), from: 0, to: 0 };
  const [made] = layersOf({
    name: 'm',
    bytes: 0,
    format: 'NumPy',
    tensors: [{ name, dtype: 'f32', shape: [count, count], fortran: false, source }],
    unreadable: [],
  });
  const snapshot = snapshotAt(1, { ...DEFAULTS, d: 20, h: 30 });
  snapshot.eigenvalues = new Float64Array(count).fill(1);
  snapshot.ksRobust = { ...snapshot.ksRobust, alpha: 2.5, standardError: 0.25, tailSize };
  made!.report = {
    status: 'ok',
    size: { rows: count, cols: count },
    snapshot,
    verdict: { support: 'strong' },
  } as unknown as MatrixReport;
  return made!;
}

describe('an exponent in the table', () => {
  it('has its error, its tail and the number of eigenvalues beside it', () => {
    const measured = layer('w', 37, 300);
    expect(column('ksRobust').text(measured)).toBe('2.50 ± 0.25');
    expect(column('tail_size').text(measured)).toBe('37');
    expect(column('eigenvalue_count').text(measured)).toBe('300');
    expect(column('ksRobust').weakness?.(measured)).toBeNull();
  });

  it.each([
    [3, 300, /rests on 3 of 300/],
    [7, 7, /rests on 7 of 7/],
  ])('from %i of %i eigenvalues is marked as weak', (tail, count, words) => {
    expect(column('ksRobust').weakness?.(layer('w', tail, count))).toMatch(words);
  });
});

it('a file that is saved while layers are measured says which rows are not finished', () => {
  const [done, current, waiting] = ['a', 'b', 'c'].map((name) => layer(name, 30, 100));
  current!.report = null;
  waiting!.report = null;
  const { columns, rows } = layerTable([done!, current!, waiting!], current);
  expect(columns.at(-1)).toBe('note');
  expect(rows.map((row) => row.at(-1))).toEqual([
    '',
    'not finished: being measured',
    'not measured',
  ]);
  expect(new Set(columns).size).toBe(columns.length);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
});

it('layers without a number come last in either order', () => {
  const layers = [layer('a', 10, 100), layer('b', 30, 100), layer('c', 20, 100)];
  layers[0]!.report = null;
  for (const descending of [true, false]) {
    const names = sorted(layers, column('tail_size'), descending).map((l) => l.name);
    expect(names).toEqual(descending ? ['b', 'c', 'a'] : ['c', 'b', 'a']);
  }
});
