import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import { HelperRegistry, workersFor } from '../../../../web/src/engine/parallel/helper_registry';
import { RunHolder } from '../../../../web/src/engine/parallel/shard_protocol';
import type { Port } from '../../../../web/src/engine/protocol/port';
import { fakeEngine } from '../../fake_engine';

const LARGE = { ...DEFAULTS, n: 2000, d: 1000, h: 1500 };

function make() {
  const { engine } = fakeEngine();
  const asked: number[] = [];
  const registry = new HelperRegistry(engine, (count) => asked.push(count));
  registry.setLimit(3);
  return { registry, asked, holder: new RunHolder(engine) };
}

function readyPort(): Port {
  const port: Port = { postMessage: () => undefined, onmessage: null };
  queueMicrotask(() => port.onmessage?.({ data: { kind: 'ready' } } as MessageEvent));
  return port;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the helpers of a worker', () => {
  it('are asked for once, and share the run when they are there', async () => {
    const { registry, asked, holder } = make();
    const run = registry.parallelRun(LARGE, holder);
    registry.add(readyPort());
    expect((await run)?.size).toBe(2);
    expect(asked).toEqual([1]);
    expect((await registry.parallelRun(LARGE, holder))?.size).toBe(2);
    expect(asked).toEqual([1]);
  });

  it('are not waited for where none can be had, and asked for again by the next run', async () => {
    const { registry, asked, holder } = make();
    const run = registry.parallelRun(LARGE, holder);
    registry.missing(1);
    // No timer has to end.
    expect(await run).toBeNull();
    const next = registry.parallelRun(LARGE, holder);
    registry.add(readyPort());
    expect((await next)?.size).toBe(2);
    expect(asked).toEqual([1, 1]);
  });

  it('are not waited for a second time when they were late, but used when they are there', async () => {
    const { registry, asked, holder } = make();
    let first: unknown = 'waiting';
    void registry.parallelRun(LARGE, holder).then((run) => (first = run));
    await vi.advanceTimersByTimeAsync(2499);
    expect(first).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1);
    expect(first).toBeNull();
    expect(await registry.parallelRun(LARGE, holder)).toBeNull();
    registry.add(readyPort());
    await vi.advanceTimersByTimeAsync(0);
    expect((await registry.parallelRun(LARGE, holder))?.size).toBe(2);
    expect(asked).toEqual([1]);
  });

  it('share nothing where they are not allowed, or no more', async () => {
    const { registry, asked, holder } = make();
    expect(registry.isEnabled).toBe(true);
    registry.add(readyPort());
    await vi.advanceTimersByTimeAsync(0);
    registry.disable();
    expect(registry.isEnabled).toBe(false);
    expect(await registry.parallelRun(LARGE, holder)).toBeNull();
    expect(asked).toEqual([]);
  });
});

describe('the workers that a run is worth', () => {
  const workers = (memory: number, work: number, limit: number, patch = {}): number => {
    const { engine } = fakeEngine();
    engine.memoryEstimate = () => memory;
    engine.workEstimate = () => ({ step: 0, probe: work, parts: 8 });
    return workersFor(engine, { ...DEFAULTS, steps: 1, probeEvery: 1, ...patch }, limit);
  };

  it('is one for a small run, for one without steps, and where no more may be', () => {
    expect(workers(1e6, 3.9e8, 4)).toBe(1);
    expect(workers(1e6, 4.1e8, 4)).toBe(4);
    expect(workers(1e6, 1e12, 1)).toBe(1);
    expect(workers(1e6, 1e12, 4, { steps: 0 })).toBe(1);
  });

  it('counts the work from one probe to the next, or to the end', () => {
    expect(workers(1e6, 4e9, 4, { steps: 100, probeEvery: 20 })).toBe(1);
    expect(workers(1e6, 4e9, 4, { steps: 100, probeEvery: 10 })).toBe(4);
    expect(workers(1e6, 4e9, 4, { steps: 10, probeEvery: 20 })).toBe(4);
  });

  it('is as many as 300 MB hold, and two whatever they hold', () => {
    expect([4, 3, 2, 1].map((k) => workers(3e8 / k, 1e12, 4))).toEqual([4, 3, 2, 2]);
    expect(workers(1e10, 1e12, 4)).toBe(2);
  });
});
