// A worker with helpers, in the place of a worker: large runs are shared among all of them. The page
// starts the helpers when the worker asks and connects the two by a port, over which they talk from
// then on; nothing of it passes through the page. If one of them stops, the whole group has stopped.

import { CoreBudget, type Release } from './core_budget';
import type { WorkerLike } from './worker_like';
import type { Reply, Request } from '../protocol/messages';

/** Starts groups that leave no core without a worker and none with two. */
export function workerGroups(spawn: () => WorkerLike, budget = new CoreBudget()): () => WorkerLike {
  return () => new WorkerGroup(spawn, budget);
}

export class WorkerGroup implements WorkerLike {
  onmessage: ((event: MessageEvent<Reply>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  private readonly leader: WorkerLike;
  private helpers: WorkerLike[] = [];
  private cores: Release[] = [];
  private isOver = false;

  constructor(
    private readonly spawn: () => WorkerLike,
    private readonly budget: CoreBudget,
  ) {
    this.leader = this.startWorker();
    this.leader.onmessage = (event) => {
      if (event.data.kind === 'start-helpers') void this.startHelpers(event.data.count);
      else this.onmessage?.(event);
    };
    if (budget.total > 0) {
      this.leader.postMessage({ kind: 'set-worker-limit', workers: 1 + budget.total });
    }
  }

  postMessage(request: Request): void {
    this.leader.postMessage(request);
  }

  terminate(): void {
    this.isOver = true;
    for (const worker of [this.leader, ...this.helpers]) {
      worker.onmessage = null;
      worker.onerror = null;
      worker.terminate();
    }
    for (const release of this.cores) release();
    this.helpers = [];
    this.cores = [];
  }

  private async startHelpers(count: number): Promise<void> {
    const cores = await this.budget.take(count);
    if (this.isOver) {
      for (const release of cores) release();
      return;
    }
    // Other groups have them: the run is not to wait for helpers that do not come.
    if (cores.length < count) {
      this.leader.postMessage({ kind: 'helpers-missing', count: count - cores.length });
    }
    for (const release of cores) {
      this.cores.push(release);
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
