import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cellOf, type CellRecord } from '../../../../web/src/config/map/cell';
import { openCache, surplus, type ResultCache } from '../../../../web/src/engine/map/cache';
import { snapshotAt } from '../../fake_engine';

const cells: CellRecord[] = [0, 1, 2].map((step) => cellOf(snapshotAt(step)));
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
    await cache.save([{ hash: 'a', cells }], VERSION);
    const found = await cache.load(['a', 'b'], VERSION);
    expect([...found.keys()]).toEqual(['a']);
    expect(found.get('a')).toEqual(cells);
    expect((await cache.load(['a'], '1.1')).size).toBe(0);
    const { runs, bytes, isLasting } = await cache.usage();
    expect(runs).toBe(1);
    expect(bytes).toBeGreaterThan(3 * cells[0]!.values.byteLength);
    expect(isLasting).toBe(where === 'in IndexedDB');
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
