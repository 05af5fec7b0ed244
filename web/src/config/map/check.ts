// Computing one cell of a map again, to see whether it is what was stored.

import { cellStep, rateValues, type CellPlace, type MapConfig } from './map';
import { CELL_KEYS, type CellRecord } from './cell';

/** The map of the one run behind a cell's first repeat, no longer than it takes to get there. */
export function mapOfCell(map: MapConfig, place: CellPlace): MapConfig {
  const name = map.optimizers[place.optimizer] ?? 'adam';
  const rate = rateValues(map, name)[place.rate] ?? NaN;
  // A cosine schedule knows how long the run is.
  const steps = map.base.schedule === 'cosine' ? map.base.steps : cellStep(map, place);
  return {
    ...map,
    base: { ...map.base, steps },
    optimizers: [name],
    rates: { ...map.rates, [name]: { list: [rate] } },
    repeats: 1,
  };
}

export interface Agreement {
  /** Numbers that both have, and the largest relative difference among them. */
  compared: number;
  difference: number;
  /** The number that differs most. */
  key: string;
  samePhase: boolean;
}

/** What is that much smaller than the largest eigenvalue is rounding in either computation. */
const NOISE = new Set(['lambdaMin']);

export function agreement(stored: CellRecord, here: CellRecord): Agreement {
  const found = { compared: 0, difference: 0, key: '' };
  CELL_KEYS.forEach((key, i) => {
    const [a, b] = [stored.values[i] ?? NaN, here.values[i] ?? NaN];
    if (NOISE.has(key) || !Number.isFinite(a) || !Number.isFinite(b)) return;
    found.compared += 1;
    const difference = a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
    if (difference <= found.difference) return;
    found.difference = difference;
    found.key = key;
  });
  return { ...found, samePhase: stored.phase === here.phase };
}
