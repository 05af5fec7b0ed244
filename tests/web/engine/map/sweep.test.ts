import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import { DEFAULT_MAP, mapSize, type MapConfig } from '../../../../web/src/config/map/map';
import type { CellRecord } from '../../../../web/src/config/map/cell';
import { MapData } from '../../../../web/src/config/map/data';
import { MemoryCache, type ResultCache } from '../../../../web/src/engine/map/cache';
import {
  Sweep,
  type SweepListener,
  type SweepProgress,
} from '../../../../web/src/engine/map/sweep';
import { SessionWorker } from '../../fake_worker';

const map: MapConfig = {
  ...DEFAULT_MAP,
  base: { ...DEFAULTS, n: 20, d: 8, h: 10, steps: 4 },
  rates: {
    ...DEFAULT_MAP.rates,
    gd: { from: 0.01, to: 1, count: 6 },
    adam: { from: 0.01, to: 1, count: 6 },
  },
};
const CELLS = 2 * 6 * 5;

interface Setup {
  size?: number;
  memory?: number;
  cache?: ResultCache | Promise<ResultCache>;
  version?: string;
  silenceLimit?: number;
  tellEvery?: number;
  onSpawn?: (worker: SessionWorker, count: number) => void;
}

function make({
  size = 2,
  memory = 1e12,
  cache = new MemoryCache(),
  version,
  silenceLimit = 60_000,
  tellEvery = 0,
  onSpawn,
}: Setup = {}) {
  const workers: SessionWorker[] = [];
  const sweep = new Sweep({
    spawn: () => {
      const worker = new SessionWorker(version);
      workers.push(worker);
      onSpawn?.(worker, workers.length);
      return worker;
    },
    size,
    memory,
    cancelTimeout: 30,
    silenceLimit,
    cache: Promise.resolve(cache),
    cachePatience: 20,
    now: () => performance.now(),
    tellEvery,
  });
  return { sweep, workers };
}

/** Starts a map and hears everything about it. */
function listen(sweep: Sweep, m = map) {
  const heard = {
    data: new MapData(m),
    cells: 0,
    failures: [] as string[],
    notices: [] as string[],
    progress: [] as SweepProgress[],
    onCells: (() => undefined) as (count: number) => void,
    done: Promise.resolve(''),
  };
  heard.done = new Promise((resolve) => {
    const listener: SweepListener = {
      cells: (cells) => {
        for (const { run, record } of cells) heard.data.put(run, record);
        heard.cells += cells.length;
        heard.onCells(heard.cells);
      },
      failed: (run, reason) => {
        heard.data.fail(run, reason);
        heard.failures.push(reason);
      },
      progress: (progress) => heard.progress.push(progress),
      notice: (message) => heard.notices.push(message),
      done: (outcome, message) => resolve(message ? `${outcome}: ${message}` : outcome),
    };
    sweep.start(m, listener);
  });
  return heard;
}

async function until(is: () => boolean): Promise<void> {
  while (!is()) await new Promise((resolve) => setTimeout(resolve));
}

describe('a sweep', () => {
  it('computes every cell once and says how far it is', async () => {
    const { sweep, workers } = make();
    const heard = listen(sweep);
    expect(await heard.done).toBe('complete');
    expect(heard.cells).toBe(CELLS);
    expect(heard.data.done).toBe(mapSize(map).cells);
    expect(heard.progress.at(-1)).toMatchObject({ done: CELLS, total: CELLS, cached: 0 });
    expect(heard.progress.at(-1)?.remainingSeconds).toBe(0);
    expect(workers).toHaveLength(2);
    for (const worker of workers) expect(worker.mapRuns.length).toBeGreaterThan(1);
    sweep.dispose();
    expect(workers.every((worker) => worker.isTerminated)).toBe(true);
  });

  it('takes from the cache what it computed before, unless the engine is another one', async () => {
    const cache = new MemoryCache();
    const first = make({ cache });
    await listen(first.sweep).done;
    first.sweep.dispose();
    await new Promise((resolve) => setTimeout(resolve, 5));

    const second = make({ cache });
    const heard = listen(second.sweep, { ...map, optimizers: ['adam'] });
    expect(await heard.done).toBe('complete');
    expect(heard.progress.at(-1)).toMatchObject({ done: 30, total: 30, cached: 30 });
    expect(second.workers.flatMap((worker) => worker.mapRuns)).toEqual([]);

    const other = make({ cache, version: '9.9.9' });
    const again = listen(other.sweep);
    expect(await again.done).toBe('complete');
    expect(again.progress.at(-1)?.cached).toBe(0);
  });

  const spoilt: [string, (cell: CellRecord) => unknown][] = [
    ['another step', (cell) => ({ ...cell, step: 7 })],
    ['a phase nobody knows', (cell) => ({ ...cell, phase: 'constructor' })],
    ['too few numbers', (cell) => ({ ...cell, values: cell.values.slice(1) })],
    ['text for numbers', (cell) => ({ ...cell, values: [...cell.values].map(String) })],
    ['no spectrum', ({ step, phase, values }) => ({ step, phase, values })],
    ['more eigenvalues than there are', (cell) => ({ ...cell, spectrum: { ...cell.spectrum, counts: new Uint16Array(64).fill(60000) } })], // prettier-ignore
    ['no ends', (cell) => ({ ...cell, spectrum: { ...cell.spectrum, from: NaN } })],
    ['nothing in it', () => null],
  ];
  it.each(spoilt)('computes again what the cache has with %s', async (_what, spoil) => {
    const cache = new MemoryCache();
    const first = make({ cache });
    await listen(first.sweep).done;
    await new Promise((resolve) => setTimeout(resolve, 5));
    const load = cache.load.bind(cache);
    let isFirst = true;
    cache.load = async (...asked) => {
      const found = await load(...asked);
      return new Map(
        [...found].map(([hash, cells]) => {
          const spoiltHere = isFirst;
          isFirst = false;
          return [
            hash,
            spoiltHere ? [...cells.slice(0, -1), spoil(cells.at(-1)!) as CellRecord] : cells,
          ];
        }),
      );
    };
    const heard = listen(make({ cache }).sweep);
    expect(await heard.done).toBe('complete');
    expect(heard.data.done).toBe(CELLS);
    expect(heard.progress.at(-1)).toMatchObject({ total: CELLS, cached: CELLS - 5 });
  });

  it('waits a moment for the cache, then says so and computes without it', async () => {
    const never = new Promise<never>(() => undefined);
    const silent = Object.assign(new MemoryCache(), { load: () => never });
    const broken = Object.assign(new MemoryCache(), {
      load: () => Promise.reject(new Error('no')),
    });
    for (const cache of [never, silent, broken]) {
      const { sweep } = make({ cache });
      const heard = listen(sweep);
      expect(await heard.done).toBe('complete');
      expect(heard.cells).toBe(CELLS);
      expect(heard.notices).toEqual([expect.stringMatching(/could not be read \(another tab/)]);
    }
  });

  it('goes on without a worker that died, and repeats its run without saying a cell twice', async () => {
    const { sweep, workers } = make({ size: 2 });
    const heard = listen(sweep);
    heard.onCells = (count) => {
      if (count >= 10 && workers.length === 2) workers[0]?.die('out of memory');
    };
    expect(await heard.done).toBe('complete');
    expect(heard.cells).toBe(CELLS);
    expect(heard.notices).toEqual([
      'A worker stopped (out of memory) and was replaced; its run is repeated.',
    ]);
    expect(workers).toHaveLength(3);
  });

  it('replaces a worker that says nothing any more, and repeats its run', async () => {
    const { sweep, workers } = make({ silenceLimit: 40 });
    const heard = listen(sweep);
    heard.onCells = () => {
      if (workers.length === 2) workers[0]!.isMute = true;
    };
    expect(await heard.done).toBe('complete');
    expect(heard.cells).toBe(CELLS);
    expect(heard.notices).toContain(
      'A worker stopped (it no longer answered) and was replaced; its run is repeated.',
    );
    expect(workers[0]?.isTerminated).toBe(true);
  });

  it('never leaves a worker waiting for its next run', async () => {
    const { sweep, workers } = make();
    const heard = listen(sweep);
    const given = (): number => workers.reduce((sum, { mapRuns }) => sum + mapRuns.length, 0);
    const loads: number[] = [];
    heard.onCells = () => {
      // At the end there is nothing left to be given.
      if (given() < 12) loads.push(Math.min(...workers.map((worker) => worker.open)));
    };
    expect(await heard.done).toBe('complete');
    expect(loads.length).toBeGreaterThan(3);
    // The first cells may come before it is known that there is room for a second worker.
    expect(Math.min(...loads.slice(2))).toBeGreaterThanOrEqual(1);
  });

  it('tells the first cell at once and the others in batches', async () => {
    const { sweep } = make({ tellEvery: 60_000 });
    const heard = listen(sweep);
    const told: number[] = [];
    heard.onCells = (count) => told.push(count);
    expect(await heard.done).toBe('complete');
    expect(told).toEqual([1, CELLS]);
  });

  it('writes a whole map to the cache at once', async () => {
    const cache = new MemoryCache();
    const written: number[] = [];
    const save = cache.save.bind(cache);
    cache.save = (entries, version) => {
      written.push(entries.length);
      return save(entries, version);
    };
    const { sweep } = make({ cache });
    await listen(sweep).done;
    await until(() => written.length > 0);
    expect(written).toEqual([12]);
  });

  it('gives up a run that takes its worker down twice, and only that one', async () => {
    const { sweep } = make({
      size: 1,
      onSpawn: ({ controls }, count) => {
        // The first two workers die in the second step of whatever they do first.
        if (count <= 2) controls.crashAt = { step: 2, error: new WebAssembly.RuntimeError('trap') };
      },
    });
    const heard = listen(sweep);
    expect(await heard.done).toBe('complete');
    expect(heard.failures).toEqual(['The engine stopped twice at this run: trap']);
    expect(heard.data.done).toBe(CELLS);
    expect(heard.cells).toBeLessThan(CELLS);
    expect(heard.progress.at(-1)?.done).toBe(CELLS);
  });

  it('does not repeat a run that the engine refuses', async () => {
    const refused = { ...map, base: { ...map.base, n: 0 } };
    const { sweep, workers } = make();
    const heard = listen(sweep, refused);
    expect(await heard.done).toBe('complete');
    expect(heard.failures).toHaveLength(12);
    expect(heard.failures[0]).toMatch(/n is 0/);
    expect(workers).toHaveLength(2);
  });

  it('stops where no worker can live', async () => {
    const { sweep } = make({ onSpawn: (worker) => setTimeout(() => worker.die('no module')) });
    expect(await listen(sweep).done).toMatch(/^failed: .*no module/);
  });

  it('says so where none can even be started', async () => {
    const { sweep } = make({ onSpawn: (worker) => queueMicrotask(() => worker.die('no script')) });
    expect(await listen(sweep).done).toMatch(/^failed: .*no script/);
  });

  it('uses no more workers than fit into memory, but one in any case', async () => {
    const { sweep, workers } = make({ size: 3, memory: 1 });
    expect(await listen(sweep).done).toBe('complete');
    expect(workers.filter((worker) => worker.mapRuns.length > 0)).toHaveLength(1);
  });

  it('pauses when every worker has finished the run it was at, and goes on', async () => {
    const { sweep, workers } = make();
    const heard = listen(sweep);
    let atPause = 0;
    heard.onCells = () => {
      heard.onCells = () => undefined;
      sweep.pause();
      atPause = heard.cells;
    };
    await until(() => atPause > 0 && workers.every((worker) => worker.open === 0));
    // What was said last is still on its way.
    await new Promise((resolve) => setTimeout(resolve));
    expect(heard.cells - atPause).toBeLessThanOrEqual(2 * 5);
    const [paused, given] = [heard.cells, workers.map((worker) => worker.mapRuns.length)];
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(heard.cells).toBe(paused);
    expect(workers.map((worker) => worker.mapRuns.length)).toEqual(given);
    sweep.resume();
    expect(await heard.done).toBe('complete');
    expect(heard.cells).toBe(CELLS);
  });

  it('can be paused before it has begun', async () => {
    const { sweep } = make();
    const heard = listen(sweep);
    sweep.pause();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(heard.cells).toBe(0);
    sweep.resume();
    expect(await heard.done).toBe('complete');
  });

  it('is cancelled, keeps what it has in the cache, and starts another map', async () => {
    const { sweep } = make();
    const heard = listen(sweep);
    heard.onCells = (count) => {
      if (count > 20) sweep.cancel();
    };
    expect(await heard.done).toBe('cancelled');
    const count = heard.cells;
    const again = listen(sweep);
    expect(await again.done).toBe('complete');
    expect(heard.cells).toBe(count);
    expect(again.cells).toBe(CELLS);
    expect(again.progress.at(-1)?.cached).toBeGreaterThan(0);
  });

  it('replaces a worker that does not hear a cancel', async () => {
    const { sweep, workers } = make({ size: 1 });
    const heard = listen(sweep);
    heard.onCells = () => {
      if (workers[0]) workers[0].isTerminated = true;
      sweep.cancel();
    };
    await heard.done;
    const again = listen(sweep);
    expect(await again.done).toBe('complete');
    expect(workers).toHaveLength(2);
  });
});
