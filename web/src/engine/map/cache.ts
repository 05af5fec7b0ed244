// Results of runs, kept between visits: in IndexedDB where there is one, otherwise in memory. A
// result is found by the hash of its run and the version of the engine that computed it (`version`:
// whatever names it). When the
// cache is full, what was not used for longest goes first.

import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { CellRecord } from '../../config/map/cell';

export interface CacheEntry {
  /** runHash */
  hash: string;
  cells: readonly CellRecord[];
}

export interface CacheUsage {
  runs: number;
  bytes: number;
  limit: number;
  /** false: kept in memory only, and gone with the page. */
  isLasting: boolean;
}

export interface ResultCache {
  /** What is known of these runs, by hash. Never rejects: what cannot be read is not known. */
  load(hashes: readonly string[], version: string): Promise<Map<string, readonly CellRecord[]>>;
  /** Never rejects: what cannot be kept is computed again. */
  save(entries: readonly CacheEntry[], version: string): Promise<void>;
  clear(): Promise<void>;
  usage(): Promise<CacheUsage>;
}

/** About 40,000 runs of eleven steps at any size. */
export const CACHE_LIMIT = 200e6;
const DATABASE = 'tailcraft-maps';

interface IndexEntry {
  key: string;
  /** Milliseconds since 1970 of the last use. */
  used: number;
  bytes: number;
}

interface Schema extends DBSchema {
  cells: { key: string; value: readonly CellRecord[] };
  /** Apart from the cells, so that sizes and ages can be read without them. */
  index: { key: string; value: IndexEntry };
}

const keyOf = (hash: string, version: string): string => `${version}/${hash}`;

function bytesOf(cells: readonly CellRecord[]): number {
  return cells.reduce(
    (sum, cell) => sum + cell.values.byteLength + cell.spectrum.counts.byteLength + 100,
    200,
  );
}

/** The cache of this browser; in memory where storing is forbidden or broken. */
export async function openCache(limit = CACHE_LIMIT): Promise<ResultCache> {
  try {
    let isNew = false;
    const database = await openDB<Schema>(DATABASE, 1, {
      upgrade: (db) => {
        isNew = true;
        db.createObjectStore('cells');
        db.createObjectStore('index', { keyPath: 'key' });
      },
      // A newer page wants to change the layout: let it.
      blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
    });
    return new DatabaseCache(database, limit, isNew);
  } catch {
    return new MemoryCache(limit);
  }
}

class DatabaseCache implements ResultCache {
  /** What is kept at most; NaN until the index has been read. */
  private bytes = NaN;

  constructor(
    private readonly database: IDBPDatabase<Schema>,
    private readonly limit: number,
    private isEmpty: boolean,
  ) {}

  async load(
    hashes: readonly string[],
    version: string,
  ): Promise<Map<string, readonly CellRecord[]>> {
    const found = new Map<string, readonly CellRecord[]>();
    // Who comes for the first time need not wait for answers about every run.
    if (this.isEmpty) return found;
    try {
      const { store } = this.database.transaction('cells');
      await Promise.all(
        hashes.map(async (hash) => {
          const cells = await store.get(keyOf(hash, version));
          if (cells) found.set(hash, cells);
        }),
      );
      await this.touch([...found].map(([hash, cells]) => entryOf(keyOf(hash, version), cells)));
    } catch {
      // What was found so far is as good as ever.
    }
    return found;
  }

  async save(entries: readonly CacheEntry[], version: string): Promise<void> {
    this.isEmpty = false;
    try {
      const transaction = this.database.transaction(['cells', 'index'], 'readwrite');
      for (const { hash, cells } of entries) {
        const entry = entryOf(keyOf(hash, version), cells);
        void transaction.objectStore('cells').put(cells, entry.key);
        void transaction.objectStore('index').put(entry);
        this.bytes += entry.bytes;
      }
      await transaction.done;
      if (!(this.bytes <= this.limit)) await this.evict();
    } catch {
      // A full disk or a closed database: nothing is lost but time.
    }
  }

  async clear(): Promise<void> {
    const transaction = this.database.transaction(['cells', 'index'], 'readwrite');
    void transaction.objectStore('cells').clear();
    void transaction.objectStore('index').clear();
    await transaction.done;
  }

  async usage(): Promise<CacheUsage> {
    const index = await this.database.getAll('index').catch(() => []);
    const bytes = index.reduce((sum, entry) => sum + entry.bytes, 0);
    return { runs: index.length, bytes, limit: this.limit, isLasting: true };
  }

  private async touch(entries: readonly IndexEntry[]): Promise<void> {
    const { store, done } = this.database.transaction('index', 'readwrite');
    for (const entry of entries) void store.put(entry);
    await done;
  }

  private async evict(): Promise<void> {
    const transaction = this.database.transaction(['cells', 'index'], 'readwrite');
    const index = await transaction.objectStore('index').getAll();
    const dropped = new Set(surplus(index, this.limit));
    for (const key of dropped) {
      void transaction.objectStore('cells').delete(key);
      void transaction.objectStore('index').delete(key);
    }
    await transaction.done;
    this.bytes = index.reduce((sum, { key, bytes }) => sum + (dropped.has(key) ? 0 : bytes), 0);
  }
}

function entryOf(key: string, cells: readonly CellRecord[]): IndexEntry {
  return { key, used: Date.now(), bytes: bytesOf(cells) };
}

/** Keys to drop, oldest first, until the rest is within nine tenths of the limit. */
export function surplus(index: readonly IndexEntry[], limit: number): string[] {
  let bytes = index.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes <= limit) return [];
  const keys: string[] = [];
  for (const entry of [...index].sort((a, b) => a.used - b.used)) {
    if (bytes <= 0.9 * limit) break;
    bytes -= entry.bytes;
    keys.push(entry.key);
  }
  return keys;
}

export class MemoryCache implements ResultCache {
  private readonly cells = new Map<string, readonly CellRecord[]>();
  private readonly index = new Map<string, IndexEntry>();

  constructor(private readonly limit = CACHE_LIMIT) {}

  load(hashes: readonly string[], version: string): Promise<Map<string, readonly CellRecord[]>> {
    const found = new Map<string, readonly CellRecord[]>();
    for (const hash of hashes) {
      const key = keyOf(hash, version);
      const cells = this.cells.get(key);
      if (!cells) continue;
      found.set(hash, cells);
      this.index.set(key, entryOf(key, cells));
    }
    return Promise.resolve(found);
  }

  save(entries: readonly CacheEntry[], version: string): Promise<void> {
    for (const { hash, cells } of entries) {
      const key = keyOf(hash, version);
      this.cells.set(key, cells);
      this.index.set(key, entryOf(key, cells));
    }
    for (const key of surplus([...this.index.values()], this.limit)) {
      this.cells.delete(key);
      this.index.delete(key);
    }
    return Promise.resolve();
  }

  clear(): Promise<void> {
    this.cells.clear();
    this.index.clear();
    return Promise.resolve();
  }

  usage(): Promise<CacheUsage> {
    const bytes = [...this.index.values()].reduce((sum, entry) => sum + entry.bytes, 0);
    return Promise.resolve({ runs: this.index.size, bytes, limit: this.limit, isLasting: false });
  }
}
