import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CellRecord } from '../../../../web/src/config/map/cell';
import { openCache, surplus, type ResultCache } from '../../../../web/src/engine/map/cache';
import { cellFrom, snapshotAt } from '../../fake_engine';

/** New ones each time: what comes back is compared with cells that the cache has never seen. */
const cellsAt = (...steps: number[]): CellRecord[] =>
  steps.map((step) => cellFrom(snapshotAt(step)));
const cells = cellsAt(0, 1, 2);
const VERSION = '1.0';

afterEach(() => vi.unstubAllGlobals());

describe.each(['in IndexedDB', 'in memory'])('results %s', (where) => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
    if (where === 'in IndexedDB') vi.stubGlobal('indexedDB', new IDBFactory());
    else vi.stubGlobal('indexedDB', undefined);
  });
  afterEach(() => void vi.useRealTimers());

  const open = (limit?: number): Promise<ResultCache> => openCache(limit);

  it('come back as they were, under their hash and version only', async () => {
    const cache = await open();
    const entries = [
      { hash: 'a', cells: cellsAt(0, 1, 2) },
      { hash: 'c', cells: cellsAt(3, 4) },
    ];
    await cache.save(entries, VERSION);
    const found = await cache.load(['a', 'b', 'c'], VERSION);
    expect([...found.keys()]).toEqual(['a', 'c']);
    expect(found.get('a')).toEqual(cellsAt(0, 1, 2));
    expect(found.get('c')).toEqual(cellsAt(3, 4));
    expect((await cache.load(['a'], '1.1')).size).toBe(0);
    const { runs, isLasting } = await cache.usage();
    expect(runs).toBe(2);
    expect(isLasting).toBe(where === 'in IndexedDB');
  });

  it('count with all they hold, also of arrays that are larger than their part', async () => {
    const cache = await open();
    const large = new Float64Array(1e5);
    const [cell] = cellsAt(0);
    const part = { ...cell!, values: large.subarray(0, cell!.values.length) };
    await cache.save([{ hash: 'a', cells: [part, { ...part, step: 1 }] }], VERSION);
    const { bytes } = await cache.usage();
    expect(bytes).toBeGreaterThan(large.byteLength);
    expect(bytes).toBeLessThan(1.1 * large.byteLength);
  });

  it('make room for newer ones, those that were used longest ago first', async () => {
    const probe = await open();
    await probe.save([{ hash: 'a', cells }], VERSION);
    const { bytes } = await probe.usage();
    await probe.clear();

    const cache = await open(4.5 * bytes);
    for (const [i, hash] of ['a', 'b', 'c', 'd'].entries()) {
      vi.setSystemTime(1000 + i);
      await cache.save([{ hash, cells }], VERSION);
    }
    vi.setSystemTime(2000);
    await cache.load(['a'], VERSION);
    vi.setSystemTime(3000);
    await cache.save([{ hash: 'e', cells }], VERSION);
    const kept = await cache.load(['a', 'b', 'c', 'd', 'e'], VERSION);
    expect([...kept.keys()]).toEqual(['a', 'c', 'd', 'e']);
    expect((await cache.usage()).bytes).toBeLessThanOrEqual(4.5 * bytes);
  });

  it('are gone when they are cleared', async () => {
    const cache = await open();
    await cache.save([{ hash: 'a', cells }], VERSION);
    await cache.clear();
    expect((await cache.load(['a'], VERSION)).size).toBe(0);
    expect(await cache.usage()).toMatchObject({ runs: 0, bytes: 0 });
  });
});

describe('the cache', () => {
  it('lasts beyond the page where there is IndexedDB', async () => {
    vi.stubGlobal('indexedDB', new IDBFactory());
    await (await openCache()).save([{ hash: 'a', cells }], VERSION);
    expect((await (await openCache()).load(['a'], VERSION)).size).toBe(1);
  });

  it('does not take cells for those of another list of numbers', async () => {
    vi.stubGlobal('indexedDB', new IDBFactory());
    await (await openCache()).save([{ hash: 'a', cells }], VERSION);
    vi.resetModules();
    vi.doMock('../../../../web/src/config/map/cell', async (original) => {
      const module = await original<{ CELL_KEYS: string[] }>();
      return { ...module, CELL_KEYS: [...module.CELL_KEYS].reverse() };
    });
    const other = await import('../../../../web/src/engine/map/cache');
    const found = await (await other.openCache()).load(['a'], VERSION);
    vi.doUnmock('../../../../web/src/config/map/cell');
    expect(found.size).toBe(0);
    expect((await (await openCache()).load(['a'], VERSION)).size).toBe(1);
  });

  it('goes on in memory when its database is closed underneath, without a stray error', async () => {
    const stray = vi.fn();
    process.on('unhandledRejection', stray);
    vi.stubGlobal('indexedDB', new IDBFactory());
    const cache = await openCache();
    const writing = cache.save([{ hash: 'a', cells }], VERSION);
    // Deleting asks every page to let go of it.
    const deleting = new Promise((resolve) => {
      indexedDB.deleteDatabase('tailcraft-maps').onsuccess = resolve;
    });
    await Promise.all([writing, deleting]);
    for (const hash of ['b', 'c']) await cache.save([{ hash, cells }], VERSION);
    expect([...(await cache.load(['a', 'b', 'c'], VERSION)).keys()]).toEqual(['b', 'c']);
    expect((await cache.usage()).isLasting).toBe(false);
    await cache.clear();
    expect((await cache.usage()).runs).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off('unhandledRejection', stray);
    expect(stray).not.toHaveBeenCalled();
  });

  it('loses nothing but its own when a write fails', async () => {
    const stray = vi.fn();
    process.on('unhandledRejection', stray);
    vi.stubGlobal('indexedDB', new IDBFactory());
    const cache = await openCache();
    const impossible = [{ ...cells[0]!, phase: (() => 'no clone of this') as never }];
    await cache.save([{ hash: 'b', cells: impossible }], VERSION);
    await cache.save([{ hash: 'a', cells }], VERSION);
    await new Promise((resolve) => setTimeout(resolve, 5));
    process.off('unhandledRejection', stray);
    expect(stray).not.toHaveBeenCalled();
    expect([...(await cache.load(['a', 'b'], VERSION)).keys()]).toEqual(['a']);
  });

  it('works where IndexedDB is forbidden', async () => {
    vi.stubGlobal('indexedDB', {
      open: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
    const cache = await openCache();
    await cache.save([{ hash: 'a', cells }], VERSION);
    expect((await cache.load(['a'], VERSION)).size).toBe(1);
    expect((await cache.usage()).isLasting).toBe(false);
  });

  it('drops nothing while there is room', () => {
    const index = [3, 1, 2].map((used) => ({ key: String(used), used, bytes: 10 }));
    expect(surplus(index, 30)).toEqual([]);
    expect(surplus(index, 25)).toEqual(['1']);
    expect(surplus(index, 11)).toEqual(['1', '2', '3']);
  });
});
