// What becomes of the jobs of a pool: their order, their failures, their end.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SILENCE_LIMIT_MS } from '../../../../web/src/engine/client/watchdog';
import { READY } from '../../scripted_worker';
import { makePool, SMALL } from './pool';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the jobs of a pool', () => {
  function busy(size = 1) {
    const p = makePool(SMALL, { size });
    p.work();
    const worker = p.workers[0]!;
    worker.say(READY);
    return { ...p, worker };
  }

  it('are two at a worker, which gets another for each that ends', () => {
    const { worker, heard, pool } = busy();
    expect(worker.runs.length).toBe(2);
    const [first] = worker.runs;
    worker.say({ kind: 'cells', runId: first!, cells: [] });
    worker.done(first!);
    expect([heard.cells, heard.finished, worker.runs.length]).toEqual([[1], [1], 3]);
    // Of what it no longer has nothing is heard.
    worker.done(first!);
    expect([heard.finished, worker.runs.length]).toEqual([[1], 3]);
    pool.dispose();
  });

  it('are given up where the engine refuses them, and the worker goes on', () => {
    const { worker, heard, workers, pool } = busy();
    worker.say({ kind: 'failed', runId: worker.runs[0]!, message: 'n is 0', fatal: false });
    expect([heard.failed, heard.notices, workers.length]).toEqual([['1: n is 0'], [], 1]);
    expect(worker.runs.length).toBe(3);
    pool.dispose();
  });

  it('are tried once more when their worker dies, and given up at its second death', () => {
    const { worker, heard, workers, pool } = busy();
    worker.die('out of memory');
    expect([worker.terminated, heard.failed]).toEqual([true, []]);
    expect(heard.notices).toEqual([
      'A worker stopped (out of memory) and was replaced; its run is repeated.',
    ]);
    workers[1]!.say(READY);
    // The one it was at is the first again.
    workers[1]!.say({ kind: 'cells', runId: workers[1]!.runs[0]!, cells: [] });
    expect(heard.cells).toEqual([1]);
    const failed = { kind: 'failed', message: 'unreachable', fatal: true } as const;
    workers[1]!.say({ ...failed, runId: workers[1]!.runs[0]! });
    expect(heard.failed).toEqual(['1: The engine stopped twice at this run: unreachable']);
    workers[2]!.say(READY);
    workers[2]!.done(workers[2]!.runs[0]!);
    expect(heard.finished).toEqual([2]);
    pool.dispose();
  });

  it('wait while the pool is paused, but for the one a worker is at', () => {
    const { worker, heard, pool } = busy();
    const [first, second] = worker.runs;
    pool.pause();
    expect(worker.cancelled).toEqual([second]);
    worker.done(first!);
    expect([heard.finished, worker.runs.length]).toEqual([[1], 2]);
    pool.resume();
    // The second job comes back, and a third.
    worker.done(worker.runs[2]!);
    expect([heard.finished, worker.runs.length]).toEqual([[1, 2], 5]);
    pool.dispose();
  });

  it('are forgotten when the pool is stopped; a worker that does not hear it is replaced', () => {
    const { worker, workers, pool } = busy();
    pool.stop();
    expect(worker.cancelled).toEqual(worker.runs);
    vi.advanceTimersByTime(399);
    expect(workers).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect([workers.length, worker.terminated]).toEqual([2, true]);
  });

  it('are forgotten by a worker that hears it in time', () => {
    const { worker, workers, pool } = busy();
    pool.stop();
    worker.say({ kind: 'done', runId: worker.runs[0]!, outcome: 'cancelled' });
    vi.advanceTimersByTime(100 * SILENCE_LIMIT_MS);
    expect([workers.length, worker.runs.length]).toEqual([1, 2]);
  });

  it('go to one worker until the module is loaded, then to all', async () => {
    const { workers, pool } = busy(3);
    expect(workers).toHaveLength(3);
    await Promise.resolve();
    workers[1]!.say(READY);
    expect([workers[1]!.runs.length, workers[2]!.runs.length]).toEqual([2, 0]);
    pool.dispose();
    expect(workers.every(({ terminated }) => terminated)).toBe(true);
  });

  it('have no end at five deaths apart from each other', () => {
    const { workers, heard, pool } = busy();
    for (let i = 0; i < 8; i += 1) {
      const worker = workers.at(-1)!;
      worker.say(READY);
      worker.say({ kind: 'cells', runId: worker.runs[0]!, cells: [] });
      worker.die('');
    }
    expect([heard.unavailable, heard.notices[0]]).toEqual([
      [],
      'A worker stopped (it stopped without a message) and was replaced; its run is repeated.',
    ]);
    pool.dispose();
  });
});
