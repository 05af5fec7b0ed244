import { describe, expect, it } from 'vitest';
import {
  cellConfig,
  DEFAULT_MAP,
  mapRuns,
  type MapConfig,
} from '../../../../web/src/config/map/map';
import { agreement, mapOfCell } from '../../../../web/src/config/map/check';
import { CELL_KEYS, SPECTRUM_BINS, type CellRecord } from '../../../../web/src/config/map/cell';
import type { Phase } from '@engine';

const map: MapConfig = { ...DEFAULT_MAP, repeats: 3 };

describe('mapOfCell', () => {
  it('is one run, the one behind the cell, up to its step', () => {
    const place = { optimizer: 1, rate: 7, row: 4 };
    const runs = mapRuns(mapOfCell(map, place));
    expect(runs).toHaveLength(1);
    expect(runs[0]?.config).toEqual({ ...cellConfig(map, place), steps: 4 });
    expect(runs[0]?.steps.at(-1)).toBe(4);
  });

  it('keeps the length of a run whose schedule depends on it', () => {
    const cosine = { ...map, base: { ...map.base, schedule: 'cosine' as const } };
    const place = { optimizer: 0, rate: 0, row: 4 };
    expect(mapRuns(mapOfCell(cosine, place))[0]?.config.steps).toBe(map.base.steps);
  });
});

describe('agreement', () => {
  const record = (phase: Phase, patch: Record<string, number> = {}): CellRecord => ({
    step: 1,
    phase,
    values: Float64Array.from(CELL_KEYS, (key) => patch[key] ?? 2),
    spectrum: { from: 0, to: 1, counts: new Uint16Array(SPECTRUM_BINS) },
  });

  it('finds the number that differs most', () => {
    const stored = record('bulk-spikes', { hill: 2.002, testLoss: 2.1, kta: NaN });
    const found = agreement(stored, record('bulk-spikes'));
    expect(found.samePhase).toBe(true);
    expect(found.key).toBe('testLoss');
    expect(found.difference).toBeCloseTo(0.1 / 2.1);
    expect(found.compared).toBeLessThan(CELL_KEYS.length);
  });

  it('sees another phase', () => {
    expect(agreement(record('bulk-spikes'), record('heavy-tailed')).samePhase).toBe(false);
  });
});
