// A worker that only notes what it is sent, and says what a test has it say.

import type { WorkerLike } from '../../web/src/engine/client/worker_like';
import type { Recorded, Reply, Request } from '../../web/src/engine/protocol/messages';

export const READY = { kind: 'ready', version: '1', build: '' } as const;

export class ScriptedWorker implements WorkerLike {
  readonly sent: Request[] = [];
  terminated = false;
  isWaiting = false;
  onmessage: ((event: MessageEvent<Reply>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;

  postMessage(request: Request): void {
    this.sent.push(request);
  }
  terminate(): void {
    this.terminated = true;
  }

  say(reply: Reply): void {
    this.onmessage?.({ data: reply } as MessageEvent<Reply>);
  }
  snapshot(runId: number, step: number): void {
    const recorded = { snapshot: { step } } as Recorded;
    this.say({ kind: 'snapshot', runId, recorded, timing: { step: 1, probe: 1 } });
  }
  /** A run of a map is complete. */
  done(runId: number): void {
    this.say({ kind: 'done', runId, outcome: 'complete' });
  }
  /** Dies as a worker does whose script throws. */
  die(message: string): void {
    this.onerror?.({ message } as ErrorEvent);
  }

  get kinds(): string[] {
    return this.sent.map(({ kind }) => kind);
  }
  /** Ids of the runs of a map that it was given. */
  get runs(): number[] {
    return this.sent.flatMap((request) => (request.kind === 'map-run' ? [request.runId] : []));
  }
  /** Ids of the runs that were cancelled. */
  get cancelled(): number[] {
    return this.sent.flatMap((request) => (request.kind === 'cancel' ? [request.runId] : []));
  }
}
