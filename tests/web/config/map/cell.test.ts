import { describe, expect, it } from 'vitest';
import { DEFAULT_MAP, mapRuns, type MapConfig } from '../../../../web/src/config/map/map';
import {
  CELL_KEYS,
  cellValue,
  countSpectrum,
  packCells,
  SPECTRUM_BINS,
  type CellRecord,
} from '../../../../web/src/config/map/cell';
import { MapData, spreadOf } from '../../../../web/src/config/map/data';
import { METRICS } from '../../../../web/src/config/metrics/metrics';
import { cellFrom, fakeEngine, snapshotAt } from '../../fake_engine';

const { engine } = fakeEngine();

describe('a cell', () => {
  it('has every number of the metric table', () => {
    const snapshot = snapshotAt(3);
    const cell = cellFrom(snapshot);
    for (const m of METRICS) expect(cellValue(cell, m.key), m.key).toBe(m.value(snapshot));
    expect(cell.values).toHaveLength(CELL_KEYS.length);
    expect(new Set(CELL_KEYS).size).toBe(CELL_KEYS.length);
    expect(cellValue(cell, 'nothing')).toBeNaN();
  });

  it('travels in one piece with others, and no more than their numbers', () => {
    const cells = [1, 2, 3].map((step) => cellFrom(snapshotAt(step)));
    const packed = packCells(cells);
    expect(packed.cells).toEqual(cells);
    expect(packed.buffers.map(({ byteLength }) => byteLength)).toEqual([
      3 * CELL_KEYS.length * 8,
      3 * SPECTRUM_BINS * 2,
    ]);
    for (const cell of packed.cells) {
      expect(packed.buffers).toContain(cell.values.buffer);
      expect(packed.buffers).toContain(cell.spectrum.counts.buffer);
    }
  });

  it('counts every eigenvalue once, the largest at the end', () => {
    const eigenvalues = Float64Array.from({ length: 300 }, (_, i) => 50 + i ** 2);
    eigenvalues[299] = 1e6;
    const { from, to, counts } = countSpectrum(eigenvalues, engine);
    expect(from).toBeCloseTo(Math.log10(50));
    expect(to).toBeCloseTo(6);
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(300);
    expect(counts.at(-1)).toBe(1);
  });

  it('takes zeros, equal values and nothing at all', () => {
    const total = (list: number[]): number =>
      countSpectrum(Float64Array.from(list), engine).counts.reduce((sum, n) => sum + n, 0);
    expect(total([0, 0, 5])).toBe(1);
    expect(total([2, 2, 2])).toBe(3);
    expect(total([0, 0])).toBe(0);
    expect(total([])).toBe(0);
  });
});

describe('the data of a map', () => {
  const map: MapConfig = { ...DEFAULT_MAP, repeats: 2 };
  const record = (step: number, trainLoss: number): CellRecord =>
    cellFrom({ ...snapshotAt(step), trainLoss });

  it('finds every run by its place', () => {
    for (const m of [
      map,
      { ...map, yAxis: { key: 'noise', from: 0, to: 1, count: 3, scale: 'linear' } as const },
    ]) {
      // prettier-ignore
      const data = new MapData(m);
      for (const run of mapRuns(m)) expect(data.runAt(run, run.repeat)).toBe(run.index);
    }
  });

  it('counts what is done, once', () => {
    const data = new MapData(map);
    expect(data.total).toBe(2 * 682);
    data.put(0, record(0, 1));
    data.put(0, record(0, 2));
    expect(data.done).toBe(1);
    data.fail(0, 'it died');
    data.fail(0, 'it died again');
    expect(data.done).toBe(11);
    expect(data.failure(0)).toBe('it died');
    data.put(0, record(99, 1));
    data.put(1e6, record(0, 1));
    expect(data.done).toBe(11);
  });

  it('is the mean and the deviation over repeats', () => {
    const data = new MapData(map);
    const place = { optimizer: 1, rate: 7, row: 10 };
    expect(data.at(place)).toBeUndefined();
    data.put(data.runAt(place, 0), record(10, 1));
    data.put(data.runAt(place, 1), record(10, 3));
    expect(data.spread(place, 'trainLoss')).toEqual({ mean: 2, deviation: Math.SQRT2, count: 2 });
    expect(data.recordsAt(place).filter((c) => c !== undefined)).toHaveLength(1);
    expect(data.phase(place)).toBe(snapshotAt(10).phase);
  });

  it('of one value has no deviation, of none no mean', () => {
    expect(spreadOf([4, NaN])).toEqual({ mean: 4, deviation: NaN, count: 1 });
    expect(spreadOf([])).toEqual({ mean: NaN, deviation: NaN, count: 0 });
  });
});
