// What workers have been asked and have not answered yet.

import type { WorkerLike } from './engine_client';
import type { CallName, CallRequest, Calls } from '../protocol/messages';

interface Question {
  worker: WorkerLike;
  request: CallRequest;
  resolve: (result: never) => void;
  reject: (error: Error) => void;
}

export class Questions {
  private readonly open = new Map<number, Question>();

  /** @param id  of the message, which no other message has */
  ask<N extends CallName>(
    worker: WorkerLike,
    id: number,
    name: N,
    args: Calls[N]['args'],
  ): Promise<Calls[N]['result']> {
    const request = { kind: 'call', id, name, args } as CallRequest;
    return new Promise((resolve, reject) => {
      this.open.set(id, { worker, request, resolve, reject });
      worker.postMessage(request);
    });
  }

  answer(id: number, result: Calls[CallName]['result']): void {
    this.take(id)?.resolve(result as never);
  }

  refuse(id: number, message: string): void {
    this.take(id)?.reject(new Error(message));
  }

  refuseAll(message: string): void {
    for (const id of [...this.open.keys()]) this.refuse(id, message);
  }

  /** One worker has taken the place of another. */
  move(from: WorkerLike, to: WorkerLike): void {
    for (const question of this.open.values()) {
      if (question.worker !== from) continue;
      question.worker = to;
      to.postMessage(question.request);
    }
  }

  private take(id: number): Question | undefined {
    const question = this.open.get(id);
    this.open.delete(id);
    return question;
  }
}
