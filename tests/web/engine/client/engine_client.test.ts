import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import { EngineClient, type RunListener } from '../../../../web/src/engine/client/engine_client';
import { LOAD_LIMIT_MS, SILENCE_LIMIT_MS } from '../../../../web/src/engine/client/watchdog';
import { READY, ScriptedWorker } from '../../scripted_worker';

function make() {
  const workers: ScriptedWorker[] = [];
  const notices: string[] = [];
  const client = new EngineClient({
    spawn: () => {
      const worker = new ScriptedWorker();
      workers.push(worker);
      return worker;
    },
    notice: (message) => notices.push(message),
  });
  const events: string[] = [];
  const listener: RunListener = {
    snapshot: (recorded) => events.push(`step ${recorded.snapshot.step}`),
    progress: (step) => events.push(`progress ${step}`),
    done: (outcome, message) => events.push(message ? `${outcome}: ${message}` : outcome),
  };
  const worker = (i = workers.length - 1): ScriptedWorker => {
    const found = workers[i];
    if (!found) throw new Error('no worker');
    return found;
  };
  return { client, workers, worker, notices, events, listener };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('EngineClient', () => {
  it('starts no worker before there is something to do', () => {
    expect(make().workers).toHaveLength(0);
  });

  it('passes on a run and drops what a stale run still sends', () => {
    const c = make();
    const first = c.client.start(DEFAULTS, c.listener);
    c.worker().snapshot(first, 0);
    const second = c.client.start(DEFAULTS, c.listener);
    c.worker().snapshot(first, 1);
    c.worker().snapshot(second, 0);
    c.worker().say({ kind: 'done', runId: second, outcome: 'complete' });
    expect(c.events).toEqual(['step 0', 'cancelled', 'step 0', 'complete']);
    expect(c.workers).toHaveLength(1);
  });

  it('cancels at once, and replaces a worker that does not hear it', () => {
    const c = make();
    const id = c.client.start(DEFAULTS, c.listener);
    c.worker().say(READY);
    c.client.cancel();
    expect(c.events).toEqual(['cancelled']);
    vi.advanceTimersByTime(400);
    expect(c.worker(0).terminated).toBe(true);
    // Heard in time: the worker stays.
    const other = c.client.start(DEFAULTS, c.listener);
    c.worker().say(READY);
    c.client.cancel();
    c.worker().say({ kind: 'done', runId: other, outcome: 'cancelled' });
    vi.advanceTimersByTime(400);
    expect(c.worker().terminated).toBe(false);
    expect(id).not.toBe(other);
  });

  it('waits for a worker whose module is still being loaded', () => {
    const c = make();
    c.client.start(DEFAULTS, c.listener);
    c.client.start({ ...DEFAULTS, seed: 2 }, c.listener);
    vi.advanceTimersByTime(60_000);
    expect(c.workers).toHaveLength(1);
    expect(c.worker().terminated).toBe(false);
    expect(c.worker().sent.map((r) => r.kind)).toEqual(['start', 'cancel', 'start']);
  });

  it('resumes a run after its worker died, and says so', () => {
    const c = make();
    const id = c.client.start({ ...DEFAULTS, steps: 10 }, c.listener);
    c.worker().snapshot(id, 0);
    c.worker().snapshot(id, 1);
    c.worker().say({
      kind: 'failed',
      runId: id,
      message: 'memory access out of bounds',
      fatal: true,
    });
    expect(c.workers).toHaveLength(2);
    expect(c.worker(0).terminated).toBe(true);
    expect(c.worker(1).sent).toEqual([
      { kind: 'start', runId: id, config: { ...DEFAULTS, steps: 10 }, from: 2 },
    ]);
    expect(c.notices).toEqual([
      'The engine stopped (memory access out of bounds) and was started again; the run goes on from step 2.',
    ]);
    // A late message of the dead worker is not heard.
    c.worker(0).snapshot(id, 2);
    expect(c.events).toEqual(['step 0', 'step 1']);
  });

  it('gives a run up that takes its worker down twice', () => {
    const c = make();
    const id = c.client.start(DEFAULTS, c.listener);
    for (let i = 0; i < 2; i += 1) {
      c.worker().say({ kind: 'failed', runId: id, message: 'unreachable', fatal: true });
    }
    expect(c.events).toEqual(['failed: The engine stopped twice at the same place: unreachable']);
    expect(c.workers.map((w) => w.terminated)).toEqual([true, true]);
  });

  it('answers calls, rejects with the engine’s message, and repeats them after a crash', async () => {
    const c = make();
    const good = c.client.call('estimate', { config: DEFAULTS });
    const bad = c.client.call('weights', { config: DEFAULTS, step: 3 });
    const again = c.client.call('scatter', { config: DEFAULTS, step: 3 });
    c.worker().say({ kind: 'result', id: 1, result: { memory: 7 } as never });
    c.worker().say({ kind: 'refused', id: 2, message: 'n is 0', fatal: false });
    await expect(good).resolves.toEqual({ memory: 7 });
    await expect(bad).rejects.toThrow('n is 0');
    c.worker().onerror?.({ message: 'gone' } as ErrorEvent);
    expect(c.worker().sent).toEqual([
      { kind: 'call', id: 3, name: 'scatter', args: { config: DEFAULTS, step: 3 } },
    ]);
    c.worker().say({ kind: 'result', id: 3, result: 'here' as never });
    await expect(again).resolves.toBe('here');
  });

  it('passes on progress, and a refusal of the run, whose worker stays', () => {
    const c = make();
    const runId = c.client.start(DEFAULTS, c.listener);
    c.worker().say({ kind: 'progress', runId, step: 3, timing: { step: 1, probe: 1 } });
    c.worker().say({ kind: 'failed', runId, message: 'n is 0', fatal: false });
    expect(c.events).toEqual(['progress 3', 'failed: n is 0']);
    expect([c.workers.length, c.notices]).toEqual([1, []]);
    c.client.cancel();
    expect(c.events).toHaveLength(2);
  });

  it('lets a run end that was cancelled before it could be refused', () => {
    const c = make();
    const runId = c.client.start(DEFAULTS, c.listener);
    c.worker().say(READY);
    c.client.cancel();
    c.worker().say({ kind: 'failed', runId, message: 'n is 0', fatal: false });
    vi.advanceTimersByTime(400);
    expect([c.workers.length, c.events]).toEqual([1, ['cancelled']]);
  });

  it('does not start a run again whose last step has been recorded', () => {
    const c = make();
    const runId = c.client.start({ ...DEFAULTS, steps: 2, probeEvery: 1 }, c.listener);
    for (const step of [0, 1, 2]) c.worker().snapshot(runId, step);
    c.worker(0).die('gone');
    expect(c.workers).toHaveLength(1);
    const other = c.client.start({ ...DEFAULTS, steps: 2, probeEvery: 1 }, c.listener);
    for (const step of [0, 1]) c.worker().snapshot(other, step);
    c.worker().die('gone');
    expect(c.worker().sent.at(-1)).toMatchObject({ kind: 'start', runId: other, from: 2 });
  });

  it('says that it was started again when no run was under way', async () => {
    const c = make();
    const call = c.client.call('functions', { config: DEFAULTS });
    c.worker().say(READY);
    c.worker().die('');
    expect(c.notices).toEqual([
      'The engine stopped (it stopped without a message) and was started again.',
    ]);
    c.worker().say(READY);
    c.worker().say({ kind: 'refused', id: 1, message: 'unreachable', fatal: true });
    await expect(call).rejects.toThrow('The engine stopped: unreachable');
  });

  it('hears nothing of a worker that it has replaced', () => {
    const c = make();
    const runId = c.client.start(DEFAULTS, c.listener);
    const [first] = c.workers;
    const { onmessage, onerror } = first!;
    first!.die('gone');
    onerror?.({ message: 'once more' } as ErrorEvent);
    onmessage?.({
      data: { kind: 'done', runId, outcome: 'complete' },
    } as MessageEvent<{ kind: 'done'; runId: number; outcome: 'complete' }>);
    expect([c.workers.length, c.events]).toEqual([2, []]);
  });

  it('says why no worker can be had, at its start or before it is loaded', async () => {
    const c = make();
    c.client.start(DEFAULTS, c.listener);
    c.worker().die('');
    expect(c.events[0]).toMatch(
      /^failed: The engine could not be loaded: its worker did not start/,
    );
    const events: string[] = [];
    const refused = new EngineClient({
      spawn: () => {
        throw new DOMException('denied', 'SecurityError');
      },
      notice: () => undefined,
    });
    refused.start(DEFAULTS, {
      ...c.listener,
      done: (_, message) => events.push(message ?? ''),
    });
    await Promise.resolve();
    expect(events).toEqual(['The engine could not be loaded: its worker was refused (denied).']);
  });

  it('ends with its calls, and tells no run', async () => {
    const c = make();
    c.client.start(DEFAULTS, c.listener);
    const call = expect(c.client.call('functions', { config: DEFAULTS })).rejects.toThrow(
      'The engine was shut down.',
    );
    c.client.dispose();
    await call;
    vi.advanceTimersByTime(10 * LOAD_LIMIT_MS);
    expect([c.workers.length, c.worker().terminated, c.events]).toEqual([1, true, []]);
    c.client.dispose();
  });

  it('says when the engine cannot be loaded at all', async () => {
    const c = make();
    c.client.start(DEFAULTS, c.listener);
    const call = c.client.call('estimate', { config: DEFAULTS });
    c.worker().say({ kind: 'unavailable', message: 'no WebAssembly' });
    expect(c.events).toEqual(['failed: The engine could not be loaded: no WebAssembly']);
    await expect(call).rejects.toThrow('no WebAssembly');
  });
});

describe('EngineClient with a worker that never answers', () => {
  it('replaces one that does not load, says so, and gives up at the second', () => {
    const c = make();
    c.client.start(DEFAULTS, c.listener);
    vi.advanceTimersByTime(LOAD_LIMIT_MS - 1);
    expect(c.workers).toHaveLength(1);
    vi.advanceTimersByTime(LOAD_LIMIT_MS);
    expect(c.worker(0).terminated).toBe(true);
    expect(c.worker(1).kinds).toEqual(['start']);
    expect(c.notices).toEqual([
      'The engine stopped (it did not load) and was started again; the run goes on from step 0.',
    ]);
    vi.advanceTimersByTime(2 * LOAD_LIMIT_MS);
    expect(c.events).toEqual([
      'failed: The engine stopped twice at the same place: it did not load',
    ]);
  });

  it('resumes a run whose worker falls silent', () => {
    const c = make();
    const runId = c.client.start(DEFAULTS, c.listener);
    c.worker().say(READY);
    c.worker().snapshot(runId, 0);
    c.worker().snapshot(runId, 1);
    vi.advanceTimersByTime(SILENCE_LIMIT_MS - 1);
    expect(c.workers).toHaveLength(1);
    vi.advanceTimersByTime(SILENCE_LIMIT_MS);
    expect(c.worker(1).sent).toEqual([{ kind: 'start', runId, config: DEFAULTS, from: 2 }]);
    expect(c.notices).toEqual([
      'The engine stopped (it no longer answered) and was started again; the run goes on from step 2.',
    ]);
  });

  it('waits for a large step as long as it may take, beyond what one timer can', () => {
    const c = make();
    const config = { ...DEFAULTS, n: 20000, d: 20000, h: 20000 };
    c.client.start(config, c.listener);
    c.worker().say(READY);
    // 4 n d h units of work at 1e8 per second.
    const ms = ((4 * 20000 ** 3) / 1e8) * 1000;
    vi.advanceTimersByTime(ms - 1000);
    expect(c.workers).toHaveLength(1);
    vi.advanceTimersByTime(0.2 * ms);
    expect(c.workers).toHaveLength(2);
  });

  it('sends a call again, and rejects it at the second silence', async () => {
    const c = make();
    const call = c.client.call('functions', { config: DEFAULTS });
    const rejected = expect(call).rejects.toThrow('The engine stopped: it no longer answered');
    c.worker().say(READY);
    vi.advanceTimersByTime(2 * SILENCE_LIMIT_MS);
    expect(c.worker(1).kinds).toEqual(['call']);
    c.worker().say(READY);
    vi.advanceTimersByTime(2 * SILENCE_LIMIT_MS);
    await rejected;
  });

  it('is not put off by more and more calls', () => {
    const c = make();
    for (let i = 0; i < 20; i += 1) {
      void c.client.call('functions', { config: DEFAULTS }).catch(() => undefined);
      if (i === 0) c.worker().say(READY);
      vi.advanceTimersByTime(SILENCE_LIMIT_MS / 5);
    }
    expect(c.worker(0).terminated).toBe(true);
  });

  it('expects nothing of a worker that has nothing to do, or waits for its turn', () => {
    const c = make();
    const runId = c.client.start(DEFAULTS, c.listener);
    c.worker().say(READY);
    c.worker().isWaiting = true;
    vi.advanceTimersByTime(10 * SILENCE_LIMIT_MS);
    expect(c.workers).toHaveLength(1);
    c.worker().isWaiting = false;
    c.worker().say({ kind: 'done', runId, outcome: 'complete' });
    vi.advanceTimersByTime(100 * SILENCE_LIMIT_MS);
    expect(c.workers).toHaveLength(1);
    expect(c.notices).toEqual([]);
  });
});
