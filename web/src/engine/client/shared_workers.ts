// A few workers for many clients: figures on one page take turns. A client holds a lease, which to
// it looks like a worker of its own; a real worker serves one lease at a time, for as long as that
// has a run or a call without an answer. The columns of a map are handed on one by one, so that a map
// lets the other figures in between. Runs are deterministic, so it does not matter which worker
// computes what. Workers start when there is work and end with the last lease.

import type { WorkerLike } from './engine_client';
import type { Reply, Request } from '../protocol/messages';

interface Seat {
  worker: WorkerLike;
  /** What the worker said when it was ready; later holders are told too. */
  ready: Reply | null;
  holder: Lease | null;
}

export class SharedWorkers {
  private readonly seats: Seat[] = [];
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
    return this.seats.length;
  }

  /** @param greets  asks for a turn at once, to say that a worker is ready before there is work */
  lease(greets = false): WorkerLike {
    const lease = new Lease(this);
    this.leases.add(lease);
    if (greets) this.enqueue(lease);
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
    const seat = this.seats.find((s) => s.holder === lease);
    if (seat) this.close(seat);
    for (const idle of this.seats.filter((s) => !s.holder)) {
      if (this.seats.length > this.leases.size) this.close(idle);
    }
    this.serve();
  }

  private serve(): void {
    for (const lease of this.waiting) {
      const seat = this.freeSeat(lease);
      if (!seat) return;
      this.waiting.delete(lease);
      seat.holder = lease;
      lease.sit(seat.worker, seat.ready);
      if (seat.ready) this.vacate(seat);
    }
  }

  /** A lease whose work is done gives its seat up, and comes again after those who wait now. */
  private vacate(seat: Seat): void {
    const lease = seat.holder;
    if (!lease || lease.isBusy) return;
    seat.holder = null;
    lease.rise();
    if (lease.hasMore) this.waiting.add(lease);
  }

  /** The worker that served this lease last still holds its matrices. */
  private freeSeat(lease: Lease): Seat | undefined {
    const free = this.seats.filter((s) => !s.holder);
    const same = free.find((s) => s.worker === lease.last);
    return same ?? free[0] ?? (this.seats.length < this.limit ? this.open() : undefined);
  }

  private open(): Seat {
    const seat: Seat = { worker: this.spawn(), ready: null, holder: null };
    seat.worker.onmessage = (event) => {
      if (event.data.kind === 'ready') seat.ready = event.data;
      seat.holder?.hear(event);
      this.vacate(seat);
      if (!seat.holder) this.serve();
    };
    seat.worker.onerror = (event) => {
      const lease = seat.holder;
      if (lease) lease.onerror?.(event);
      else this.close(seat);
    };
    this.seats.push(seat);
    return seat;
  }

  private close(seat: Seat): void {
    seat.worker.onmessage = null;
    seat.worker.onerror = null;
    seat.worker.terminate();
    this.seats.splice(this.seats.indexOf(seat), 1);
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
  private readonly open = new Set<number>();

  constructor(private readonly pool: SharedWorkers) {}

  get isBusy(): boolean {
    return this.open.size > 0;
  }

  /** Whether something waits for the next turn. */
  get hasMore(): boolean {
    return this.queue.length > 0;
  }

  postMessage(request: Request): void {
    if (request.kind === 'cancel') this.cancel(request.runId);
    else if (this.worker && request.kind !== 'column') this.forward(request);
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

  sit(worker: WorkerLike, ready: Reply | null): void {
    this.worker = worker;
    this.last = worker;
    if (ready) queueMicrotask(() => this.say(ready));
    for (const request of this.queue.splice(0)) {
      if (request.kind === 'column' && this.isBusy) this.queue.push(request);
      else this.forward(request);
    }
  }

  rise(): void {
    this.worker = null;
  }

  hear(event: MessageEvent<Reply>): void {
    const reply = event.data;
    if (reply.kind === 'done' || reply.kind === 'failed') this.open.delete(reply.runId);
    if (reply.kind === 'result' || reply.kind === 'refused') this.open.delete(reply.id);
    this.onmessage?.(event);
  }

  private forward(request: Request): void {
    if (request.kind === 'start' || request.kind === 'column') this.open.add(request.runId);
    if (request.kind === 'call') this.open.add(request.id);
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
