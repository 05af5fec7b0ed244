// Weights to try the page with: those of the run in Explore, and a matrix whose tail is known.

import { recordedAt } from '../../state/runs';
import type { Store } from '../../state/store';
import { paretoMatrix } from '../../tensors/random';
import { wholeOf } from '../../tensors/source';
import type { TensorFile } from '../../tensors/tensor_file';
import type { Dtype } from '../../tensors/dtype';

/** Tail index of the entries; their eigenvalues then have the exponent 1 + index / 2 = 1.75. */
const INDEX = 1.5;

function given(
  name: string,
  format: string,
  data: Float32Array | Float64Array,
  shape: readonly [number, number],
): TensorFile {
  const dtype: Dtype = data instanceof Float32Array ? 'f32' : 'f64';
  const bytes = new Uint8Array(data.byteLength);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  const tensor = { name, dtype, shape, fortran: false, source: wholeOf(new Blob([bytes])) };
  return { name, bytes: bytes.length, format, tensors: [tensor], unreadable: [] };
}

/** W at the step on display. */
export async function runExample(store: Store): Promise<TensorFile> {
  const runner = store.runner(0);
  const recorded = runner && recordedAt(runner.shown, store.playback.cursor);
  if (!runner || !recorded) throw new Error('no step of it has been computed yet');
  const { step } = recorded.snapshot;
  const { rows, cols, data } = await runner.call('weights', { config: runner.shown.config, step });
  return given(`W after step ${step}`, 'from Explore', data, [rows, cols]);
}

export function heavyTailedExample(): TensorFile {
  const [rows, cols] = [600, 400];
  return given(
    'heavy-tailed entries',
    `independent, P(|w| > t) = t^−${INDEX}; exponent of its eigenvalues by construction ${1 + INDEX / 2}`,
    paretoMatrix(rows, cols, INDEX, 1),
    [rows, cols],
  );
}
