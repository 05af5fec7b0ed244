import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import { HelperRegistry } from '../../../../web/src/engine/parallel/helper_registry';
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
});
