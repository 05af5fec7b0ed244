import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LOAD_LIMIT_MS, SILENCE_LIMIT_MS } from '../../../../web/src/engine/client/watchdog';
import { READY, type ScriptedWorker } from '../../scripted_worker';
import { LARGE, makePool, SMALL } from './pool';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a pool', () => {
  it('replaces a worker that never loads, and in the end says that none can be had', () => {
    const p = makePool(SMALL);
    p.work();
    vi.advanceTimersByTime(2 * LOAD_LIMIT_MS);
    expect(p.workers.length).toBeGreaterThan(1);
    expect(p.workers[0]!.terminated).toBe(true);
    vi.advanceTimersByTime(10 * LOAD_LIMIT_MS);
    expect(p.heard.unavailable).toEqual(['The engine keeps stopping: it did not load']);
  });

  it('gives a worker up after a silence that its job does not explain', () => {
    const small = makePool(SMALL);
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
    const p = makePool(LARGE);
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
    const p = makePool(SMALL);
    p.work();
    p.workers[0]!.isWaiting = true;
    vi.advanceTimersByTime(20 * LOAD_LIMIT_MS);
    expect(p.workers).toHaveLength(1);
    p.pool.dispose();
  });

  it('starts as many workers as its memory holds of runs of the estimated size', async () => {
    const p = makePool(SMALL, { size: 4, memory: 1000 });
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
    expect(p.workers.filter(({ runs }) => runs.length > 0)).toHaveLength(2);
    p.pool.dispose();
  });
});

describe('a question to a pool', () => {
  const ask = (p: ReturnType<typeof makePool>) => p.pool.call('functions', { config: SMALL });
  const idOf = (worker: ScriptedWorker): number => {
    const request = worker.sent.at(-1)!;
    return request.kind === 'call' ? request.id : NaN;
  };

  it('starts a worker, which owes nothing once it has answered', async () => {
    const p = makePool(SMALL);
    const answer = ask(p);
    p.workers[0]!.say(READY);
    p.workers[0]!.say({ kind: 'result', id: idOf(p.workers[0]!), result: 'here' as never });
    expect(await answer).toBe('here');
    vi.advanceTimersByTime(100 * SILENCE_LIMIT_MS);
    expect(p.workers.map(({ terminated }) => terminated)).toEqual([false]);
  });

  it('that is refused leaves the worker where it is, for good', async () => {
    const p = makePool(SMALL);
    const refused = expect(ask(p)).rejects.toThrow('n is 0');
    const [worker] = p.workers;
    worker!.say(READY);
    worker!.say({ kind: 'refused', id: idOf(worker!), message: 'n is 0', fatal: false });
    await refused;
    vi.advanceTimersByTime(100 * SILENCE_LIMIT_MS);
    expect(p.workers.map(({ terminated }) => terminated)).toEqual([false]);
  });

  it('is asked again of the next worker, and given up at its second death', async () => {
    const p = makePool(SMALL);
    const lost = expect(ask(p)).rejects.toThrow('unreachable');
    for (let i = 0; i < 2; i += 1) {
      const worker = p.workers[i]!;
      worker.say(READY);
      worker.say({ kind: 'refused', id: idOf(worker), message: 'unreachable', fatal: true });
    }
    await lost;
    p.pool.dispose();
  });

  it('is given up after a silence, and when the pool ends', async () => {
    const p = makePool(SMALL);
    const ended = expect(ask(p)).rejects.toThrow('The engine was shut down.');
    p.workers[0]!.say(READY);
    vi.advanceTimersByTime(2 * SILENCE_LIMIT_MS);
    expect(p.workers.length).toBe(2);
    p.pool.dispose();
    await ended;
  });
});

describe('a pool without workers', () => {
  it('says so once, and rejects what it was asked', async () => {
    const p = makePool(SMALL);
    const call = expect(p.pool.call('functions', { config: SMALL })).rejects.toThrow(
      'no WebAssembly',
    );
    p.work();
    p.workers[0]!.say({ kind: 'unavailable', message: 'no WebAssembly' });
    await call;
    expect(p.heard.unavailable).toEqual(['The engine could not be loaded: no WebAssembly']);
  });

  it('tells who had it warmed, where there is no work', () => {
    const p = makePool(SMALL);
    const failed = vi.fn();
    p.pool.warm(failed);
    p.workers[0]!.die('');
    expect(failed).toHaveBeenCalledTimes(1);
    expect(failed.mock.calls[0]![0]).toContain('The engine could not be loaded');
  });

  it('knows the engine’s name from the first that has loaded it', async () => {
    const p = makePool(SMALL, { size: 2 });
    p.pool.warm();
    expect(p.workers).toHaveLength(1);
    p.workers[0]!.say({ ...READY, build: 'abc' });
    expect(p.workers).toHaveLength(2);
    expect(await p.pool.engine).toMatchObject({ version: '1', build: 'abc' });
    p.pool.dispose();
  });

  it('counts on all workers where no run can be estimated', async () => {
    const p = makePool(SMALL, { size: 4, memory: 1000 });
    const fitting = p.pool.fitting([SMALL]);
    p.workers[0]!.say(READY);
    const { id } = p.workers[0]!.sent[0] as { id: number };
    p.workers[0]!.say({ kind: 'refused', id, message: 'n is 0', fatal: false });
    expect(await fitting).toBe(1000);
    p.pool.dispose();
  });
});
