// A worker with helpers, in the place of a worker: large runs are shared among all of them. The page
// starts the helpers when the worker asks and connects the two by a port, over which they talk from
// then on; nothing of it passes through the page. If one of them stops, the whole group has stopped.

import type { WorkerLike } from './worker_like';
import type { Reply, Request } from '../protocol/messages';

/** Workers of a group at most, on any machine. */
const MAX_WORKERS = 4;

/** Cores for which helpers may still be started, by all groups of the page together. */
export interface CoreBudget {
  free: number;
}

/** Starts groups that leave no core without a worker and none with two. */
export function workerGroups(
  spawn: () => WorkerLike,
  cores = navigator.hardwareConcurrency,
): () => WorkerLike {
  const budget = { free: Math.max(0, Math.min(MAX_WORKERS, cores || 1) - 1) };
  return () => new WorkerGroup(spawn, budget);
}

export class WorkerGroup implements WorkerLike {
  onmessage: ((event: MessageEvent<Reply>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  private readonly leader: WorkerLike;
  private helpers: WorkerLike[] = [];

  constructor(
    private readonly spawn: () => WorkerLike,
    private readonly budget: CoreBudget,
  ) {
    this.leader = this.startWorker();
    this.leader.onmessage = (event) => {
      if (event.data.kind === 'start-helpers') this.startHelpers(event.data.count);
      else this.onmessage?.(event);
    };
    if (budget.free > 0) {
      this.leader.postMessage({ kind: 'set-worker-limit', workers: 1 + budget.free });
    }
  }

  postMessage(request: Request): void {
    this.leader.postMessage(request);
  }

  terminate(): void {
    for (const worker of [this.leader, ...this.helpers]) {
      worker.onmessage = null;
      worker.onerror = null;
      worker.terminate();
    }
    this.budget.free += this.helpers.length;
    this.helpers = [];
  }

  private startHelpers(count: number): void {
    const possible = Math.min(count, this.budget.free);
    this.budget.free -= possible;
    // Other groups have them: the run is not to wait for helpers that do not come.
    if (possible < count) {
      this.leader.postMessage({ kind: 'helpers-missing', count: count - possible });
    }
    for (let i = 0; i < possible; i += 1) {
      const helper = this.startWorker();
      this.helpers.push(helper);
      const { port1, port2 } = new MessageChannel();
      helper.postMessage({ kind: 'serve-shards', port: port1 }, { transfer: [port1] });
      this.leader.postMessage({ kind: 'add-helper', port: port2 }, { transfer: [port2] });
    }
  }

  private startWorker(): WorkerLike {
    const worker = this.spawn();
    worker.onerror = (event) => this.onerror?.(event);
    return worker;
  }
}
