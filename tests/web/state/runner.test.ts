// One slot of the page, with a client that answers when it is told to and a clock that stands still.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DEFAULTS, type Config } from '../../../web/src/config/schema/config';
import type { EngineClient, RunListener } from '../../../web/src/engine/client/engine_client';
import type { Estimate, Recorded } from '../../../web/src/engine/protocol/messages';
import { Machine } from '../../../web/src/state/machine';
import { Runner } from '../../../web/src/state/runner';
import { newRun } from '../../../web/src/state/runs';
import { snapshotAt } from '../fake_engine';

const SMALL: Config = { ...DEFAULTS, n: 60, d: 20, h: 30, nTest: 40, steps: 4, probeEvery: 1 };
const CURVE = { lambda: new Float64Array(0), density: new Float64Array(0) };
const TIMING = { step: 10, probe: 20 };

const recorded = (step: number): Recorded => ({
  snapshot: snapshotAt(step, SMALL),
  initialLaw: CURVE,
  bulkLaw: CURVE,
});

class Client {
  readonly runs: { config: Config; listener: RunListener }[] = [];
  readonly asked: { name: string; args: Record<string, unknown> }[] = [];
  cancelled = 0;
  isDisposed = false;
  /** Memory and work of a configuration. */
  estimate: (config: Config) => Estimate | Promise<never> = () => ({
    memory: 1e6,
    work: { step: 1e6, probe: 1e6 },
    refusal: null,
  });
  laws: unknown[] = [];

  start(config: Config, listener: RunListener): void {
    this.runs.push({ config, listener });
  }
  cancel(): void {
    this.cancelled += 1;
  }
  dispose(): void {
    this.isDisposed = true;
  }
  async call(name: string, args: Record<string, unknown>): Promise<unknown> {
    this.asked.push({ name, args });
    return name === 'laws' ? this.laws : this.estimate(args['config'] as Config);
  }
  /** The newest run has recorded these steps. */
  record(...steps: number[]): void {
    for (const step of steps) this.runs.at(-1)!.listener.snapshot(recorded(step), TIMING);
  }
  end(...outcome: Parameters<RunListener['done']>): void {
    this.runs.at(-1)!.listener.done(...outcome);
  }
}

function make() {
  const client = new Client();
  const machine = new Machine(null);
  const clock = { time: 1000 };
  const changed = vi.fn();
  const runner = new Runner(
    SMALL,
    client as unknown as EngineClient,
    machine,
    changed,
    () => clock.time,
  );
  return { runner, client, machine, clock, changed };
}
const answered = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

/** Too large to begin before its cost is known. */
const LARGE: Config = { ...SMALL, n: 2000, d: 1000, h: 1500 };
const minutes = (): Estimate => ({ memory: 1e9, work: { step: 1e13, probe: 1e13 }, refusal: null });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a run', () => {
  it('that is small begins at once; its cost is asked for all the same', async () => {
    const { runner, client } = make();
    expect(runner.isIdle).toBe(true);
    runner.load(SMALL);
    expect([runner.isIdle, client.runs.length, runner.run.status]).toEqual([false, 1, 'computing']);
    await answered();
    expect(runner.cost?.memory).toBe(1e6);
    expect(client.runs).toHaveLength(1);
  });

  it.each([{ n: 641 }, { nTest: 641 }, { d: 641 }, { h: 641 }, { steps: 201 }])(
    'with %o waits until its cost is known',
    async (patch) => {
      const { runner, client } = make();
      runner.load({ ...SMALL, ...patch });
      expect(runner.run.status).toBe('waiting');
      await answered();
      expect([runner.run.status, client.runs.length]).toEqual(['computing', 1]);
    },
  );

  it('of minutes waits for a person, who may have asked for it', async () => {
    const { runner, client } = make();
    client.estimate = minutes;
    runner.load(LARGE);
    await answered();
    expect([runner.run.status, client.runs.length]).toEqual(['waiting', 0]);
    runner.begin();
    expect(runner.run.status).toBe('computing');
    runner.begin();
    expect(client.runs).toHaveLength(1);
    runner.load({ ...LARGE, seed: 9 }, true);
    await answered();
    expect(client.runs).toHaveLength(2);
  });

  it('that was cancelled while it waited does not begin when its cost is known', async () => {
    const { runner, client } = make();
    runner.load(LARGE);
    runner.cancel();
    await answered();
    expect([runner.run.status, client.runs.length]).toEqual(['cancelled', 0]);
  });

  it('keeps what it recorded, and how it ended', () => {
    const { runner, client, changed } = make();
    runner.load(SMALL);
    changed.mockClear();
    client.record(0, 1);
    client.runs[0]!.listener.progress(3, { step: 11, probe: 20 });
    expect(runner.run).toMatchObject({ step: 3, timing: { step: 11, probe: 20 } });
    expect(runner.run.recorded.map((r) => r.snapshot.step)).toEqual([0, 1]);
    client.end('failed', 'out of memory');
    expect(runner.run).toMatchObject({ status: 'failed', message: 'out of memory' });
    expect(changed).toHaveBeenCalledTimes(4);
  });

  it('that is over stays as it ended when it is cancelled', () => {
    const { runner, client } = make();
    runner.load(SMALL);
    client.record(0);
    client.end('complete');
    runner.cancel();
    expect(runner.run.status).toBe('complete');
  });

  it('that failed is computed anew when it is begun again', async () => {
    const { runner, client } = make();
    client.estimate = minutes;
    runner.load(LARGE, true);
    await answered();
    client.end('failed', 'out of memory');
    runner.begin();
    await answered();
    // A person asked: it does not wait again.
    expect([client.runs.length, runner.run.status, runner.run.message]).toEqual([
      2,
      'computing',
      null,
    ]);
  });

  it('whose cost nobody can tell says why', async () => {
    const { runner, client } = make();
    client.estimate = () => Promise.reject(new Error('no engine'));
    runner.load(LARGE);
    await answered();
    expect(runner.run).toMatchObject({ status: 'failed', message: 'no engine' });
  });

  it('teaches the machine its speed when it is complete, and only then', async () => {
    const { runner, client, machine } = make();
    const learn = vi.spyOn(machine, 'learn');
    runner.load(SMALL);
    client.record(0);
    client.end('cancelled');
    await answered();
    expect(learn).not.toHaveBeenCalled();
    runner.load(SMALL);
    await answered();
    client.record(0);
    client.end('complete');
    await answered();
    expect(learn).toHaveBeenCalledExactlyOnceWith({ step: 1e6, probe: 1e6 }, TIMING);
    expect(runner.cost?.measured).toBe(true);
  });

  it('leaves the cost of the next one alone when it ends late', async () => {
    const { runner, client } = make();
    client.estimate = ({ seed }) => ({ memory: seed, work: { step: 1, probe: 1 }, refusal: null });
    runner.load({ ...SMALL, seed: 1 });
    client.end('complete');
    runner.load({ ...SMALL, seed: 2 });
    await answered();
    expect(runner.cost?.memory).toBe(2);
  });
});

describe('a run that cannot start', () => {
  const tooLarge = ({ n }: Config): Estimate => ({
    memory: n * 1e6,
    work: { step: 1, probe: 1 },
    refusal: null,
  });

  it('offers the largest of its proportions that can', async () => {
    const { runner, client } = make();
    client.estimate = tooLarge;
    runner.load({ ...LARGE, n: 20000 });
    await answered();
    expect(runner.run.message).toMatch(/^This run cannot start: it needs 20.0 GB/);
    expect(runner.offer).toMatchObject({ n: 3600, d: 180, h: 270 });
    runner.load(LARGE);
    expect(runner.offer).toBeNull();
  });

  it('offers nothing that the engine refuses', async () => {
    const { runner, client } = make();
    client.estimate = (config) => ({
      ...tooLarge(config),
      memory: 1,
      refusal: config.d > 300 ? 'd is large' : null,
    });
    runner.load(LARGE);
    await answered();
    expect(runner.run.message).toBe('This run cannot start: d is large.');
    expect(runner.offer?.d).toBeLessThanOrEqual(300);
    expect(runner.offer?.d).toBeGreaterThan(250);
  });

  it('does not put its offer beside another run', async () => {
    const { runner, client } = make();
    client.estimate = tooLarge;
    runner.load({ ...LARGE, n: 20000 });
    // The estimate has arrived, the offer has not.
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    runner.load(SMALL);
    await answered();
    expect([runner.offer, runner.run.status]).toEqual([null, 'computing']);
  });
});

describe('the run on display', () => {
  /** A complete run of four steps, and another that has been begun. */
  function second() {
    const made = make();
    const { runner, client } = made;
    runner.load(SMALL);
    client.record(0, 1, 2, 3, 4);
    client.end('complete');
    const old = runner.run;
    runner.load({ ...SMALL, learningRate: 2 });
    return { ...made, old };
  }

  it('is the first one from its beginning', () => {
    const { runner } = make();
    runner.load(SMALL);
    expect([runner.shown, runner.isCatchingUp, runner.isStale]).toEqual([runner.run, false, false]);
    expect(runner.catchUp(0)).toBe(false);
  });

  it('is the old one until the new one is where a person looks', () => {
    const { runner, client, old } = second();
    client.record(0, 1);
    expect([runner.catchUp(2), runner.shown === old, runner.isCatchingUp]).toEqual([
      false,
      true,
      true,
    ]);
    client.record(2);
    expect([runner.catchUp(2), runner.shown === runner.run]).toEqual([true, true]);
    expect([runner.catchUp(2), runner.isCatchingUp]).toEqual([false, false]);
  });

  it('is the new one at its end, however far a person wants to look', () => {
    const { runner, client } = second();
    client.record(0, 1, 2, 3);
    expect(runner.catchUp(Infinity)).toBe(false);
    client.record(4);
    expect(runner.catchUp(Infinity)).toBe(true);
  });

  it('is the new one after 300 ms, if there is anything of it', () => {
    const { runner, client, clock } = second();
    clock.time += 301;
    expect(runner.catchUp(4)).toBe(false);
    client.record(0);
    expect(runner.catchUp(4)).toBe(true);
  });

  it('is not changed early', () => {
    const { runner, client, clock } = second();
    client.record(0);
    clock.time += 300;
    expect(runner.catchUp(4)).toBe(false);
  });

  it('is the new one when that has stopped with something to show', () => {
    const { runner, client } = second();
    client.record(0);
    client.end('cancelled');
    expect(runner.isStale).toBe(true);
    expect(runner.catchUp(4)).toBe(true);
    expect(runner.isStale).toBe(false);
  });

  it('stays the old one, and stale, where the new one has stopped with nothing', () => {
    const { runner, client, old } = second();
    client.end('failed', 'why');
    expect([runner.catchUp(4), runner.shown === old]).toEqual([false, true]);
    expect([runner.isStale, runner.isCatchingUp]).toEqual([true, false]);
  });
});

describe('a gesture', () => {
  it('gives a run its 200 ms, then computes what the slider says by then', () => {
    const { runner, client, clock } = make();
    runner.load(SMALL, false, true);
    clock.time += 150;
    for (const learningRate of [2, 3, 4]) {
      runner.load({ ...SMALL, learningRate }, false, true);
    }
    // What the slot is for is known before it is computed.
    expect([client.runs.length, runner.config.learningRate]).toEqual([1, 4]);
    vi.advanceTimersByTime(49);
    expect(client.runs).toHaveLength(1);
    clock.time += 50;
    vi.advanceTimersByTime(1);
    expect(client.runs.map(({ config }) => config.learningRate)).toEqual([SMALL.learningRate, 4]);
  });

  it('does not hold back a run where none is being computed, nor the last of its changes', () => {
    const { runner, client } = make();
    runner.load(SMALL, false, true);
    client.end('complete');
    runner.load({ ...SMALL, learningRate: 2 }, false, true);
    expect(client.runs).toHaveLength(2);
    runner.load({ ...SMALL, learningRate: 3 }, false, true);
    runner.load({ ...SMALL, learningRate: 4 });
    expect(client.runs).toHaveLength(3);
    vi.advanceTimersByTime(1000);
    expect(client.runs).toHaveLength(3);
  });

  it('starts nothing when the slot has ended meanwhile', () => {
    const { runner, client } = make();
    runner.load(SMALL, false, true);
    runner.load({ ...SMALL, learningRate: 2 }, false, true);
    runner.dispose();
    vi.advanceTimersByTime(1000);
    expect([client.runs.length, client.isDisposed]).toEqual([1, true]);
  });
});

describe('a run from a file', () => {
  it('is shown at once, in place of what was computed or put off, and its laws are drawn', async () => {
    const { runner, client } = make();
    runner.load(SMALL, false, true);
    runner.load({ ...SMALL, learningRate: 2 }, false, true);
    const { cancelled } = client;
    client.laws = ['a', 'b', 'c', 'd'];
    const file = newRun({ ...SMALL, seed: 9 }, true);
    file.recorded = [recorded(0), recorded(1)];
    file.status = 'complete';
    runner.adopt(file);
    expect([runner.shown, runner.run, runner.config]).toEqual([file, file, file.config]);
    expect(client.cancelled).toBe(cancelled + 1);
    await vi.advanceTimersByTimeAsync(1000);
    expect(client.runs).toHaveLength(1);
    const { laws } = client.asked.at(-1)!.args as { laws: unknown[] };
    const [first, last] = file.recorded.map((r) => r.snapshot);
    expect(laws).toEqual([first!.initialBulk, first!.bulk, last!.initialBulk, last!.bulk]);
    expect(file.recorded.map((r) => [r.initialLaw, r.bulkLaw])).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });
});
