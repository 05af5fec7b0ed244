// Calls that workers have been sent and have not answered yet.

import type { WorkerLike } from './worker_like';
import type { CallName, CallRequest, Calls } from '../protocol/messages';
import { workOfCall } from './run_cost';

interface PendingCall {
  worker: WorkerLike;
  request: CallRequest;
  resolve: (result: never) => void;
  reject: (error: Error) => void;
  crashes: number;
}

export class PendingCalls {
  private readonly pending = new Map<number, PendingCall>();

  /** @param id  of the message, which no other message has */
  send<N extends CallName>(
    worker: WorkerLike,
    id: number,
    name: N,
    args: Calls[N]['args'],
  ): Promise<Calls[N]['result']> {
    const request = { kind: 'call', id, name, args } as CallRequest;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { worker, request, resolve, reject, crashes: 0 });
      worker.postMessage(request);
    });
  }

  /** Calls that this worker owes an answer. */
  count(worker: WorkerLike): number {
    return this.of(worker).length;
  }

  /** Their work, in the units of `workOf`. */
  work(worker: WorkerLike): number {
    return this.of(worker).reduce((sum, { request }) => sum + workOfCall(request), 0);
  }

  resolve(id: number, result: Calls[CallName]['result']): void {
    this.take(id)?.resolve(result as never);
  }

  reject(id: number, error: Error): void {
    this.take(id)?.reject(error);
  }

  rejectAll(error: Error): void {
    for (const id of [...this.pending.keys()]) this.reject(id, error);
  }

  /** A worker has stopped; calls that were there at `most` such moments are given up. */
  crashed(worker: WorkerLike, most: number, error: Error): void {
    for (const call of this.of(worker)) {
      call.crashes += 1;
      if (call.crashes >= most) this.reject(call.request.id, error);
    }
  }

  /** One worker has taken the place of another. */
  move(from: WorkerLike, to: WorkerLike): void {
    for (const call of this.of(from)) {
      call.worker = to;
      to.postMessage(call.request);
    }
  }

  private of(worker: WorkerLike): PendingCall[] {
    return [...this.pending.values()].filter((call) => call.worker === worker);
  }

  private take(id: number): PendingCall | undefined {
    const call = this.pending.get(id);
    this.pending.delete(id);
    return call;
  }
}
