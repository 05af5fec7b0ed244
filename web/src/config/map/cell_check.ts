// Whether what a browser kept is the cells of a run. A database outlives the page that wrote it, and
// anything on the same origin can write to it.

import { fieldsOf } from '../../common/untrusted';
import { PHASES } from '../metrics/phases';
import { CELL_KEYS, SPECTRUM_BINS, type CellRecord } from './cell';
import type { MapRun } from './map';

/** One cell for each step of the run, each with numbers, a phase and a spectrum that can be its. */
export function areCellsOf(
  { config, steps }: Pick<MapRun, 'config' | 'steps'>,
  raw: unknown,
): raw is readonly CellRecord[] {
  if (!Array.isArray(raw) || raw.length !== steps.length) return false;
  const most = Math.min(config.h, config.d);
  return raw.every((cell: unknown, i) => {
    const { step, phase, values, spectrum } = fieldsOf(cell);
    const { from, to, counts } = fieldsOf(spectrum);
    return (
      step === steps[i] &&
      typeof phase === 'string' &&
      Object.hasOwn(PHASES, phase) &&
      values instanceof Float64Array &&
      values.length === CELL_KEYS.length &&
      counts instanceof Uint16Array &&
      counts.length === SPECTRUM_BINS &&
      counts.reduce((sum, count) => sum + count, 0) <= most &&
      typeof from === 'number' &&
      typeof to === 'number' &&
      // Also false for NaN.
      from <= to &&
      Number.isFinite(to - from)
    );
  });
}
