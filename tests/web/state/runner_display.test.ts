// Which run of a slot is on display: while another catches up, during a gesture, from a file.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newRun } from '../../../web/src/state/runs';
import { makeSlot, recorded, SMALL } from './slot';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the run on display', () => {
  /** A complete run of four steps, and another that has been begun. */
  function second() {
    const made = makeSlot();
    const { runner, client } = made;
    runner.load(SMALL);
    client.record(0, 1, 2, 3, 4);
    client.end('complete');
    const old = runner.run;
    runner.load({ ...SMALL, learningRate: 2 });
    return { ...made, old };
  }

  it('is the first one from its beginning', () => {
    const { runner } = makeSlot();
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
    const { runner, client, clock } = makeSlot();
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
    const { runner, client } = makeSlot();
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
    const { runner, client } = makeSlot();
    runner.load(SMALL, false, true);
    runner.load({ ...SMALL, learningRate: 2 }, false, true);
    runner.dispose();
    vi.advanceTimersByTime(1000);
    expect([client.runs.length, client.isDisposed]).toEqual([1, true]);
  });
});

describe('a run from a file', () => {
  it('is shown at once, in place of what was computed or put off, and its laws are drawn', async () => {
    const { runner, client } = makeSlot();
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
