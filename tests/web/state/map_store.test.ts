import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_MAP, type MapConfig } from '../../../web/src/config/map/map';
import { clampMap } from '../../../web/src/config/map/clamp';
import { CELL_KEYS, SPECTRUM_BINS, type CellRecord } from '../../../web/src/config/map/cell';
import type { SweepLike, SweepListener } from '../../../web/src/engine/map/sweep';
import { Machine } from '../../../web/src/state/machine';
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
  estimate = { memory: 1e6, work: { step: 1e6, probe: 1e6 }, refusal: null };
  call(): Promise<never> {
    return Promise.resolve(this.estimate as never);
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
const notice = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  sweep = new FakeSweep();
  changed.mockReset();
  notice.mockReset();
  maps = new MapStore({
    sweep,
    means: { size: 4, memory: 8e9 },
    machine: new Machine(null),
    changed,
    notice,
  });
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

  it('is cancelled while it is paused too, and has nothing to cancel when it is over', () => {
    maps.pause();
    maps.pause();
    maps.cancel();
    expect(maps.status).toBe('cancelled');
    maps.cancel();
    maps.resume();
    maps.pause();
    expect([maps.status, sweep.calls]).toEqual(['cancelled', ['pause', 'cancel']]);
  });

  it('passes on how far it is, what the engine went through, and why it failed', () => {
    const progress = { ...maps.progress, done: 3 };
    expect(maps.progress.total).toBe(maps.data?.total);
    sweep.listeners[0]!.progress(progress);
    sweep.listeners[0]!.notice('A worker stopped.');
    expect([maps.progress, notice.mock.calls]).toEqual([progress, [['A worker stopped.']]]);
    const before = maps.version;
    sweep.listeners[0]!.done('failed', 'no engine');
    expect([maps.status, maps.message]).toEqual(['failed', 'no engine']);
    expect(maps.version).toBeGreaterThan(before);
    maps.restart();
    expect(maps.message).toBe('');
  });

  it('asks its workers, tells what is kept of all maps, empties that, and ends', async () => {
    expect(await maps.call('estimate', { config: DEFAULT_MAP.base })).toBe(sweep.estimate);
    expect(await maps.engineVersion()).toBe('1.2.3');
    expect(await maps.usage()).toMatchObject({ runs: 0, limit: 1 });
    const clear = vi.spyOn(sweep, 'clearCache');
    await maps.clearCache();
    expect(clear).toHaveBeenCalledTimes(1);
    maps.dispose();
    expect(sweep.calls).toContain('dispose');
  });

  it('begun while nobody looks, or resumed then, rests until somebody does', () => {
    maps.setHidden(true);
    wantLater({ ...DEFAULT_MAP, optimizers: ['adam'] });
    expect(sweep.calls).toEqual(['pause', 'pause']);
    maps.pause();
    maps.resume();
    expect(sweep.calls).not.toContain('resume');
    maps.setHidden(false);
    expect(sweep.calls.at(-1)).toBe('resume');
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

describe('a large map', () => {
  const large: MapConfig = {
    ...DEFAULT_MAP,
    base: { ...DEFAULT_MAP.base, n: 20000, d: 12000, h: 12000 },
  };
  /** What the engine says of the largest run is there. */
  const weighed = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1);

  it('waits for a person, with its time and memory, and starts when it is told to', async () => {
    sweep.estimate = { memory: 3e9, work: { step: 1e14, probe: 1e14 }, refusal: null };
    wantLater(large);
    expect(maps.status).toBe('waiting');
    // The map before it is no longer computed.
    expect(sweep.calls).toContain('cancel');
    await weighed();
    expect(maps.status).toBe('waiting');
    expect(sweep.maps).toHaveLength(1);
    // Two workers have room for 3 GB each.
    expect(maps.cost).toMatchObject({ memory: 6e9, measured: false });
    const perRun = (10 * 1e14) / 1e10 + (11 * 1e14) / 3e9;
    expect(maps.cost!.seconds / ((62 * perRun) / 2)).toBeCloseTo(1, 6);
    maps.start();
    expect(maps.status).toBe('computing');
    expect(sweep.maps.at(-1)).toBe(large);
    maps.start();
    expect(sweep.maps).toHaveLength(2);
  });

  it('of which no run can be computed here says so, and does not start', async () => {
    for (const estimate of [
      { memory: 1e10, work: { step: 1e12, probe: 1e12 }, refusal: null },
      { memory: 0, work: { step: 0, probe: 0 }, refusal: 'n * d is 4e+08' },
    ]) {
      sweep.estimate = estimate as typeof sweep.estimate;
      wantLater(DEFAULT_MAP);
      wantLater(large);
      await weighed();
      expect(maps.cost?.refusal).toMatch(/needs 10.0 GB|n \* d/);
      maps.start();
      expect(maps.status).toBe('waiting');
    }
  });

  it('starts by itself where this machine is quick with it after all', async () => {
    wantLater(large);
    await weighed();
    expect(maps.status).toBe('computing');
    expect(sweep.maps.at(-1)).toBe(large);
  });

  it('is not weighed where a person asked for it, nor started when another is wanted', async () => {
    sweep.estimate = { memory: 3e9, work: { step: 1e14, probe: 1e14 }, refusal: null };
    wantLater(large);
    wantLater(DEFAULT_MAP);
    await weighed();
    expect(maps.status).toBe('computing');
    expect(maps.cost).toBeNull();
    vi.advanceTimersByTime(1000);
    maps.want(large, true);
    expect(maps.status).toBe('computing');
    expect(sweep.maps.at(-1)).toBe(large);
  });

  it('keeps no cost of another that was wanted before it', async () => {
    sweep.estimate = { memory: 3e9, work: { step: 1e14, probe: 1e14 }, refusal: null };
    wantLater(large);
    vi.advanceTimersByTime(1000);
    const answers: (() => void)[] = [];
    sweep.call = () =>
      new Promise((resolve) => answers.push(() => resolve(sweep.estimate as never)));
    maps.want({ ...large, repeats: 2 });
    vi.advanceTimersByTime(1000);
    maps.want({ ...large, repeats: 3 });
    const half = answers.length / 2;
    for (const answer of answers.slice(0, half)) answer();
    await weighed();
    expect([maps.status, maps.cost]).toEqual(['waiting', null]);
    for (const answer of answers.slice(half)) answer();
    await weighed();
    expect(maps.cost).not.toBeNull();
  });

  it('that fails is computed once more when a person asks for it, without being weighed', async () => {
    wantLater(large);
    await weighed();
    sweep.listeners.at(-1)!.done('failed', 'no engine');
    sweep.estimate = { memory: 3e9, work: { step: 1e14, probe: 1e14 }, refusal: null };
    maps.restart();
    expect(maps.status).toBe('computing');
  });

  it('says so where nobody can weigh it', async () => {
    sweep.call = () => Promise.reject(new Error('no engine'));
    wantLater(large);
    await weighed();
    expect([maps.status, maps.message]).toEqual(['failed', 'no engine']);
  });

  it('is asked for after two minutes, however small, and for its memory, however quick', async () => {
    // A step of the modest machine that is assumed takes a second.
    const runs = (base: Partial<MapConfig['base']>, repeats: number): MapConfig =>
      clampMap({ base: { n: 3000, d: 100, h: 100, ...base }, repeats }).map;
    sweep.estimate = { memory: 1e6, work: { step: 1e10, probe: 0 }, refusal: null };
    wantLater(runs({}, 1));
    await weighed();
    expect(maps.status).toBe('waiting');
    expect(maps.cost!.seconds).toBeGreaterThan(120);
    sweep.estimate = { memory: 1.6e9, work: { step: 1, probe: 0 }, refusal: null };
    wantLater(runs({ d: 101 }, 1));
    await weighed();
    expect(maps.cost).toMatchObject({ memory: 4 * 1.6e9, refusal: null });
  });

  it('of many small runs is weighed too, the map that the page opens with is not', async () => {
    sweep.estimate = { memory: 3e9, work: { step: 1e14, probe: 1e14 }, refusal: null };
    const { map } = clampMap({ base: { n: 1000, d: 500, h: 500 }, repeats: 20 });
    wantLater(map);
    await weighed();
    expect(maps.status).toBe('waiting');
    wantLater(DEFAULT_MAP);
    expect(maps.status).toBe('computing');
  });
});
