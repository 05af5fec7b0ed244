import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULTS, type Config } from '../../../../web/src/config/schema/config';
import type { WorkerLike } from '../../../../web/src/engine/client/worker_like';
import type { Job } from '../../../../web/src/engine/client/pooled_worker';
import { LOAD_LIMIT_MS, SILENCE_LIMIT_MS } from '../../../../web/src/engine/client/watchdog';
import { WorkerPool } from '../../../../web/src/engine/client/worker_pool';
import type { Reply, Request } from '../../../../web/src/engine/protocol/messages';

class FakeWorker implements WorkerLike {
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
  get mapRuns(): number {
    return this.sent.filter(({ kind }) => kind === 'map-run').length;
  }
}

const READY = { kind: 'ready', version: '1', build: '' } as const;
const SMALL: Config = { ...DEFAULTS, n: 20, d: 8, h: 10, steps: 4 };
const LARGE: Config = { ...DEFAULTS, n: 20000, d: 12000, h: 12000, steps: 1000 };

function make(config: Config, { size = 1, memory = 1e12 } = {}) {
  const workers: FakeWorker[] = [];
  const heard = { notices: [] as string[], unavailable: [] as string[] };
  const pool = new WorkerPool({
    spawn: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker;
    },
    size,
    memory,
  });
  let id = 0;
  const next = (): Job => ({ id: (id += 1), config, steps: [0, config.steps] });
  const work = (fitting: Promise<number> = Promise.resolve(size)): void =>
    pool.work(
      {
        next,
        cells: () => undefined,
        finished: () => undefined,
        failed: () => undefined,
        notice: (message) => heard.notices.push(message),
        unavailable: (message) => heard.unavailable.push(message),
      },
      fitting,
    );
  return { pool, workers, heard, work };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a pool', () => {
  it('replaces a worker that never loads, and in the end says that none can be had', () => {
    const p = make(SMALL);
    p.work();
    vi.advanceTimersByTime(2 * LOAD_LIMIT_MS);
    expect(p.workers.length).toBeGreaterThan(1);
    expect(p.workers[0]!.terminated).toBe(true);
    vi.advanceTimersByTime(10 * LOAD_LIMIT_MS);
    expect(p.heard.unavailable).toEqual(['The engine keeps stopping: it did not load']);
  });

  it('gives a worker up after a silence that its job does not explain', () => {
    const small = make(SMALL);
    small.work();
    small.workers[0]!.say(READY);
    vi.advanceTimersByTime(SILENCE_LIMIT_MS - 1);
    expect(small.workers).toHaveLength(1);
    vi.advanceTimersByTime(SILENCE_LIMIT_MS);
    expect(small.heard.notices).toEqual([
      'A worker stopped (it no longer answered) and was replaced; its run is repeated.',
    ]);
    expect(small.workers).toHaveLength(2);
    small.pool.dispose();
  });

  it('waits for a large job as long as that may take, beyond what one timer can', () => {
    const p = make(LARGE);
    p.work();
    p.workers[0]!.say(READY);
    const ms = ((LARGE.n * LARGE.d * LARGE.h * (1000 + 6)) / 1e8) * 1000;
    expect(ms).toBeGreaterThan(2 ** 33);
    vi.advanceTimersByTime(ms - 1000);
    expect(p.workers).toHaveLength(1);
    expect(p.heard.notices).toEqual([]);
    vi.advanceTimersByTime(0.2 * ms);
    expect(p.workers[0]!.terminated).toBe(true);
    p.pool.dispose();
  });

  it('judges no worker that waits for its turn', () => {
    const p = make(SMALL);
    p.work();
    p.workers[0]!.isWaiting = true;
    vi.advanceTimersByTime(20 * LOAD_LIMIT_MS);
    expect(p.workers).toHaveLength(1);
    p.pool.dispose();
  });

  it('starts as many workers as its memory holds of runs of the estimated size', async () => {
    const p = make(SMALL, { size: 4, memory: 1000 });
    p.pool.warm();
    for (let i = 0; i < 4; i += 1) p.workers[i]!.say(READY);
    const fitting = p.pool.fitting([SMALL, LARGE]);
    for (const worker of p.workers) {
      worker.sent.forEach((request, i) => {
        if (request.kind !== 'call') return;
        const result = { memory: [100, 400][i]!, work: { step: 1, probe: 1 }, refusal: null };
        worker.say({ kind: 'result', id: request.id, result });
      });
    }
    // The larger of the two decides: 1000 / 400.
    expect(await fitting).toBe(2);
    p.work(fitting);
    await fitting;
    await Promise.resolve();
    expect(p.workers.filter(({ mapRuns }) => mapRuns > 0)).toHaveLength(2);
    p.pool.dispose();
  });
});
