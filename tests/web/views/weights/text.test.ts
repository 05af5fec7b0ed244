// Sentences about a measured matrix that depend on what it is.

import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../../../web/cli/load_engine';
import { measureMatrix } from '../../../../web/src/engine/worker/calls/matrix';
import type { MatrixFacts } from '../../../../web/src/engine/protocol/matrix_calls';
import { layersOf } from '../../../../web/src/state/layers';
import type { Dtype } from '../../../../web/src/tensors/dtype';
import { uniform } from '../../../../web/src/tensors/random';
import { wholeOf } from '../../../../web/src/tensors/source';
import { caveatText, shuffledText } from '../../../../web/src/views/weights/text';
import { bytesOf } from '../../tensors/files';

const engine = await loadEngine();
const [rows, cols] = [60, 50];

function facts(data: Float64Array | Int32Array, dtype: Dtype): MatrixFacts {
  const tensor = { bytes: bytesOf(data), dtype, shape: [rows, cols], fortran: false };
  const request = { tensor, split: 'first', sample: null, centre: false, shuffled: true } as const;
  const report = measureMatrix(engine, request, () => 0);
  if (report.status !== 'ok') throw new Error(report.status);
  return report;
}

function caveat(data: Float64Array | Int32Array, dtype: Dtype): string {
  const blob = new Blob([bytesOf(data)]);
  const entry = { name: 'w', dtype, shape: [rows, cols], fortran: false, source: wholeOf(blob) };
  const file = { name: 'w', bytes: blob.size, format: '', tensors: [entry], unreadable: [] };
  return caveatText(layersOf(file)[0]!, facts(data, dtype), { rows, cols });
}

const draw = uniform(5);
const even = Float64Array.from({ length: rows * cols }, () => draw() - 0.5);

describe('the shuffled matrix', () => {
  it('shows a mean, which is in no entry alone', () => {
    const shifted = even.map((x) => x + 2);
    expect(shuffledText(facts(shifted, 'f64'))).toContain('their mean, which no order changes');
    expect(shuffledText(facts(even, 'f64'))).toContain('nothing in the arrangement');
  });
});

describe('the caveats', () => {
  it('name whole numbers that may be packed weights', () => {
    const words = Int32Array.from(even, (x) => Math.round(x * 2 ** 32));
    expect(caveat(words, 'i32')).toContain('If they are quantised weights');
    const signs = Int32Array.from(even, Math.sign);
    expect(caveat(signs, 'i32')).not.toContain('quantised');
    expect(caveat(even, 'f64')).not.toContain('quantised');
  });

  it('call no row zero that is only small beside others', () => {
    const far = even.map((x, k) => x * (k < 10 * cols ? 1e-200 : 1e200));
    expect(caveat(far, 'f64')).toContain('10 of its rows are zero, or vanish beside the largest');
  });
});
