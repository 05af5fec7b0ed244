import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import { EngineClient } from '../../../../web/src/engine/client/engine_client';
import type { Reply } from '../../../../web/src/engine/protocol/messages';
import { ScriptedWorker } from '../../scripted_worker';
import { CoreBudget, ownLocks } from '../../../../web/src/engine/client/core_budget';
import { WorkerGroup, workerGroups } from '../../../../web/src/engine/client/worker_group';

function make(cores: number) {
  const workers: ScriptedWorker[] = [];
  const spawn = workerGroups(
    () => {
      const worker = new ScriptedWorker();
      workers.push(worker);
      return worker;
    },
    new CoreBudget(cores, ownLocks()),
  );
  return { workers, spawn };
}

/** Until the cores that were asked for are there. */
async function settled(): Promise<void> {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
}

describe('A worker group', () => {
  it('is one worker until the worker asks for more', () => {
    const { workers, spawn } = make(4);
    const group = spawn();
    group.postMessage({ kind: 'cancel', runId: 1 });
    expect(workers).toHaveLength(1);
    expect(workers[0]!.sent).toEqual([
      { kind: 'set-worker-limit', workers: 4 },
      { kind: 'cancel', runId: 1 },
    ]);
  });

  it('starts helpers and connects each of them with the one who asked', async () => {
    const { workers, spawn } = make(4);
    const heard: Reply[] = [];
    const group = spawn();
    group.onmessage = ({ data }) => heard.push(data);
    workers[0]!.say({ kind: 'start-helpers', count: 2 });
    await settled();
    workers[0]!.say({ kind: 'done', runId: 1, outcome: 'complete' });
    expect(workers.map((worker) => worker.kinds)).toEqual([
      ['set-worker-limit', 'add-helper', 'add-helper'],
      ['serve-shards'],
      ['serve-shards'],
    ]);
    expect(heard.map(({ kind }) => kind)).toEqual(['done']);
  });

  it('knows of no helpers on one core, and of three on any number', () => {
    const single = make(1);
    single.spawn();
    expect(single.workers[0]!.sent).toEqual([]);
    const many = make(64);
    many.spawn();
    expect(many.workers[0]!.sent).toEqual([{ kind: 'set-worker-limit', workers: 4 }]);
  });

  it('shares the cores of the machine with the other groups', async () => {
    const { workers, spawn } = make(2);
    const first = spawn();
    workers[0]!.say({ kind: 'start-helpers', count: 1 });
    await settled();
    spawn();
    workers[2]!.say({ kind: 'start-helpers', count: 1 });
    await settled();
    expect(workers[2]!.sent.at(-1)).toEqual({ kind: 'helpers-missing', count: 1 });
    first.terminate();
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, false]);
    workers[2]!.say({ kind: 'start-helpers', count: 1 });
    await settled();
    expect(workers[2]!.kinds.at(-1)).toBe('add-helper');
  });

  it('shares them with the other frames of its origin', async () => {
    const locks = ownLocks();
    const frames = [1, 2].map(() => {
      const worker = new ScriptedWorker();
      new WorkerGroup(
        () => (worker.sent.length > 0 ? new ScriptedWorker() : worker),
        new CoreBudget(4, locks),
      );
      return worker;
    });
    for (const worker of frames) {
      worker.say({ kind: 'start-helpers', count: 2 });
      await settled();
    }
    expect(frames[0]!.kinds).toEqual(['set-worker-limit', 'add-helper', 'add-helper']);
    expect(frames[1]!.kinds).toEqual(['set-worker-limit', 'helpers-missing', 'add-helper']);
  });

  it('gives back what comes after its end', async () => {
    const { workers, spawn } = make(2);
    const group = spawn();
    workers[0]!.say({ kind: 'start-helpers', count: 1 });
    group.terminate();
    await settled();
    expect(workers).toHaveLength(1);
    spawn();
    workers[1]!.say({ kind: 'start-helpers', count: 1 });
    await settled();
    expect(workers[1]!.kinds.at(-1)).toBe('add-helper');
  });

  it('tells a worker which helpers do not come, because other groups have them', async () => {
    const { workers, spawn } = make(3);
    spawn();
    spawn();
    workers[1]!.say({ kind: 'start-helpers', count: 2 });
    await settled();
    workers[0]!.say({ kind: 'start-helpers', count: 2 });
    await settled();
    expect(workers[0]!.sent.at(-1)).toEqual({ kind: 'helpers-missing', count: 2 });
    expect(workers[1]!.kinds).toEqual(['set-worker-limit', 'add-helper', 'add-helper']);
  });

  it('is replaced as a whole when a helper dies, and the run goes on', async () => {
    const { workers, spawn } = make(2);
    const notices: string[] = [];
    const client = new EngineClient({ spawn, notice: (message) => notices.push(message) });
    const listener = {
      snapshot: () => undefined,
      progress: () => undefined,
      done: () => undefined,
    };
    const runId = client.start(DEFAULTS, listener);
    workers[0]!.say({ kind: 'start-helpers', count: 1 });
    await settled();
    workers[0]!.say({
      kind: 'snapshot',
      runId,
      recorded: { snapshot: { step: 3 } },
      timing: { step: 1, probe: 1 },
    } as Reply);
    workers[1]!.die('out of memory');
    expect(workers.slice(0, 2).map(({ terminated }) => terminated)).toEqual([true, true]);
    expect(notices).toEqual([
      'The engine stopped (out of memory) and was started again; the run goes on from step 4.',
    ]);
    expect(workers[2]!.sent).toEqual([
      { kind: 'set-worker-limit', workers: 2 },
      { kind: 'start', runId, config: DEFAULTS, from: 4 },
    ]);
    expect(workers).toHaveLength(3);
  });
});
