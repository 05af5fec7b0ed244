// A few workers for many clients: figures on one page take turns. A client holds a lease, which to
// it looks like a worker of its own; a real worker serves one lease at a time, for as long as that
// has a run or a call without an answer. The runs of a map are passed on one by one, so that a map
// lets the other figures in between. Runs are deterministic, so it does not matter which worker
// computes what. Workers start when there is work and end with the last lease.

import type { WorkerLike } from './worker_like';
import type { Reply, Request } from '../protocol/messages';

interface SharedWorker {
  worker: WorkerLike;
  /** What the worker said when it was ready; later holders are told too. */
  ready: Reply | null;
  holder: Lease | null;
}

export class SharedWorkers {
  private readonly workers: SharedWorker[] = [];
  /** In the order in which they came to wait. */
  private readonly waiting = new Set<Lease>();
  private readonly leases = new Set<Lease>();

  constructor(
    private readonly spawn: () => WorkerLike,
    /** Workers at the same time. */
    private readonly limit: number,
  ) {}

  /** Workers that are there now. */
  get size(): number {
    return this.workers.length;
  }

  /** @param announces  asks for a turn at once, to say that a worker is ready before there is work */
  lease(announces = false): WorkerLike {
    const lease = new Lease(this);
    this.leases.add(lease);
    if (announces) this.enqueue(lease);
    return lease;
  }

  /** A lease has something to be done. */
  enqueue(lease: Lease): void {
    this.waiting.add(lease);
    this.serve();
  }

  /** A lease ends; a worker that is busy with it goes with it. */
  end(lease: Lease): void {
    this.leases.delete(lease);
    this.waiting.delete(lease);
    const shared = this.workers.find((s) => s.holder === lease);
    if (shared) this.close(shared);
    for (const idle of this.workers.filter((s) => !s.holder)) {
      if (this.workers.length > this.leases.size) this.close(idle);
    }
    this.serve();
  }

  private serve(): void {
    for (const lease of this.waiting) {
      const shared = this.freeWorker(lease);
      if (!shared) return;
      this.waiting.delete(lease);
      shared.holder = lease;
      lease.attach(shared.worker, shared.ready);
      if (shared.ready) this.release(shared);
    }
  }

  /** A lease whose work is done frees its worker, and queues behind those that wait now. */
  private release(shared: SharedWorker): void {
    const lease = shared.holder;
    if (!lease || lease.isBusy) return;
    shared.holder = null;
    lease.detach();
    if (lease.hasMore) this.waiting.add(lease);
  }

  /** The worker that served this lease last still holds its matrices. */
  private freeWorker(lease: Lease): SharedWorker | undefined {
    const free = this.workers.filter((s) => !s.holder);
    const same = free.find((s) => s.worker === lease.last);
    return same ?? free[0] ?? (this.workers.length < this.limit ? this.open() : undefined);
  }

  private open(): SharedWorker {
    const shared: SharedWorker = { worker: this.spawn(), ready: null, holder: null };
    shared.worker.onmessage = (event) => {
      if (event.data.kind === 'ready') shared.ready = event.data;
      shared.holder?.receive(event);
      this.release(shared);
      if (!shared.holder) this.serve();
    };
    shared.worker.onerror = (event) => {
      const lease = shared.holder;
      if (lease) lease.onerror?.(event);
      else this.close(shared);
    };
    this.workers.push(shared);
    return shared;
  }

  private close(shared: SharedWorker): void {
    shared.worker.onmessage = null;
    shared.worker.onerror = null;
    shared.worker.terminate();
    this.workers.splice(this.workers.indexOf(shared), 1);
  }
}

class Lease implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  /** The worker that served this lease last. */
  last: WorkerLike | null = null;
  private worker: WorkerLike | null = null;
  private queue: Request[] = [];
  /** Runs and calls that a worker has and has not answered; ids of both come from one counter. */
  private readonly pending = new Set<number>();

  constructor(private readonly pool: SharedWorkers) {}

  get isWaiting(): boolean {
    return this.worker === null;
  }

  get isBusy(): boolean {
    return this.pending.size > 0;
  }

  /** Whether something waits for the next turn. */
  get hasMore(): boolean {
    return this.queue.length > 0;
  }

  postMessage(request: Request): void {
    if (request.kind === 'cancel') this.cancel(request.runId);
    else if (this.worker && request.kind !== 'map-run') this.forward(request);
    else {
      this.queue.push(request);
      if (!this.worker) this.pool.enqueue(this);
    }
  }

  terminate(): void {
    this.queue = [];
    this.worker = null;
    this.pool.end(this);
  }

  attach(worker: WorkerLike, ready: Reply | null): void {
    this.worker = worker;
    this.last = worker;
    if (ready) queueMicrotask(() => this.say(ready));
    for (const request of this.queue.splice(0)) {
      if (request.kind === 'map-run' && this.isBusy) this.queue.push(request);
      else this.forward(request);
    }
  }

  detach(): void {
    this.worker = null;
  }

  receive(event: MessageEvent<Reply>): void {
    const reply = event.data;
    if (reply.kind === 'done' || reply.kind === 'failed') this.pending.delete(reply.runId);
    if (reply.kind === 'result' || reply.kind === 'refused') this.pending.delete(reply.id);
    this.onmessage?.(event);
  }

  private forward(request: Request): void {
    if (request.kind === 'start' || request.kind === 'map-run') this.pending.add(request.runId);
    if (request.kind === 'call') this.pending.add(request.id);
    this.worker?.postMessage(request);
  }

  private cancel(runId: number): void {
    const isIt = (r: Request): boolean => 'runId' in r && r.runId === runId;
    if (this.worker && !this.queue.some(isIt)) {
      this.forward({ kind: 'cancel', runId });
      return;
    }
    // The run never reached a worker.
    this.queue = this.queue.filter((r) => !isIt(r));
    queueMicrotask(() => this.say({ kind: 'done', runId, outcome: 'cancelled' }));
  }

  private say(reply: Reply): void {
    this.onmessage?.(new MessageEvent('message', { data: reply }));
  }
}
