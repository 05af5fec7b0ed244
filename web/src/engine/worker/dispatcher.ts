// What a worker does with each message: starts and cancels runs, answers calls, takes helpers in.

import type { EngineModule } from '@engine';
import { HelperFailure } from '../parallel/helper_port';
import { serveShards } from '../parallel/shard_helper';
import { messageOf } from '../../common/errors';
import { isCrash } from '../parallel/shard_protocol';
import type { CallRequest, Calls, Estimate, Reply, Request } from '../protocol/messages';
import { bulkCurve } from './calls/densities';
import { measureMatrix } from './calls/matrix';
import { answerRunCall, isRunCall } from './calls/run';
import { TheoryHandler } from './calls/theory';
import type { Host } from './host';
import { MapRunRecorder, type LastPost } from './map_run_recorder';
import { SnapshotRecorder } from './recorder';
import { Session, type RunOutcome } from './session';

export class Dispatcher {
  private readonly session: Session;
  private readonly theory: TheoryHandler;
  private readonly lastPost: LastPost = { posted: -Infinity };

  constructor(
    private readonly engine: EngineModule,
    private readonly host: Host,
  ) {
    this.session = new Session(engine, host);
    this.theory = new TheoryHandler(engine, () => host.now());
  }

  handle(request: Request): void {
    switch (request.kind) {
      case 'set-worker-limit':
        this.session.helpers.setLimit(request.workers);
        return;
      case 'add-helper':
        this.session.helpers.add(request.port);
        return;
      case 'helpers-missing':
        this.session.helpers.missing(request.count);
        return;
      case 'serve-shards':
        serveShards(this.engine, request.port);
        return;
      case 'start': {
        const { runId, config, from } = request;
        this.session.cancelAll();
        const recorder = new SnapshotRecorder(this.engine, this.host, runId, config, from);
        this.report(runId, this.session.run(runId, config, recorder, true));
        return;
      }
      case 'map-run': {
        const { runId, config, steps } = request;
        const recorder = new MapRunRecorder(this.engine, runId, steps, this.host, this.lastPost);
        this.report(runId, this.session.run(runId, config, recorder, false));
        return;
      }
      case 'cancel':
        this.session.cancel(request.runId);
        return;
      case 'call':
        if (isRunCall(request)) void this.session.after(() => this.answer(request));
        else this.answer(request);
    }
  }

  /** Frees all matrices. */
  dispose(): void {
    this.session.dispose();
    this.theory.dispose();
  }

  /** Says how a run has ended. */
  private report(runId: number, run: Promise<RunOutcome>): void {
    run.then(
      (outcome) => this.host.post({ kind: 'done', runId, outcome }, []),
      (error: unknown) =>
        this.fail((message, fatal) => ({ kind: 'failed', runId, message, fatal }), error),
    );
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
    if (isRunCall(request)) return answerRunCall(this.engine, this.session, request);
    switch (request.name) {
      case 'estimate':
        return this.estimate(request.args.config);
      case 'laws': {
        return request.args.laws.map((law) => bulkCurve(this.engine, law));
      }
      case 'matrix':
        return measureMatrix(this.engine, request.args, () => this.host.now());
      default:
        return this.theory.compute(request);
    }
  }

  private estimate(config: Calls['estimate']['args']['config']): Estimate {
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
