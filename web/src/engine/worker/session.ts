// The engine's side of the protocol, without the worker around it: holds one `Run`, steps it in
// slices of time so that a cancel can arrive between them, and answers calls about any step. Large
// runs are shared with helpers, where the page has them.

import type { Config, EngineModule, Run } from '@engine';
import { MapRunRecorder, type LastPost } from './map_run_recorder';
import { HelperFailure } from '../parallel/helper_port';
import { isCrash, messageOf, RunHolder } from '../parallel/shard_protocol';
import { serveShards } from '../parallel/shard_helper';
import { bulkCurve } from './calls/densities';
import { measureMatrix } from './calls/matrix';
import type {
  CallRequest,
  Calls,
  Estimate,
  Reply,
  Request,
  ScatterData,
  Timing,
} from '../protocol/messages';
import { Mean, SnapshotRecorder, type Recorder } from './recorder';
import { recordShared } from './shared_record';
import { HelperRegistry } from '../parallel/helper_registry';
import { TheoryHandler } from './calls/theory';
import type { Host } from './host';
import type { FirstStep } from '../protocol/theory_calls';

/** Milliseconds of work between two yields to the event loop. */
const SLICE_MS = 24;
/** Calls that need the state of a run, and wait for the one in progress. */
const RUN_CALLS: readonly CallRequest['name'][] = [
  ...(['overlaps', 'entries', 'scatter', 'weights'] as const),
  ...(['firstStep', 'denoise'] as const),
];

export class Session {
  private readonly holder: RunHolder;
  private config: Config | null = null;
  /** Optimiser steps that the run has done. */
  private position = 0;
  /** Runs that were asked for; a cancel or a newer start takes them away. */
  private readonly wanted = new Set<number>();
  private busy: Promise<void> = Promise.resolve();
  private readonly lastPost: LastPost = { posted: -Infinity };
  private readonly theory: TheoryHandler;
  private readonly helpers: HelperRegistry;

  constructor(
    private readonly engine: EngineModule,
    private readonly host: Host,
  ) {
    this.holder = new RunHolder(engine);
    this.helpers = new HelperRegistry(engine, (count) =>
      host.post({ kind: 'start-helpers', count }, []),
    );
    this.theory = new TheoryHandler(engine, () => host.now());
  }

  handle(request: Request): void {
    if (request.kind === 'set-worker-limit') {
      this.helpers.setLimit(request.workers);
    } else if (request.kind === 'add-helper') {
      this.helpers.add(request.port);
    } else if (request.kind === 'serve-shards') {
      serveShards(this.engine, request.port);
    } else if (request.kind === 'cancel') {
      this.wanted.delete(request.runId);
    } else if (request.kind === 'start') {
      const { runId, config, from } = request;
      this.wanted.clear();
      this.wanted.add(runId);
      const recorder = new SnapshotRecorder(this.engine, this.host, runId, config, from);
      this.busy = this.busy.then(() =>
        this.helpers.isEnabled
          ? this.recordParallel(runId, config, recorder)
          : this.record(runId, config, recorder),
      );
    } else if (request.kind === 'map-run') {
      const { runId, config, steps } = request;
      this.wanted.add(runId);
      const recorder = new MapRunRecorder(runId, steps, this.host, this.lastPost);
      this.busy = this.busy.then(() => this.record(runId, config, recorder));
    } else if (RUN_CALLS.includes(request.name)) {
      this.busy = this.busy.then(() => this.answer(request));
    } else {
      this.answer(request);
    }
  }

  /** Frees the run's matrices. */
  dispose(): void {
    this.holder.dispose();
    this.config = null;
    this.theory.dispose();
  }

  private async record(runId: number, config: Config, recorder: Recorder): Promise<void> {
    const step = new Mean();
    const probe = new Mean();
    const timing = (): Timing => ({ step: step.value, probe: probe.value });
    const cancelled = (): boolean => !this.wanted.has(runId);
    const finish = (outcome: 'complete' | 'cancelled' | 'diverged'): void => {
      recorder.end?.();
      this.wanted.delete(runId);
      this.host.post({ kind: 'done', runId, outcome }, []);
    };
    try {
      if (cancelled()) return finish('cancelled');
      const run = this.open(config);
      const slice = recorder.slice ?? SLICE_MS;
      let sliceEnd = this.host.now() + slice;
      for (;;) {
        if (recorder.wants(this.position)) {
          const before = this.host.now();
          const isOver = recorder.take(run, timing);
          probe.add(this.host.now() - before);
          if (isOver) return finish('diverged');
        }
        if (this.position >= config.steps) return finish('complete');
        if (this.host.now() > sliceEnd) {
          recorder.reportProgress(this.position, timing());
          await this.host.yieldToEventLoop();
          if (cancelled()) return finish('cancelled');
          sliceEnd = this.host.now() + slice;
        }
        const before = this.host.now();
        const result = run.step();
        step.add(this.host.now() - before);
        this.position = result.step;
        if (result.status === 'diverged' && recorder.diverged(run, timing)) {
          return finish('diverged');
        }
      }
    } catch (error) {
      this.wanted.delete(runId);
      this.fail((message, fatal) => ({ kind: 'failed', runId, message, fatal }), error);
    }
  }

  /** Shares the run with helpers where that is worth the messages. */
  private async recordParallel(
    runId: number,
    config: Config,
    recorder: SnapshotRecorder,
  ): Promise<void> {
    const cancelled = (): boolean => !this.wanted.has(runId);
    try {
      const parallel = cancelled() ? null : await this.helpers.parallelRun(config, this.holder);
      if (!parallel) return await this.record(runId, config, recorder);
      // The run of this worker has its own share of the units only, until they are joined.
      this.config = null;
      await parallel.open(config);
      const outcome = await recordShared(parallel, config, recorder, this.host, cancelled);
      if (outcome === 'complete') {
        await parallel.join();
        this.config = config;
        this.position = config.steps;
      }
      this.wanted.delete(runId);
      this.host.post({ kind: 'done', runId, outcome }, []);
    } catch (error) {
      if (error instanceof HelperFailure && !error.fatal) {
        // One of them ran out of memory, say: what is left is done without them.
        this.helpers.disable();
        return this.record(runId, config, recorder);
      }
      this.wanted.delete(runId);
      this.fail((message, fatal) => ({ kind: 'failed', runId, message, fatal }), error);
    }
  }

  /** A run of this configuration at step 0, reusing data and W_0 where they stay the same. */
  private open(config: Config): Run {
    const run = this.holder.open(config, 0, 1);
    this.config = config;
    this.position = 0;
    return run;
  }

  /** The run after exactly `step` steps: forward from here, or again from the start. */
  private seek(config: Config, step: number): Run {
    const here = this.config !== null && this.isSame(this.config, config) && this.position <= step;
    const run = (here ? this.holder.run : null) ?? this.open(config);
    while (this.position < step) {
      const result = run.step();
      this.position = result.step;
      if (result.status === 'diverged') break;
    }
    return run;
  }

  private isSame(a: Config, b: Config): boolean {
    return (Object.keys(a) as (keyof Config)[]).every((key) => a[key] === b[key]);
  }

  private answer(request: CallRequest): void {
    const { id } = request;
    try {
      const result = this.compute(request);
      const transfer = Object.values(result).flatMap((value: unknown) =>
        ArrayBuffer.isView(value) ? [value.buffer as ArrayBuffer] : [],
      );
      this.host.post({ kind: 'result', id, result }, transfer);
    } catch (error) {
      this.fail((message, fatal) => ({ kind: 'refused', id, message, fatal }), error);
    }
  }

  private compute(request: CallRequest): Calls[keyof Calls]['result'] {
    switch (request.name) {
      case 'estimate':
        return this.estimate(request.args.config);
      case 'overlaps': {
        const { config, step, count } = request.args;
        return this.seek(config, step).overlaps(count);
      }
      case 'entries': {
        const { config, step, bins } = request.args;
        return this.seek(config, step).entryHistogram(bins);
      }
      case 'scatter':
        return this.scatter(request.args.config, request.args.step);
      case 'weights':
        return this.seek(request.args.config, request.args.step).weights();
      case 'laws': {
        const { laws, h, d } = request.args;
        return laws.map((law) => bulkCurve(this.engine, law, h, d));
      }
      case 'firstStep':
        return this.firstStep(request.args.config);
      case 'denoise':
        return this.seek(request.args.config, request.args.step).denoise();
      case 'matrix':
        return measureMatrix(this.engine, request.args, () => this.host.now());
      default:
        return this.theory.compute(request);
    }
  }

  private firstStep(config: Config): FirstStep {
    const run = this.seek(config, 0);
    const { step, learningRate } = run.step();
    this.position = step;
    return { learningRate, spike: run.updateSpike() };
  }

  private scatter(config: Config, step: number): ScatterData {
    const points = this.seek(config, step).outputScatter();
    const reach = points.index.reduce((most, z) => Math.max(most, Math.abs(z)), 1);
    const curveIndex = Float64Array.from({ length: 121 }, (_, i) => reach * (i / 60 - 1));
    return {
      ...points,
      curveIndex,
      curveTarget: this.engine.teacherFunction(config.teacher, curveIndex),
    };
  }

  private estimate(config: Config): Estimate {
    try {
      this.engine.validateConfig(config);
    } catch (error) {
      return { memory: 0, work: { step: 0, probe: 0 }, refusal: messageOf(error) };
    }
    const memory = this.engine.memoryEstimate(config);
    return { memory, work: this.engine.workEstimate(config), refusal: null };
  }

  private fail(reply: (message: string, fatal: boolean) => Reply, error: unknown): void {
    const fatal = isCrash(error) || (error instanceof HelperFailure && error.fatal);
    if (!fatal) {
      try {
        this.dispose();
      } catch {
        // A handle that cannot be freed belongs to a module that is of no more use either.
      }
    }
    this.host.post(reply(messageOf(error), fatal), []);
  }
}
