// Computes a map: what the cache knows at once, the rest by a pool of workers in the planner's order.

import { power } from '../../common/power';
import { sameProblem, type Config } from '../../config/schema/config';
import { mapRuns, type MapConfig, type MapRun } from '../../config/map/map';
import type { CellRecord } from '../../config/map/cell';
import { areCellsOf } from '../../config/map/cell_check';
import { runHash } from '../../config/map/hash';
import type { CacheEntry, CacheUsage, ResultCache } from './cache';
import { Planner } from './planner';
import { WorkerPool, type EngineName, type PoolOptions } from '../client/worker_pool';
import type { Job } from '../client/pooled_worker';
import type { CallName, Calls } from '../protocol/messages';
import { workOf } from '../client/run_cost';

/** A record of the run with this index in `mapRuns`. */
export interface SweepCell {
  readonly run: number;
  readonly record: CellRecord;
}

export interface SweepProgress {
  /** Cells known or given up, and all cells of the map. */
  readonly done: number;
  readonly total: number;
  /** Of these, how many came from the cache. */
  readonly cached: number;
  /** NaN until a first run tells the speed, and while paused. */
  readonly remainingSeconds: number;
}

export type SweepOutcome = 'complete' | 'cancelled' | 'failed';

export interface SweepListener {
  /** Some cells, in batches: as they arrive, or all at once from the cache. */
  cells(cells: readonly SweepCell[]): void;
  /** A run was given up after two attempts; what of it is missing stays missing. */
  failed(run: number, reason: string): void;
  progress(progress: SweepProgress): void;
  /** A sentence for the reader, for instance that a worker died and was replaced. */
  notice(message: string): void;
  done(outcome: SweepOutcome, message?: string): void;
}

/** What a view or store needs of a sweep. */
export interface SweepLike {
  /** Cancels the map in progress and starts another one. */
  start(map: MapConfig, listener: SweepListener): void;
  /** Runs in progress are finished, no others are begun. */
  pause(): void;
  resume(): void;
  cancel(): void;
  dispose(): void;
  /** Starts the workers before they are needed. */
  warm(): void;
  /** Computes something on demand, whether a map is in progress or not. */
  call<N extends CallName>(name: N, args: Calls[N]['args']): Promise<Calls[N]['result']>;
  /** What computes here, once a worker has said it. */
  readonly engine: Promise<EngineName>;
  usage(): Promise<CacheUsage>;
  clearCache(): Promise<void>;
}

export interface SweepOptions extends PoolOptions {
  cache: Promise<ResultCache>;
  /** Milliseconds; only differences matter. */
  now: () => number;
  /** Milliseconds between the first two reports to the listener. */
  tellEvery?: number;
  /** Milliseconds between two writes to the cache. */
  saveEvery?: number;
  /** Milliseconds that the cache is waited for. */
  cachePatience?: number;
}

/** Milliseconds a map waits for the cache, or for what it knows of so many runs, and no longer. */
const CACHE_PATIENCE = 1000;
const LOOKED_UP_AT_ONCE = 500;
/** Between two writes to the cache: what is lost where a page is closed before a map is complete. */
const SAVE_EVERY = 5000;
/**
 * Milliseconds between the first two reports, how much longer each pause is than the one before, and
 * the longest. Each report may redraw maps on a core that a worker could use, and shows less that is
 * new than the one before.
 */
const TELL = { first: 200, growth: 1.5, most: 1000 } as const;

/** A map being computed. */
interface ActiveMap {
  runs: readonly MapRun[];
  hashes: readonly string[];
  planner: Planner;
  listener: SweepListener;
  /** Records of each run so far, rising in step. */
  records: CellRecord[][];
  /** Runs that are neither complete nor given up. */
  open: number;
  done: number;
  cached: number;
  total: number;
  /** Work in the planner's own measure, and how much of it was computed here. */
  remainingWork: number;
  computedWork: number;
  /** The cache has been asked and the pool is at work. */
  isUnderWay: boolean;
  /** Since when, and for how long before, it has been at work without a pause. */
  busySince: number | null;
  busy: number;
  /** Cells that the listener has not been told of, and how often it has been told of some. */
  untold: SweepCell[];
  reports: number;
}

export class Sweep implements SweepLike {
  private readonly pool: WorkerPool;
  private active: ActiveMap | null = null;
  private isPaused = false;
  private unsaved: CacheEntry[] = [];
  private saving: ReturnType<typeof setTimeout> | null = null;
  private telling: ReturnType<typeof setTimeout> | null = null;
  private told = -Infinity;

  constructor(private readonly options: SweepOptions) {
    this.pool = new WorkerPool(options);
  }

  start(map: MapConfig, listener: SweepListener): void {
    this.cancel();
    this.resume();
    const runs = mapRuns(map);
    const active: ActiveMap = {
      runs,
      hashes: runs.map(runHash),
      planner: new Planner(runs),
      listener,
      records: runs.map(() => []),
      open: runs.length,
      done: 0,
      cached: 0,
      total: runs.reduce((sum, run) => sum + run.steps.length, 0),
      remainingWork: runs.reduce((sum, run) => sum + workOf(run), 0),
      computedWork: 0,
      isUnderWay: false,
      busySince: null,
      busy: 0,
      untold: [],
      reports: 0,
    };
    this.active = active;
    this.pool.warm((message) => this.end('failed', message));
    void this.begin(active);
  }

  pause(): void {
    this.isPaused = true;
    this.pool.pause();
    const { active } = this;
    if (!active) return;
    this.stopClock(active);
    this.tell(active);
  }

  resume(): void {
    this.isPaused = false;
    if (this.active?.isUnderWay) this.active.busySince ??= this.options.now();
    this.pool.resume();
  }

  cancel(): void {
    this.pool.stop();
    this.end('cancelled');
  }

  dispose(): void {
    this.cancel();
    this.pool.dispose();
  }

  warm(): void {
    this.pool.warm();
  }

  call<N extends CallName>(name: N, args: Calls[N]['args']): Promise<Calls[N]['result']> {
    return this.pool.call(name, args);
  }

  get engine(): Promise<EngineName> {
    return this.pool.engine;
  }

  async usage(): Promise<CacheUsage> {
    return (await this.options.cache).usage();
  }

  async clearCache(): Promise<void> {
    await (await this.options.cache).clear();
  }

  /** Shows what the cache knows and lets the pool compute the rest. */
  private async begin(active: ActiveMap): Promise<void> {
    // Asked before it is needed: the answer comes as soon as a worker is there.
    const fitting = this.pool.fitting(largestOf(active.runs));
    const known = await this.lookUp(active);
    if (this.active !== active) return;
    this.takeKnown(active, known);
    if (active.open === 0) {
      this.end('complete');
      return;
    }
    active.isUnderWay = true;
    if (!this.isPaused) active.busySince = this.options.now();
    this.pool.work(
      {
        next: (at) => this.next(active, at),
        cells: (job, cells) => this.receive(active, job.id, cells),
        finished: (job) => this.finish(active, job.id),
        failed: (job, reason) => this.fail(active, job.id, reason),
        notice: (message) => active.listener.notice(message),
        unavailable: (message) => this.end('failed', message),
      },
      fitting,
    );
  }

  /** What the cache knows of the runs, or as much as it says in good time. */
  private async lookUp(active: ActiveMap): Promise<Map<string, readonly CellRecord[]>> {
    const patience = this.options.cachePatience ?? CACHE_PATIENCE;
    const known = new Map<string, readonly CellRecord[]>();
    const [cache, version] = await Promise.all([
      within(patience, this.options.cache),
      this.engineName(),
    ]);
    for (let k = 0; k < active.hashes.length; k += LOOKED_UP_AT_ONCE) {
      const hashes = active.hashes.slice(k, k + LOOKED_UP_AT_ONCE);
      const found = cache && (await within(patience, cache.load(hashes, version)));
      if (this.active !== active) return known;
      if (!found) {
        active.listener.notice(
          'What this browser keeps of earlier maps could not be read (another tab may hold it), ' +
            'so this map is computed without it.',
        );
        break;
      }
      for (const [hash, cells] of found) known.set(hash, cells);
    }
    return known;
  }

  /** What results are kept under: another binary may give other digits. */
  private async engineName(): Promise<string> {
    const { version, build } = await this.pool.engine;
    return `${version} ${build}`;
  }

  private takeKnown(active: ActiveMap, known: ReadonlyMap<string, readonly CellRecord[]>): void {
    const cells: SweepCell[] = [];
    active.runs.forEach((run, index) => {
      const records = known.get(active.hashes[index] ?? '');
      if (!areCellsOf(run, records)) return;
      active.records[index] = [...records];
      active.planner.report(
        index,
        records.map((r) => r.phase),
      );
      active.open -= 1;
      active.remainingWork -= workOf(run);
      for (const record of records) cells.push({ run: index, record });
    });
    active.done = active.cached = cells.length;
    active.untold = cells;
    this.tell(active);
  }

  private next(active: ActiveMap, at: Config | null): Job | null {
    const run = active.planner.take(at);
    return run && { id: run.index, config: run.config, steps: run.steps };
  }

  /** A run that is repeated after a crash sends its first cells again: those are known. */
  private receive(active: ActiveMap, index: number, cells: readonly CellRecord[]): void {
    const records = active.records[index];
    const run = active.runs[index];
    if (!records || !run) return;
    const fresh = cells.filter((cell) => cell.step > (records.at(-1)?.step ?? -1));
    if (fresh.length === 0) return;
    records.push(...fresh);
    active.done += fresh.length;
    const work = (workOf(run) * fresh.length) / run.steps.length;
    active.remainingWork -= work;
    active.computedWork += work;
    for (const record of fresh) active.untold.push({ run: index, record });
    this.tellSoon(active);
  }

  private finish(active: ActiveMap, index: number): void {
    const cells = active.records[index] ?? [];
    active.planner.report(
      index,
      cells.map((cell) => cell.phase),
    );
    this.save({ hash: active.hashes[index] ?? '', cells });
    this.close(active);
  }

  private fail(active: ActiveMap, index: number, reason: string): void {
    const run = active.runs[index];
    if (!run) return;
    const missing = run.steps.length - (active.records[index]?.length ?? 0);
    active.done += missing;
    active.remainingWork -= (workOf(run) * missing) / run.steps.length;
    this.tell(active);
    active.listener.failed(index, reason);
    this.close(active);
  }

  private close(active: ActiveMap): void {
    active.open -= 1;
    if (active.open === 0) this.end('complete');
  }

  private end(outcome: SweepOutcome, message?: string): void {
    const { active } = this;
    if (!active) return;
    this.tell(active);
    this.active = null;
    void this.flush();
    active.listener.done(outcome, message);
  }

  /** At once if the last report is long past, otherwise together with what comes meanwhile. */
  private tellSoon(active: ActiveMap): void {
    const rest = this.told + this.pauseAfter(active.reports) - this.options.now();
    if (rest <= 0) this.tell(active);
    else this.telling ??= setTimeout(() => this.tell(active), rest);
  }

  private tell(active: ActiveMap): void {
    if (this.telling !== null) clearTimeout(this.telling);
    this.telling = null;
    if (this.active !== active) return;
    const cells = active.untold.splice(0);
    if (cells.length > 0) {
      active.reports += 1;
      this.told = this.options.now();
      active.listener.cells(cells);
    }
    // Who hears of cells may cancel, or begin another map.
    if (this.active !== active) return;
    const { done, total, cached, busySince, computedWork, remainingWork } = active;
    const busy = active.busy + (busySince === null ? 0 : this.options.now() - busySince);
    const isKnown = busySince !== null && computedWork > 0;
    const remainingSeconds = isKnown ? (remainingWork / computedWork) * (busy / 1000) : NaN;
    active.listener.progress({ done, total, cached, remainingSeconds });
  }

  /** Milliseconds from the last of so many reports to the next one. */
  private pauseAfter(reports: number): number {
    const first = this.options.tellEvery ?? TELL.first;
    return Math.max(first, Math.min(TELL.most, first * power(TELL.growth, reports - 1)));
  }

  private stopClock(active: ActiveMap): void {
    if (active.busySince === null) return;
    active.busy += this.options.now() - active.busySince;
    active.busySince = null;
  }

  private save(entry: CacheEntry): void {
    this.unsaved.push(entry);
    this.saving ??= setTimeout(() => void this.flush(), this.options.saveEvery ?? SAVE_EVERY);
  }

  private async flush(): Promise<void> {
    if (this.saving !== null) clearTimeout(this.saving);
    this.saving = null;
    const entries = this.unsaved.splice(0);
    if (entries.length === 0) return;
    const [cache, version] = await Promise.all([this.options.cache, this.engineName()]);
    await cache.save(entries, version);
  }
}

/** The value of a promise, or undefined where it takes longer or fails. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  return Promise.race([promise.catch(() => undefined), late]).finally(() => clearTimeout(timer));
}

/** Of runs that differ in size, the ones that may need most memory. */
export function largestOf(runs: readonly MapRun[]): Config[] {
  const distinct: Config[] = [];
  for (const { config } of runs) {
    if (distinct.length >= 16) break;
    const { seed } = distinct[0] ?? config;
    if (!distinct.some((other) => sameProblem({ ...other, seed }, { ...config, seed }))) {
      distinct.push(config);
    }
  }
  const last = runs.at(-1)?.config;
  return last ? [...distinct, last] : distinct;
}
