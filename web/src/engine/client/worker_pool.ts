// Workers that train the runs of a map. Each pulls its next job when it is about to be idle, so that
// fast and slow ones are all busy to the end; a worker that dies, or says nothing any more, costs the
// job it was at, which is tried once more.

import type { Config } from '@engine';
import type { CellRecord } from '../../config/map/cell';
import type { WorkerLike } from './worker_like';
import type { CallName, Calls, Reply } from '../protocol/messages';
import { PendingCalls } from './pending_calls';
import { PooledWorker, type Job } from './pooled_worker';
import { spawnOr, whyNoWorker } from '../../common/refusals';
import { mapRunSpeed } from './run_cost';
import { NO_ANSWER, SILENCE_LIMIT_MS } from './watchdog';

export interface PoolEvents {
  /** The next job for a worker that has last been at `at`, or null when there is none now. */
  next(at: Config | null): Job | null;
  cells(job: Job, cells: readonly CellRecord[]): void;
  finished(job: Job): void;
  /** The job was given up. */
  failed(job: Job, reason: string): void;
  notice(message: string): void;
  /** No worker can be had. */
  unavailable(message: string): void;
}

export interface PoolOptions {
  spawn: () => WorkerLike;
  /** Most workers. */
  size: number;
  /** Bytes that all workers together may use. */
  memory: number;
  /** Milliseconds a cancelled worker may stay silent before it is replaced. */
  cancelTimeout?: number;
  /** Milliseconds a worker may stay silent however small its job is. */
  silenceLimit?: number;
}

/** `build` tells binaries of the same version apart. */
export interface EngineName {
  version: string;
  build: string;
}

/** A job that takes its worker down this often is given up. */
const MAX_CRASHES = 2;
/** Crashes in a row, without any cell in between, after which no worker is started any more. */
const MAX_CRASHES_IN_A_ROW = 5;
const CANCEL_TIMEOUT_MS = 400;
/** Jobs a worker has at once: the one it computes, and one to begin without waiting. */
const JOBS_PER_WORKER = 2;

export class WorkerPool {
  private workers: PooledWorker[] = [];
  private events: PoolEvents | null = null;
  private crashes = new Map<number, number>();
  private retries: Job[] = [];
  private crashesInARow = 0;
  private lastId = 0;
  /** Workers that memory allows for the present jobs. */
  private allowed = Infinity;
  private isPaused = false;
  private isWarm = false;
  private warmFailed: ((message: string) => void) | null = null;
  /** Version of the engine, and name of its binary, once a worker has said it. */
  readonly engine: Promise<EngineName>;
  private resolveEngine: ((engine: EngineName) => void) | null = null;
  private readonly calls = new PendingCalls();
  private readonly speed = mapRunSpeed();

  constructor(private readonly options: PoolOptions) {
    this.engine = new Promise((resolve) => (this.resolveEngine = resolve));
  }

  /**
   * Starts the workers, which load the module meanwhile: one, and when it is ready the others, which
   * then find the module compiled and leave the page the time to show itself.
   * @param failed  told when no worker can be had, while there is no work that would be told
   */
  warm(failed?: (message: string) => void): void {
    this.warmFailed = failed ?? this.warmFailed;
    this.isWarm = true;
    const isAnyReady = this.workers.some((pooled) => pooled.isReady);
    const size = isAnyReady ? this.options.size : Math.min(1, this.options.size);
    while (this.workers.length < size) this.workers.push(this.open());
  }

  /**
   * Assigns what `events.next` gives until it gives no more, or after `resume` while paused.
   * @param fitting  workers that memory allows for these jobs; one begins without waiting for it
   */
  work(events: PoolEvents, fitting: Promise<number>): void {
    this.stop();
    this.events = events;
    this.crashesInARow = 0;
    this.warm();
    this.allowed = 1;
    this.feed();
    void fitting.then((workers) => {
      if (this.events !== events) return;
      this.allowed = workers;
      this.feed();
    });
  }

  /** How many workers memory allows for runs like the largest of these; one in any case. */
  async fitting(largest: readonly Config[]): Promise<number> {
    const bytes = await Promise.all(
      largest.map((config) =>
        this.call('estimate', { config }).then(
          ({ memory }) => memory,
          // Without an estimate nothing speaks against all workers.
          () => 0,
        ),
      ),
    );
    return Math.max(1, Math.floor(this.options.memory / Math.max(1, ...bytes)));
  }

  /** Computes something on demand, between two pieces of other work; rejects with the engine's message. */
  call<N extends CallName>(name: N, args: Calls[N]['args']): Promise<Calls[N]['result']> {
    if (this.workers.length === 0) this.workers.push(this.open());
    // The first worker is to show a map's first cell.
    const pooled = this.workers.at(-1)!;
    const result = this.calls.send(pooled.worker, (this.lastId += 1), name, args);
    pooled.expectAnswer();
    return result;
  }

  /** Every worker finishes the job it is at and begins no other. */
  pause(): void {
    this.isPaused = true;
    for (const pooled of this.workers) this.retries.push(...pooled.takeBack());
  }

  resume(): void {
    this.isPaused = false;
    this.feed();
  }

  /** Forgets all jobs. A worker that does not hear so, deep in a long step, is replaced. */
  stop(): void {
    this.events = null;
    this.retries = [];
    this.crashes.clear();
    for (const pooled of this.workers) {
      pooled.stop(this.options.cancelTimeout ?? CANCEL_TIMEOUT_MS, () => this.replace(pooled));
    }
  }

  dispose(): void {
    this.stop();
    for (const pooled of this.workers) pooled.close();
    this.workers = [];
    this.calls.rejectAll(new Error('The engine was shut down.'));
  }

  /** Gives every worker enough to do. */
  feed(): void {
    if (!this.events || this.isPaused) return;
    for (let depth = 1; depth <= JOBS_PER_WORKER; depth += 1) {
      this.workers.slice(0, this.allowed).forEach((pooled) => {
        if (pooled.isReady && pooled.load < depth) this.give(pooled);
      });
    }
  }

  private give(pooled: PooledWorker): void {
    const job = this.retries.shift() ?? this.events?.next(pooled.at);
    if (job) pooled.give((this.lastId += 1), job);
  }

  private open(): PooledWorker {
    const worker = spawnOr(this.options.spawn, (why) => {
      this.giveUp(`The engine could not be loaded: ${why}`);
    });
    const limit = this.options.silenceLimit ?? SILENCE_LIMIT_MS;
    const lost = (): void => this.crashed(pooled, pooled.isReady ? NO_ANSWER : 'it did not load');
    const owedWork = (): number | null =>
      this.calls.count(worker) > 0 ? this.calls.work(worker) : null;
    const pooled = new PooledWorker(worker, this.speed, limit, owedWork, lost);
    worker.onmessage = (event) => this.receive(pooled, event.data);
    worker.onerror = (event) => {
      if (event.message || pooled.isReady) {
        this.crashed(pooled, event.message || 'it stopped without a message');
      } else this.giveUp(`The engine could not be loaded: ${whyNoWorker()}`);
    };
    return pooled;
  }

  private replace(pooled: PooledWorker): void {
    this.retries.push(...pooled.close());
    const place = this.workers.indexOf(pooled);
    if (place < 0) return;
    this.workers[place] = this.open();
    this.calls.move(pooled.worker, this.workers[place].worker);
  }

  private receive(pooled: PooledWorker, reply: Reply): void {
    switch (reply.kind) {
      case 'ready':
        pooled.becomeReady();
        this.resolveEngine?.(reply);
        if (this.isWarm) this.warm();
        this.feed();
        return;
      case 'unavailable':
        this.giveUp(`The engine could not be loaded: ${reply.message}`);
        return;
      case 'result':
        this.calls.resolve(reply.id, reply.result);
        pooled.received();
        return;
      case 'refused':
        if (reply.fatal) this.crashed(pooled, reply.message);
        else {
          this.calls.reject(reply.id, new Error(reply.message));
          pooled.received();
        }
        return;
      case 'cells':
      case 'done':
      case 'failed':
        this.receiveOfJob(pooled, reply);
        return;
      default:
      // Snapshots and progress belong to the explorer's runs.
    }
  }

  private receiveOfJob(
    pooled: PooledWorker,
    reply: Extract<Reply, { kind: 'cells' | 'done' | 'failed' }>,
  ): void {
    pooled.received();
    const job = pooled.job(reply.runId);
    if (reply.kind === 'failed' && reply.fatal) this.crashed(pooled, reply.message);
    if (!job || (reply.kind === 'failed' && reply.fatal)) return;
    if (reply.kind === 'cells') {
      this.crashesInARow = 0;
      this.events?.cells(job, reply.cells);
      return;
    }
    pooled.finish(reply.runId, reply.kind === 'done');
    if (reply.kind === 'failed') this.events?.failed(job, reply.message);
    else this.events?.finished(job);
    this.feed();
  }

  /** A worker is gone: another takes its place, and its jobs go to whoever is free first. */
  private crashed(pooled: PooledWorker, message: string): void {
    const [current, ...others] = pooled.close();
    this.retries.push(...others);
    this.crashesInARow += 1;
    if (this.crashesInARow >= MAX_CRASHES_IN_A_ROW) {
      this.giveUp(`The engine keeps stopping: ${message}`);
      return;
    }
    this.calls.crashed(pooled.worker, MAX_CRASHES, new Error(message));
    this.replace(pooled);
    if (!current || !this.events) return;
    const count = (this.crashes.get(current.id) ?? 0) + 1;
    this.crashes.set(current.id, count);
    if (count >= MAX_CRASHES) {
      this.events.failed(current, `The engine stopped twice at this run: ${message}`);
    } else {
      this.retries.unshift(current);
      this.events.notice(`A worker stopped (${message}) and was replaced; its run is repeated.`);
    }
    this.feed();
  }

  private giveUp(message: string): void {
    const { events } = this;
    this.events = null;
    for (const pooled of this.workers) pooled.close();
    this.workers = [];
    this.calls.rejectAll(new Error(message));
    if (events) events.unavailable(message);
    else this.warmFailed?.(message);
  }
}
