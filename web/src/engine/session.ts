// The engine's side of the protocol, without the worker around it: holds one `Run`, steps it in
// slices of time so that a cancel can arrive between them, and answers calls about any step.

import type { Config, EngineModule, Run } from '@engine';
import { firstRate, stepKind } from '../config/first_step';
import { Column } from './column';
import { bulkCurve } from './laws';
import { measureMatrix } from './matrix';
import type { CallRequest, Calls, Estimate, Reply, Request, ScatterData, Timing } from './protocol';
import { TheoryDesk } from './theory';
import type { FirstStep } from './theory_calls';

/** Milliseconds of work between two looks at the mail. */
const SLICE = 24;
/** Calls that need the state of a run, and wait for the one in progress. */
const OF_RUN: readonly CallRequest['name'][] = [
  ...(['overlaps', 'entries', 'scatter', 'weights'] as const),
  ...(['firstStep', 'denoise'] as const),
];
const UNKNOWN = { secondLayerSquared: NaN, residualSquared: NaN };

export interface Host {
  post(reply: Reply, transfer: ArrayBuffer[]): void;
  /** Milliseconds; only differences matter. */
  now(): number;
  /** Resolves after messages that are waiting have been delivered. */
  rest(): Promise<void>;
}

/** What becomes of the probes of a run. */
export interface Recorder {
  wants(step: number): boolean;
  /** Probes the run; true when nothing finite is left to train. */
  take(run: Run, timing: () => Timing): boolean;
  /** The run has just diverged; true when it shall end there. */
  diverged(run: Run, timing: () => Timing): boolean;
  /** Between two slices of work. */
  pulse(step: number, timing: Timing): void;
  /** After the last probe, also of a run that was cancelled. */
  end?(): void;
}

/** Mean of what was added; 0 while nothing was. */
class Mean {
  private sum = 0;
  private count = 0;
  add(x: number): void {
    this.sum += x;
    this.count += 1;
  }
  get value(): number {
    return this.count > 0 ? this.sum / this.count : 0;
  }
}

export class Session {
  private run: Run | null = null;
  private config: Config | null = null;
  /** Optimiser steps that `run` has done. */
  private position = 0;
  /** Runs that were asked for; a cancel or a newer start takes them away. */
  private readonly wanted = new Set<number>();
  private busy: Promise<void> = Promise.resolve();
  private readonly theory: TheoryDesk;

  constructor(
    private readonly engine: EngineModule,
    private readonly host: Host,
  ) {
    this.theory = new TheoryDesk(engine, () => host.now());
  }

  handle(request: Request): void {
    if (request.kind === 'cancel') {
      this.wanted.delete(request.runId);
    } else if (request.kind === 'start') {
      const { runId, config, from } = request;
      this.wanted.clear();
      this.wanted.add(runId);
      this.busy = this.busy.then(() =>
        this.record(runId, config, this.recorder(runId, config, from)),
      );
    } else if (request.kind === 'column') {
      const { runId, config, steps } = request;
      this.wanted.add(runId);
      const column = new Column(runId, steps, this.host);
      this.busy = this.busy.then(() => this.record(runId, config, column));
    } else if (OF_RUN.includes(request.name)) {
      this.busy = this.busy.then(() => this.answer(request));
    } else {
      this.answer(request);
    }
  }

  /** Frees the run's matrices. */
  dispose(): void {
    this.run?.delete();
    this.run = null;
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
      let sliceEnd = this.host.now() + SLICE;
      for (;;) {
        if (recorder.wants(this.position)) {
          const before = this.host.now();
          const isOver = recorder.take(run, timing);
          probe.add(this.host.now() - before);
          if (isOver) return finish('diverged');
        }
        if (this.position >= config.steps) return finish('complete');
        if (this.host.now() > sliceEnd) {
          recorder.pulse(this.position, timing());
          await this.host.rest();
          if (cancelled()) return finish('cancelled');
          sliceEnd = this.host.now() + SLICE;
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

  /** Posts every probe of an explorer's run as it is. */
  private recorder(runId: number, config: Config, from: number): Recorder {
    const take: Recorder['take'] = (run, timing) => this.postSnapshot(run, runId, timing);
    return {
      wants: (step) => step >= from && (step % config.probeEvery === 0 || step === config.steps),
      take,
      diverged: (run, timing) => {
        take(run, timing);
        return true;
      },
      pulse: (step, timing) => this.host.post({ kind: 'progress', runId, step, timing }, []),
    };
  }

  /** Probes and posts; true when there is nothing finite left to train. */
  private postSnapshot(run: Run, runId: number, timing: () => Timing): boolean {
    const snapshot = run.probe();
    const { h, d } = run.config();
    const initialLaw = bulkCurve(this.engine, snapshot.initialBulk, h, d);
    const bulkLaw = bulkCurve(this.engine, snapshot.bulk, h, d);
    const transfer = [
      snapshot.eigenvalues,
      initialLaw.lambda,
      initialLaw.density,
      bulkLaw.lambda,
      bulkLaw.density,
    ].map((array) => array.buffer as ArrayBuffer);
    const recorded = { snapshot, initialLaw, bulkLaw, ...this.predictedSpike(run.config()) };
    this.host.post({ kind: 'snapshot', runId, recorded, timing: timing() }, transfer);
    return snapshot.status === 'diverged';
  }

  private predictedSpike(config: Config): { predictedSpike?: number } {
    const kind = stepKind(config);
    if (this.position > 1 || kind === null) return {};
    const at = { ...config, learningRate: firstRate(config) };
    const { spike } = this.engine.predictOneStep(at, UNKNOWN)[kind];
    return spike.detached ? { predictedSpike: spike.eigenvalue } : {};
  }

  /** A run of this configuration at step 0, reusing data and W_0 where they stay the same. */
  private open(config: Config): Run {
    if (this.run) this.run.restart(config);
    else this.run = new this.engine.Run(config);
    this.config = config;
    this.position = 0;
    return this.run;
  }

  /** The run after exactly `step` steps: forward from here, or again from the start. */
  private seek(config: Config, step: number): Run {
    const here = this.run && this.config && this.isSame(this.config, config);
    const run = here && this.run && this.position <= step ? this.run : this.open(config);
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
      curveTarget: this.engine.linkFunction(config.link, curveIndex),
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
    const fatal = error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
