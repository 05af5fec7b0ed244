// The page's side of the protocol: one worker, one run at a time, calls with replies. It outlives
// its worker: a worker that died, that is silent for longer than there is a reason for, or that does
// not hear a cancel because it is deep in a long step, is replaced, and the run goes on from the first step that was not recorded. Runs are deterministic,
// so nothing that was received has to be computed twice or forgotten.

import type { Config } from '@engine';
import { mapRunSpeed, allowedSilenceMs, workOf } from './run_cost';
import { PendingCalls } from './pending_calls';
import type { WorkerLike } from './worker_like';
import { LOAD_LIMIT_MS, NO_ANSWER, SILENCE_LIMIT_MS, Watchdog } from './watchdog';
import { probedSteps } from '../../config/schema/config';
import type { CallName, Calls, Recorded, Reply, Request, Timing } from '../protocol/messages';
import { spawnOr, whyNoWorker } from '../../common/refusals';

export type Outcome = 'complete' | 'cancelled' | 'diverged' | 'failed';

/** The module could not be loaded: nothing is wrong with what was asked, and it may load later. */
export class EngineUnavailable extends Error {}

export interface RunListener {
  snapshot(recorded: Recorded, timing: Timing): void;
  progress(step: number, timing: Timing): void;
  done(outcome: Outcome, message?: string): void;
}

export interface ClientOptions {
  spawn: () => WorkerLike;
  /** Told in a sentence when a worker was replaced. */
  notice: (message: string) => void;
  ready?: (version: string) => void;
  /** Milliseconds a cancelled worker may stay silent before it is replaced. */
  cancelTimeout?: number;
}

interface ActiveRun {
  runId: number;
  config: Config;
  listener: RunListener;
  /** First step not yet recorded. */
  next: number;
  crashes: number;
}

/** A run or call that takes its worker down this often is given up. */
const MAX_CRASHES = 2;
const CANCEL_TIMEOUT_MS = 250;

export class EngineClient {
  private worker: WorkerLike | null = null;
  /** The worker has loaded the module and hears what it is told. */
  private isReady = false;
  private active: ActiveRun | null = null;
  private readonly calls = new PendingCalls();
  private readonly speed = mapRunSpeed();
  private readonly watchdog = new Watchdog(() => this.silent());
  private lastId = 0;
  /** Runs that were cancelled and whose worker has not said so yet. */
  private readonly awaited = new Map<number, ReturnType<typeof setTimeout>>();

  constructor(private readonly options: ClientOptions) {}

  /** Starts a run and cancels the one in progress. Returns its id. */
  start(config: Config, listener: RunListener): number {
    this.cancel();
    const runId = (this.lastId += 1);
    this.active = { runId, config, listener, next: 0, crashes: 0 };
    this.send({ kind: 'start', runId, config, from: 0 });
    return runId;
  }

  /** Stops the run in progress at once, as far as anybody here can see. */
  cancel(): void {
    const run = this.active;
    if (!run) return;
    this.active = null;
    this.send({ kind: 'cancel', runId: run.runId });
    this.expectAnswer(run.runId);
    run.listener.done('cancelled');
  }

  /** Computes something on demand; rejects with the engine's own message. */
  call<N extends CallName>(name: N, args: Calls[N]['args']): Promise<Calls[N]['result']> {
    const result = this.calls.send(this.ownWorker(), (this.lastId += 1), name, args);
    this.watch();
    return result;
  }

  dispose(): void {
    this.active = null;
    this.stopWorker();
    this.calls.rejectAll(new Error('The engine was shut down.'));
  }

  /** Replaces the worker unless it soon says that this run has ended. */
  private expectAnswer(runId: number): void {
    // While the module is still on its way over the network, silence means nothing.
    if (!this.isReady) return;
    const timer = setTimeout(() => this.replace(), this.options.cancelTimeout ?? CANCEL_TIMEOUT_MS);
    this.awaited.set(runId, timer);
  }

  private send(request: Request): void {
    this.ownWorker().postMessage(request);
    this.watch();
  }

  private ownWorker(): WorkerLike {
    return (this.worker ??= this.spawn());
  }

  /** From here on the worker owes a message. One that is expected already is not put off. */
  private watch(): void {
    if (!this.watchdog.isRunning) this.watchAnew();
  }

  /** The worker was heard. */
  private watchAnew(): void {
    const { worker, active } = this;
    const calls = worker ? this.calls.count(worker) : 0;
    if (!worker || (!active && calls === 0)) this.watchdog.stop();
    else if (!this.isReady) this.watchdog.restart(LOAD_LIMIT_MS);
    else {
      const work = this.calls.work(worker) + (active ? workOfStep(active.config) : 0);
      this.watchdog.restart(Math.max(SILENCE_LIMIT_MS, allowedSilenceMs(work, this.speed)));
    }
  }

  private silent(): void {
    if (this.worker?.isWaiting) this.watchAnew();
    else this.crashed(this.isReady ? NO_ANSWER : 'it did not load');
  }

  private spawn(): WorkerLike {
    const worker = spawnOr(this.options.spawn, (why) => this.unavailable(why));
    worker.onmessage = (event) => {
      if (worker !== this.worker) return;
      this.receive(event.data);
      this.watchAnew();
    };
    worker.onerror = (event) => {
      if (worker !== this.worker) return;
      if (event.message || this.isReady)
        this.crashed(event.message || 'it stopped without a message');
      else this.unavailable(whyNoWorker());
    };
    return worker;
  }

  private receive(reply: Reply): void {
    switch (reply.kind) {
      case 'ready':
        this.isReady = true;
        this.options.ready?.(reply.version);
        return;
      case 'unavailable':
        this.unavailable(reply.message);
        return;
      case 'start-helpers':
        // For a WorkerGroup, which does not pass it on.
        return;
      case 'result':
        this.calls.resolve(reply.id, reply.result);
        return;
      case 'refused':
        if (reply.fatal) this.crashed(reply.message);
        else this.calls.reject(reply.id, new Error(reply.message));
        return;
      default:
        this.receiveOfRun(reply);
    }
  }

  private receiveOfRun(reply: Extract<Reply, { runId: number }>): void {
    if (reply.kind === 'done' || reply.kind === 'failed') {
      clearTimeout(this.awaited.get(reply.runId));
      this.awaited.delete(reply.runId);
    }
    const run = this.active;
    if (run?.runId !== reply.runId) return;
    switch (reply.kind) {
      case 'snapshot': {
        const { step } = reply.recorded.snapshot;
        run.next = step + 1;
        run.crashes = 0;
        this.speed.learn(workOfStep(run.config), reply.timing.step + reply.timing.probe);
        run.listener.snapshot(reply.recorded, reply.timing);
        return;
      }
      case 'progress':
        run.listener.progress(reply.step, reply.timing);
        return;
      case 'done':
        this.active = null;
        run.listener.done(reply.outcome);
        return;
      case 'failed':
        if (reply.fatal) {
          this.crashed(reply.message);
          return;
        }
        this.active = null;
        run.listener.done('failed', reply.message);
        return;
      case 'cells':
      // Those are a map's.
    }
  }

  /** The worker is gone: start another, and say so. */
  private crashed(message: string): void {
    const run = this.active;
    if (run) run.crashes += 1;
    if (this.worker) {
      const error = this.isReady
        ? new Error(`The engine stopped: ${message}`)
        : new EngineUnavailable(`The engine could not be loaded: ${message}`);
      this.calls.crashed(this.worker, MAX_CRASHES, error);
    }
    if (run && run.crashes >= MAX_CRASHES) {
      this.active = null;
      run.listener.done('failed', `The engine stopped twice at the same place: ${message}`);
    } else if (run) {
      this.options.notice(
        `The engine stopped (${message}) and was started again; the run goes on from step ${run.next}.`,
      );
    } else {
      this.options.notice(`The engine stopped (${message}) and was started again.`);
    }
    this.replace();
  }

  private unavailable(message: string): void {
    const run = this.active;
    this.active = null;
    this.stopWorker();
    const sentence = `The engine could not be loaded: ${message}`;
    this.calls.rejectAll(new EngineUnavailable(sentence));
    run?.listener.done('failed', sentence);
  }

  /** A new worker takes over the run in progress and the calls without a reply. */
  private replace(): void {
    const before = this.worker;
    this.stopWorker();
    const run = this.active;
    if (run && run.next <= (probedSteps(run.config).at(-1) ?? 0)) {
      this.send({ kind: 'start', runId: run.runId, config: run.config, from: run.next });
    }
    if (!before || this.calls.count(before) === 0) return;
    this.calls.move(before, this.ownWorker());
    this.watch();
  }

  private stopWorker(): void {
    for (const timer of this.awaited.values()) clearTimeout(timer);
    this.awaited.clear();
    this.isReady = false;
    this.watchdog.stop();
    if (!this.worker) return;
    this.worker.onmessage = null;
    this.worker.onerror = null;
    this.worker.terminate();
    this.worker = null;
  }
}

/** What a worker may do without a word: a step and a probe. */
function workOfStep(config: Config): number {
  return workOf({ config: { ...config, steps: 1 }, steps: [0] });
}
