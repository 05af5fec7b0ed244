import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_MAP, type MapConfig } from '../../../web/src/config/map/map';
import { CELL_KEYS, SPECTRUM_BINS, type CellRecord } from '../../../web/src/config/map/cell';
import type { SweepLike, SweepListener } from '../../../web/src/engine/map/sweep';
import { MapStore } from '../../../web/src/state/map_store';

class FakeSweep implements SweepLike {
  maps: MapConfig[] = [];
  listeners: SweepListener[] = [];
  calls: string[] = [];
  start(map: MapConfig, listener: SweepListener): void {
    this.maps.push(map);
    this.listeners.push(listener);
  }
  pause(): void {
    this.calls.push('pause');
  }
  resume(): void {
    this.calls.push('resume');
  }
  cancel(): void {
    this.calls.push('cancel');
    this.listeners.at(-1)?.done('cancelled');
  }
  dispose(): void {
    this.calls.push('dispose');
  }
  warm(): void {
    this.calls.push('warm');
  }
  readonly engine = Promise.resolve({ version: '1.2.3', build: '' });
  call(): Promise<never> {
    return Promise.reject(new Error('no engine'));
  }
  usage() {
    return Promise.resolve({ runs: 0, bytes: 0, limit: 1, isLasting: false });
  }
  clearCache(): Promise<void> {
    return Promise.resolve();
  }
}

const record = (step: number): CellRecord => ({
  step,
  phase: 'bulk-spikes',
  values: new Float64Array(CELL_KEYS.length),
  spectrum: { from: 0, to: 1, counts: new Uint16Array(SPECTRUM_BINS) },
});

let sweep: FakeSweep;
let maps: MapStore;
const changed = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  sweep = new FakeSweep();
  changed.mockReset();
  maps = new MapStore({ sweep, changed, notice: () => undefined });
  maps.want(DEFAULT_MAP);
});

afterEach(() => {
  vi.useRealTimers();
});

/** Another map, after a person has rested for a moment. */
function wantLater(map: MapConfig): void {
  vi.advanceTimersByTime(1000);
  maps.want(map);
}

describe('MapStore', () => {
  it('computes a map once, however often it is asked for', () => {
    maps.want({ ...DEFAULT_MAP });
    expect(sweep.maps).toHaveLength(1);
    wantLater({ ...DEFAULT_MAP, optimizers: ['adam'] });
    expect(sweep.maps).toHaveLength(2);
  });

  it('lets settings that keep changing settle before it starts again', () => {
    for (const steps of [11, 12, 13]) {
      maps.want({ ...DEFAULT_MAP, base: { ...DEFAULT_MAP.base, steps } });
    }
    expect(sweep.maps).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    expect(sweep.maps).toHaveLength(2);
    expect(sweep.maps[1]?.base.steps).toBe(13);
  });

  it('keeps what arrives and counts the changes', () => {
    const before = maps.version;
    sweep.listeners[0]!.cells([{ run: 0, record: record(3) }]);
    expect(maps.version).toBeGreaterThan(before);
    expect(maps.data?.phase({ optimizer: 0, rate: 0, row: 3 })).toBe('bulk-spikes');
    sweep.listeners[0]!.failed(1, 'out of memory');
    expect(maps.data?.failure(1)).toBe('out of memory');
    sweep.listeners[0]!.done('complete');
    expect(maps.status).toBe('complete');
  });

  it('does not hear what comes late for an earlier map', () => {
    wantLater({ ...DEFAULT_MAP, optimizers: ['adam'] });
    changed.mockReset();
    sweep.listeners[0]!.cells([{ run: 0, record: record(3) }]);
    sweep.listeners[0]!.done('cancelled');
    expect(maps.data?.done).toBe(0);
    expect(maps.status).toBe('computing');
    expect(changed).not.toHaveBeenCalled();
  });

  it('pauses, resumes, and starts again what was cancelled', () => {
    maps.pause();
    expect(maps.status).toBe('paused');
    maps.resume();
    expect(maps.status).toBe('computing');
    maps.cancel();
    expect(maps.status).toBe('cancelled');
    maps.restart();
    expect(maps.status).toBe('computing');
    expect(sweep.maps).toHaveLength(2);
  });

  it('rests while nobody looks, and stays paused when that was asked for', () => {
    maps.setHidden(true);
    maps.setHidden(true);
    expect(sweep.calls).toEqual(['pause']);
    maps.setHidden(false);
    expect(sweep.calls).toEqual(['pause', 'resume']);
    maps.pause();
    maps.setHidden(true);
    maps.setHidden(false);
    expect(maps.status).toBe('paused');
    expect(sweep.calls.filter((c) => c === 'resume')).toHaveLength(1);
  });
});
