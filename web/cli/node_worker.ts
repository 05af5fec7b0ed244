// Worker threads behind the face of the browser's workers, so that the page's pool runs them.

import { Worker, type Transferable } from 'node:worker_threads';
import type { WorkerLike } from '../src/engine/client/worker_like';
import type { Reply, Request } from '../src/engine/protocol/messages';

export class NodeWorker implements WorkerLike {
  onmessage: ((event: MessageEvent<Reply>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  private readonly worker: Worker;

  constructor(script: URL) {
    this.worker = new Worker(script);
    this.worker.on('message', (reply: Reply) =>
      this.onmessage?.({ data: reply } as MessageEvent<Reply>),
    );
    this.worker.on('error', (error: Error) => this.died(error.message));
    this.worker.on('exit', (code) => this.died(`it ended with code ${code}`));
  }

  postMessage(request: Request, options?: StructuredSerializeOptions): void {
    this.worker.postMessage(request, options?.transfer as readonly Transferable[]);
  }

  terminate(): void {
    void this.worker.terminate();
  }

  private died(message: string): void {
    const told = this.onerror;
    this.onerror = null;
    told?.({ message } as ErrorEvent);
  }
}
