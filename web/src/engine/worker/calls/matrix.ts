// Measures a given matrix.

import type { EngineModule } from '@engine';
import { matrixOf, type MatrixOfTensor } from '../../../tensors/matrix';
import { shuffle } from '../../../tensors/random';
import { bulkCurve } from './densities';
import type {
  EntryFacts,
  MatrixReport,
  MatrixRequest,
  NonFinite,
} from '../../protocol/matrix_calls';

const SHUFFLE_SEED = 1;

export function measureMatrix(
  engine: EngineModule,
  request: MatrixRequest,
  now: () => number,
): MatrixReport {
  const begin = now();
  const matrix = matrixOf(request.tensor, request.split, request.sample);
  const { rows, cols, data } = matrix;
  const size = { rows, cols };
  const nonFinite = findNonFinite(matrix);
  if (nonFinite) return { status: 'not-finite', size, nonFinite };
  const entries = entryFacts(data);
  if (entries.least === 0 && entries.most === 0) return { status: 'zero', size };
  const roundoff = Math.max(engine.unitRoundoff(data), request.tensor.roundoff ?? 0);
  if (request.centre) for (let k = 0; k < data.length; k += 1) data[k] = data[k]! - entries.mean;

  const spectrum = engine.spectrum(data, rows, cols, roundoff);
  const { eigenvalues, resolution, exponent } = spectrum;
  const snapshot = engine.describeSpectrum(spectrum, rows, cols);
  const strength = request.centre
    ? 0
    : Math.abs(scaled(entries.mean, exponent)) * Math.sqrt(rows * cols);
  const { scale } = snapshot.bulk;
  const comparison = engine.compareTails(eigenvalues, 'robust', NaN, resolution);
  let shuffled: Float64Array | null = null;
  if (request.shuffled) {
    shuffle(data, SHUFFLE_SEED);
    shuffled = engine.spectrum(data, rows, cols, roundoff).eigenvalues;
  }
  return {
    status: 'ok',
    size,
    entries,
    exponent,
    mean: scale > 0 ? engine.predictSpike(rows, cols, scale, strength) : null,
    snapshot,
    entryLaw: bulkCurve(engine, snapshot.initialBulk),
    bulkLaw: bulkCurve(engine, snapshot.bulk),
    shuffled,
    verdict: comparison.verdict,
    duration: now() - begin,
  };
}

/** 2^exponent x, where 2^exponent itself may be no double. */
function scaled(x: number, exponent: number): number {
  const half = Math.trunc(exponent / 2);
  return x * 2 ** half * 2 ** (exponent - half);
}

function findNonFinite({ cols, data }: MatrixOfTensor): NonFinite | null {
  let first = -1;
  let nan = 0;
  let infinite = 0;
  for (let k = 0; k < data.length; k += 1) {
    const x = data[k]!;
    if (Number.isFinite(x)) continue;
    if (first < 0) first = k;
    if (Number.isNaN(x)) nan += 1;
    else infinite += 1;
  }
  if (first < 0) return null;
  return { nan, infinite, row: Math.floor(first / cols) + 1, column: (first % cols) + 1 };
}

function entryFacts(data: Float64Array): EntryFacts {
  let [sum, least, most] = [0, Infinity, -Infinity];
  for (const x of data) {
    sum += x;
    if (x < least) least = x;
    if (x > most) most = x;
  }
  const mean = sum / data.length;
  // In units of the largest entry, so that no power of an entry leaves the range of a double.
  const unit = Math.max(-least, most);
  let [second, fourth] = [0, 0];
  for (const x of data) {
    const distance = x / unit - mean / unit;
    const square = distance * distance;
    second += square;
    fourth += square * square;
  }
  second /= data.length;
  const excessKurtosis = second > 0 ? fourth / data.length / (second * second) - 3 : NaN;
  return { mean, deviation: unit * Math.sqrt(second), least, most, excessKurtosis };
}
