import { describe, expect, test } from 'vitest';
import type { WorkerLike } from '../../../../web/src/engine/client/worker_like';
import type { Reply, Request } from '../../../../web/src/engine/protocol/messages';
import { SharedWorkers } from '../../../../web/src/engine/client/shared_workers';

class FakeWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  readonly got: Request[] = [];
  isAlive = true;
  postMessage(request: Request): void {
    this.got.push(request);
  }
  terminate(): void {
    this.isAlive = false;
  }
  reply(data: Reply): void {
    this.onmessage?.(new MessageEvent('message', { data }));
  }
  finish(runId: number): void {
    this.reply({ kind: 'done', runId, outcome: 'complete' });
  }
}

function setUp(limit: number) {
  const spawned: FakeWorker[] = [];
  const pool = new SharedWorkers(() => {
    const worker = new FakeWorker();
    spawned.push(worker);
    return worker;
  }, limit);
  const lease = (greets = false) => {
    const made = pool.lease(greets);
    const heard: string[] = [];
    made.onmessage = ({ data }) => heard.push(data.kind);
    return { made, heard };
  };
  return { pool, spawned, lease };
}

const start = (runId: number): Request => ({ kind: 'start', runId, config: {} as never, from: 0 });
const mapRun = (runId: number): Request => ({
  kind: 'map-run',
  runId,
  config: {} as never,
  steps: [1],
});
const call = (id: number): Request => ({
  kind: 'call',
  id,
  name: 'estimate',
  args: { config: {} as never },
});

describe('workers shared by many clients', () => {
  test('are not started before there is work, and serve one client at a time', () => {
    const { spawned, lease } = setUp(1);
    const [a, b] = [lease(), lease()];
    expect(spawned).toHaveLength(0);
    a.made.postMessage(start(1));
    a.made.postMessage(call(2));
    b.made.postMessage(start(1));
    const [worker] = spawned;
    expect(worker?.got).toHaveLength(2);
    worker?.finish(1);
    // The call is still without an answer.
    expect(worker?.got).toHaveLength(2);
    worker?.reply({ kind: 'refused', id: 2, message: '', fatal: false });
    expect(worker?.got).toHaveLength(3);
    expect(spawned).toHaveLength(1);
    worker?.finish(1);
    expect([a.heard, b.heard]).toEqual([['done', 'refused'], ['done']]);
  });

  test('tell a later client that they are ready', async () => {
    const { spawned, lease } = setUp(1);
    const [a, b] = [lease(), lease()];
    a.made.postMessage(start(1));
    spawned[0]?.reply({ kind: 'ready', version: '1', build: '' });
    spawned[0]?.finish(1);
    b.made.postMessage(start(1));
    await Promise.resolve();
    expect(b.heard).toEqual(['ready']);
  });

  test('are the same again for a client that comes back', () => {
    const { spawned, lease } = setUp(2);
    const [a, b] = [lease(), lease()];
    a.made.postMessage(start(1));
    b.made.postMessage(start(1));
    spawned[0]?.finish(1);
    spawned[1]?.finish(1);
    b.made.postMessage(call(2));
    expect(spawned[1]?.got).toHaveLength(2);
  });

  test('answer the cancel of a run that still waits', async () => {
    const { spawned, lease } = setUp(1);
    const [a, b] = [lease(), lease()];
    a.made.postMessage(start(1));
    b.made.postMessage(start(1));
    b.made.postMessage({ kind: 'cancel', runId: 1 });
    await Promise.resolve();
    expect(b.heard).toEqual(['done']);
    spawned[0]?.finish(1);
    expect(spawned[0]?.got).toHaveLength(1);
  });

  test('do the runs of a map in turns with the other figures', () => {
    const { spawned, lease } = setUp(1);
    const [map, figure] = [lease(), lease()];
    map.made.postMessage(mapRun(1));
    map.made.postMessage(mapRun(2));
    figure.made.postMessage(start(7));
    // A map asks for the next run as soon as one is done.
    const { made } = map;
    made.onmessage = ({ data }) => {
      if (data.kind === 'done' && data.runId === 1) made.postMessage(mapRun(3));
    };
    const ids = (): number[] =>
      (spawned[0]?.got ?? []).map((r) => ('runId' in r ? r.runId : Number.NaN));
    expect(ids()).toEqual([1]);
    spawned[0]?.finish(1);
    expect(ids()).toEqual([1, 7]);
    spawned[0]?.finish(7);
    expect(ids()).toEqual([1, 7, 2]);
    spawned[0]?.finish(2);
    expect(ids()).toEqual([1, 7, 2, 3]);
    expect(spawned).toHaveLength(1);
  });

  test('tell a client that asks for it when one is ready, without being held by it', async () => {
    const { spawned, lease } = setUp(1);
    const [a, b] = [lease(true), lease(true)];
    const [worker] = spawned;
    worker?.reply({ kind: 'ready', version: '1', build: '' });
    await Promise.resolve();
    expect([a.heard, b.heard]).toEqual([['ready'], ['ready']]);
    expect(worker?.got).toEqual([]);
    const c = lease();
    c.made.postMessage(start(1));
    expect(worker?.got).toHaveLength(1);
  });

  test('cancel one run of a map of two, at work or waiting', async () => {
    const { spawned, lease } = setUp(1);
    const map = lease();
    map.made.postMessage(mapRun(1));
    map.made.postMessage(mapRun(2));
    map.made.postMessage({ kind: 'cancel', runId: 2 });
    map.made.postMessage({ kind: 'cancel', runId: 1 });
    await Promise.resolve();
    expect(map.heard).toEqual(['done']);
    expect(spawned[0]?.got.map((r) => r.kind)).toEqual(['map-run', 'cancel']);
    spawned[0]?.finish(1);
    expect(spawned[0]?.got).toHaveLength(2);
  });

  test('end with a client that is busy with them, and the next one gets another', () => {
    const { pool, spawned, lease } = setUp(1);
    const [a, b] = [lease(), lease()];
    a.made.postMessage(start(1));
    b.made.postMessage(start(1));
    a.made.terminate();
    expect(spawned.map((w) => w.isAlive)).toEqual([false, true]);
    expect(spawned[1]?.got).toHaveLength(1);
    b.made.terminate();
    expect(pool.size).toBe(0);
  });

  test('are free after a run that failed and a call that was answered', () => {
    const { spawned, lease } = setUp(1);
    const [a, b] = [lease(), lease()];
    a.made.postMessage(start(1));
    a.made.postMessage(call(2));
    b.made.postMessage(start(3));
    const [worker] = spawned;
    worker?.reply({ kind: 'result', id: 2, result: {} as never });
    expect(worker?.got).toHaveLength(2);
    worker?.reply({ kind: 'failed', runId: 1, message: '', fatal: false });
    expect(worker?.got.at(-1)).toEqual(start(3));
  });

  test('are not free after a snapshot, and say whether a client waits for its turn', () => {
    const { spawned, lease } = setUp(1);
    const [a, b] = [lease(), lease()];
    expect(a.made.isWaiting).toBe(true);
    a.made.postMessage(start(1));
    b.made.postMessage(start(2));
    expect([a.made.isWaiting, b.made.isWaiting]).toEqual([false, true]);
    spawned[0]?.reply({ kind: 'progress', runId: 1, step: 1, timing: { step: 1, probe: 1 } });
    expect(spawned[0]?.got).toHaveLength(1);
    spawned[0]?.finish(1);
    expect([a.made.isWaiting, b.made.isWaiting]).toEqual([true, false]);
  });

  test('pass an error on to the client they are busy with, and are closed when idle', () => {
    const { pool, spawned, lease } = setUp(1);
    const { made } = lease();
    const errors: string[] = [];
    made.onerror = ({ message }) => errors.push(message);
    made.postMessage(start(1));
    spawned[0]?.onerror?.({ message: 'out of memory' } as ErrorEvent);
    expect([errors, pool.size]).toEqual([['out of memory'], 1]);
    spawned[0]?.finish(1);
    spawned[0]?.onerror?.({ message: 'out of memory' } as ErrorEvent);
    expect([errors.length, pool.size, spawned[0]?.isAlive]).toEqual([1, 0, false]);
    made.postMessage(start(2));
    expect(spawned[1]?.got).toEqual([start(2)]);
  });

  test('do the runs that still wait when another of them is cancelled', async () => {
    const { spawned, lease } = setUp(1);
    const [a, b] = [lease(), lease()];
    a.made.postMessage(start(1));
    b.made.postMessage(call(5));
    b.made.postMessage(start(6));
    b.made.postMessage(start(7));
    b.made.postMessage({ kind: 'cancel', runId: 6 });
    await Promise.resolve();
    spawned[0]?.finish(1);
    expect(spawned[0]?.got.slice(1)).toEqual([call(5), start(7)]);
  });

  test('are never more than there are clients', () => {
    const { pool, spawned, lease } = setUp(4);
    const all = [lease(), lease(), lease()];
    for (const { made } of all) made.postMessage(start(1));
    for (const worker of spawned) worker.finish(1);
    expect(pool.size).toBe(3);
    all[0]?.made.terminate();
    expect(pool.size).toBe(2);
    for (const { made } of all.slice(1)) made.terminate();
    expect(spawned.some((w) => w.isAlive)).toBe(false);
  });
});
