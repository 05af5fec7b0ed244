// A worker with helpers, in the place of a worker: large runs are shared among all of them. The page
// starts the helpers when the worker asks and connects the two by a port, over which they talk from
// then on; nothing of it passes through the page. If one of them stops, the team has stopped.

import type { WorkerLike } from './engine_client';
import type { Reply, Request } from '../protocol/messages';

/** So many workers make a team at most, on any machine. */
const MOST = 4;

/** Helpers that may be started yet, by all teams of the page together. */
export interface Bench {
  free: number;
}

/** Starts teams that leave no core without a worker and none with two. */
export function teamsOf(
  spawn: () => WorkerLike,
  cores = navigator.hardwareConcurrency,
): () => WorkerLike {
  const bench = { free: Math.max(0, Math.min(MOST, cores || 1) - 1) };
  return () => new Team(spawn, bench);
}

export class Team implements WorkerLike {
  onmessage: ((event: MessageEvent<Reply>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  private readonly leader: WorkerLike;
  private helpers: WorkerLike[] = [];

  constructor(
    private readonly spawn: () => WorkerLike,
    private readonly bench: Bench,
  ) {
    this.leader = this.watched();
    this.leader.onmessage = (event) => {
      if (event.data.kind === 'hire') this.hire(event.data.count);
      else this.onmessage?.(event);
    };
    if (bench.free > 0) this.leader.postMessage({ kind: 'team', size: 1 + bench.free });
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
    this.bench.free += this.helpers.length;
    this.helpers = [];
  }

  private hire(count: number): void {
    for (let i = 0; i < count && this.bench.free > 0; i += 1) {
      this.bench.free -= 1;
      const helper = this.watched();
      this.helpers.push(helper);
      const { port1, port2 } = new MessageChannel();
      helper.postMessage({ kind: 'help', port: port1 }, { transfer: [port1] });
      this.leader.postMessage({ kind: 'helper', port: port2 }, { transfer: [port2] });
    }
  }

  private watched(): WorkerLike {
    const worker = this.spawn();
    worker.onerror = (event) => this.onerror?.(event);
    return worker;
  }
}
