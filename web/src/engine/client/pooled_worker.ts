// A worker's place in a pool: the jobs it has been given, and whether it still answers.

import type { Config } from '@engine';
import type { WorkerLike } from './worker_like';
import type { Speed } from '../../common/speed';
import { allowedSilenceMs, workOf } from './run_cost';
import { LOAD_LIMIT_MS, Watchdog } from './watchdog';

export interface Job {
  readonly id: number;
  readonly config: Config;
  readonly steps: readonly number[];
}

export class PooledWorker {
  private loaded = false;
  /** What it has last been given. */
  at: Config | null = null;
  /** Jobs it has been given, the one it is at first, under the ids of their messages. */
  private readonly jobs = new Map<number, Job>();
  /** When it began the job it is at. */
  private began = 0;
  private readonly watchdog: Watchdog;
  /** Running while a cancel has not been answered. */
  private cancelTimer: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param silenceLimit  milliseconds it may stay silent however small its job is
   * @param owedWork  of the calls it has not answered; null when there are none
   * @param lost  called when it has been silent for too long
   */
  constructor(
    readonly worker: WorkerLike,
    private readonly speed: Speed,
    private readonly silenceLimit: number,
    private readonly owedWork: () => number | null,
    lost: () => void,
  ) {
    this.watchdog = new Watchdog(() => {
      if (worker.isWaiting) this.watch();
      else lost();
    });
    this.watch();
  }

  get isReady(): boolean {
    return this.loaded;
  }

  /** The worker has loaded the module. */
  becomeReady(): void {
    this.loaded = true;
    this.watch();
  }

  get load(): number {
    return this.jobs.size;
  }

  job(runId: number): Job | undefined {
    return this.jobs.get(runId);
  }

  give(runId: number, job: Job): void {
    this.jobs.set(runId, job);
    this.at = job.config;
    if (this.load === 1) this.begin();
    this.worker.postMessage({ kind: 'map-run', runId, config: job.config, steps: job.steps });
  }

  /** Takes the jobs back that it is not at. */
  takeBack(): Job[] {
    const [, ...ahead] = this.jobs;
    for (const [runId] of ahead) this.cancel(runId);
    return ahead.map(([, job]) => job);
  }

  /**
   * Takes all jobs away.
   * @param silent  called unless the worker answers within so many milliseconds
   */
  stop(timeout: number, silent: () => void): void {
    if (this.load === 0) return;
    for (const runId of [...this.jobs.keys()]) this.cancel(runId);
    this.watchdog.stop();
    if (this.isReady) this.cancelTimer = setTimeout(silent, timeout);
  }

  /** The worker said something: it is between two pieces of work. */
  received(): void {
    clearTimeout(this.cancelTimer);
    this.watch();
  }

  /** It was sent a call. A message that is expected already is not put off. */
  expectAnswer(): void {
    if (!this.watchdog.isRunning) this.watch();
  }

  /** It is through with this job. */
  finish(runId: number, isComplete: boolean): void {
    const job = this.jobs.get(runId);
    if (job && isComplete) this.speed.learn(workOf(job), performance.now() - this.began);
    this.jobs.delete(runId);
    this.begin();
  }

  /** Ends the worker; @returns the jobs it had, the one it was at first */
  close(): Job[] {
    clearTimeout(this.cancelTimer);
    this.watchdog.stop();
    this.worker.onmessage = null;
    this.worker.onerror = null;
    this.worker.terminate();
    const jobs = [...this.jobs.values()];
    this.jobs.clear();
    return jobs;
  }

  private cancel(runId: number): void {
    this.worker.postMessage({ kind: 'cancel', runId });
    this.jobs.delete(runId);
  }

  private begin(): void {
    this.began = performance.now();
    this.watch();
  }

  /** Expects the module to load, messages about the job it is at, or answers to calls. */
  private watch(): void {
    const [job] = this.jobs.values();
    const owed = this.owedWork();
    if (!this.isReady) this.watchdog.restart(LOAD_LIMIT_MS);
    else if (job || owed !== null) {
      const work = (job ? workOf(job) : 0) + (owed ?? 0);
      this.watchdog.restart(Math.max(this.silenceLimit, allowedSilenceMs(work, this.speed)));
    } else this.watchdog.stop();
  }
}
