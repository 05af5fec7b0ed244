// Results of runs, kept between visits: in IndexedDB where there is one, otherwise in memory. A
// result is found by the hash of its run, the version of the engine that computed it (`version`:
// whatever names it) and the list of a cell's numbers. When the cache is full, what was not used for
// longest goes first.

import { openDB, type DBSchema, type IDBPDatabase, type IDBPObjectStore } from 'idb';
import { hashText } from '../../common/hash';
import { CELL_KEYS, type CellRecord } from '../../config/map/cell';

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

/** Numbers in another order would be read as others. */
const NUMBERS = hashText(CELL_KEYS.join());
const keyOf = (hash: string, version: string): string => `${version}/${NUMBERS}/${hash}`;

/** What the browser stores of cells: the arrays behind their numbers whole, and some for each object. */
function bytesOf(cells: readonly CellRecord[]): number {
  const arrays = new Set(cells.flatMap((c) => [c.values.buffer, c.spectrum.counts.buffer]));
  const numbers = [...arrays].reduce((sum, { byteLength }) => sum + byteLength, 0);
  return 200 + 100 * cells.length + numbers;
}

/** The cache of this browser; in memory where storing is forbidden or broken. */
export async function openCache(limit = CACHE_LIMIT): Promise<ResultCache> {
  try {
    let isNew = false;
    let close = (): void => undefined;
    const database = await openDB<Schema>(DATABASE, 1, {
      upgrade: (db) => {
        isNew = true;
        db.createObjectStore('cells');
        db.createObjectStore('index', { keyPath: 'key' });
      },
      // A newer page wants to change the layout: let it.
      blocking: () => close(),
      // The browser has closed it, or a person has deleted what this page keeps.
      terminated: () => close(),
    });
    const cache = new DatabaseCache(database, limit, isNew);
    close = () => cache.close();
    return cache;
  } catch {
    return new MemoryCache(limit);
  }
}

class DatabaseCache implements ResultCache {
  /** What is kept at most; NaN until the index has been read. */
  private bytes = NaN;
  /** Instead of the database once it is closed. */
  private memory: MemoryCache | null = null;

  constructor(
    private readonly database: IDBPDatabase<Schema>,
    private readonly limit: number,
    private isEmpty: boolean,
  ) {}

  async load(
    hashes: readonly string[],
    version: string,
  ): Promise<Map<string, readonly CellRecord[]>> {
    if (this.memory) return this.memory.load(hashes, version);
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
    if (this.memory) return this.memory.save(entries, version);
    this.isEmpty = false;
    try {
      const indexed = entries.map(({ hash, cells }) => entryOf(keyOf(hash, version), cells));
      await this.write((cells, index) =>
        entries.flatMap((entry, i) => [
          cells.put(entry.cells, indexed[i]!.key),
          index.put(indexed[i]!),
        ]),
      );
      for (const { bytes } of indexed) this.bytes += bytes;
      if (!(this.bytes <= this.limit)) await this.evict();
    } catch {
      // A full disk, say: nothing is lost but time.
    }
  }

  async clear(): Promise<void> {
    if (this.memory) return this.memory.clear();
    await this.write((cells, index) => [cells.clear(), index.clear()]).catch(() => undefined);
  }

  /** What comes from now on is kept in memory. */
  close(): void {
    this.memory ??= new MemoryCache(this.limit);
    this.database.close();
  }

  async usage(): Promise<CacheUsage> {
    if (this.memory) return this.memory.usage();
    const index = await this.database.getAll('index').catch(() => []);
    const bytes = index.reduce((sum, entry) => sum + entry.bytes, 0);
    return { runs: index.length, bytes, limit: this.limit, isLasting: true };
  }

  private async touch(entries: readonly IndexEntry[]): Promise<void> {
    await this.write((_, index) => entries.map((entry) => index.put(entry)));
  }

  private async evict(): Promise<void> {
    const index = await this.database.getAll('index');
    const dropped = new Set(surplus(index, this.limit));
    await this.write((cells, entries) =>
      [...dropped].flatMap((key) => [cells.delete(key), entries.delete(key)]),
    );
    this.bytes = index.reduce((sum, { key, bytes }) => sum + (dropped.has(key) ? 0 : bytes), 0);
  }

  /**
   * One transaction. Every request is waited for: each of them is refused where the database is
   * closed or the disk full, not only the transaction.
   */
  private async write(
    requests: (cells: Store<'cells'>, index: Store<'index'>) => Promise<unknown>[],
  ): Promise<void> {
    const transaction = this.database.transaction(['cells', 'index'], 'readwrite');
    await Promise.all([
      transaction.done,
      ...requests(transaction.objectStore('cells'), transaction.objectStore('index')),
    ]);
  }
}

type Store<Name extends 'cells' | 'index'> = IDBPObjectStore<
  Schema,
  ('cells' | 'index')[],
  Name,
  'readwrite'
>;

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
