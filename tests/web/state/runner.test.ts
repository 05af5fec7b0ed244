// When a slot's run begins and how it ends.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Config } from '../../../web/src/config/schema/config';
import type { Estimate } from '../../../web/src/engine/protocol/messages';
import { makeSlot, SMALL, TIMING } from './slot';

const answered = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

/** Too large to begin before its cost is known. */
const LARGE: Config = { ...SMALL, n: 2000, d: 1000, h: 1500 };
const minutes = (): Estimate => ({ memory: 1e9, work: { step: 1e13, probe: 1e13 }, refusal: null });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a run', () => {
  it('that is small begins at once; its cost is asked for all the same', async () => {
    const { runner, client } = makeSlot();
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
      const { runner, client } = makeSlot();
      runner.load({ ...SMALL, ...patch });
      expect(runner.run.status).toBe('waiting');
      await answered();
      expect([runner.run.status, client.runs.length]).toEqual(['computing', 1]);
    },
  );

  it('of minutes waits for a person, who may have asked for it', async () => {
    const { runner, client } = makeSlot();
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
    const { runner, client } = makeSlot();
    runner.load(LARGE);
    runner.cancel();
    await answered();
    expect([runner.run.status, client.runs.length]).toEqual(['cancelled', 0]);
  });

  it('keeps what it recorded, and how it ended', () => {
    const { runner, client, changed } = makeSlot();
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
    const { runner, client } = makeSlot();
    runner.load(SMALL);
    client.record(0);
    client.end('complete');
    runner.cancel();
    expect(runner.run.status).toBe('complete');
  });

  it('that failed is computed anew when it is begun again', async () => {
    const { runner, client } = makeSlot();
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
    const { runner, client } = makeSlot();
    client.estimate = () => Promise.reject(new Error('no engine'));
    runner.load(LARGE);
    await answered();
    expect(runner.run).toMatchObject({ status: 'failed', message: 'no engine' });
  });

  it('teaches the machine its speed when it is complete, and only then', async () => {
    const { runner, client, machine } = makeSlot();
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
    const { runner, client } = makeSlot();
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
    const { runner, client } = makeSlot();
    client.estimate = tooLarge;
    runner.load({ ...LARGE, n: 20000 });
    await answered();
    expect(runner.run.message).toMatch(/^This run cannot start: it needs 20.0 GB/);
    expect(runner.offer).toMatchObject({ n: 3600, d: 180, h: 270 });
    runner.load(LARGE);
    expect(runner.offer).toBeNull();
  });

  it('offers nothing that the engine refuses', async () => {
    const { runner, client } = makeSlot();
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
    const { runner, client } = makeSlot();
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
