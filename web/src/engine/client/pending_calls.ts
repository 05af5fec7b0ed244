// Calls that workers have been sent and have not answered yet.

import type { WorkerLike } from './engine_client';
import type { CallName, CallRequest, Calls } from '../protocol/messages';

interface PendingCall {
  worker: WorkerLike;
  request: CallRequest;
  resolve: (result: never) => void;
  reject: (error: Error) => void;
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
      this.pending.set(id, { worker, request, resolve, reject });
      worker.postMessage(request);
    });
  }

  resolve(id: number, result: Calls[CallName]['result']): void {
    this.take(id)?.resolve(result as never);
  }

  reject(id: number, message: string): void {
    this.take(id)?.reject(new Error(message));
  }

  rejectAll(message: string): void {
    for (const id of [...this.pending.keys()]) this.reject(id, message);
  }

  /** One worker has taken the place of another. */
  move(from: WorkerLike, to: WorkerLike): void {
    for (const call of this.pending.values()) {
      if (call.worker !== from) continue;
      call.worker = to;
      to.postMessage(call.request);
    }
  }

  private take(id: number): PendingCall | undefined {
    const call = this.pending.get(id);
    this.pending.delete(id);
    return call;
  }
}
