import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../web/src/config/schema/config';
import { Machine, MEMORY_LIMIT, nearestThatFits } from '../../../web/src/state/machine';

const estimate = { memory: 1e7, work: { step: 1e8, probe: 4e8 }, refusal: null };

function memory(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return { getItem: (k) => kept.get(k) ?? null, setItem: (k, v) => void kept.set(k, v) };
}

describe('Machine', () => {
  it('guesses until it has seen a run, then measures, and remembers', () => {
    const storage = memory();
    const machine = new Machine(storage);
    expect(machine.cost(DEFAULTS, estimate).measured).toBe(false);
    machine.learn(estimate.work, { step: 10, probe: 40 });
    const cost = machine.cost({ ...DEFAULTS, steps: 10, probeEvery: 1 }, estimate);
    expect(cost.measured).toBe(true);
    expect(cost.seconds).toBeCloseTo(10 * 0.01 + 11 * 0.04, 6);
    expect(new Machine(storage).cost(DEFAULTS, estimate).measured).toBe(true);
  });

  it('learns nothing from runs too short to time, nor from a spoiled store', () => {
    const machine = new Machine(null);
    machine.learn(estimate.work, { step: 0, probe: 0 });
    machine.learn(estimate.work, { step: 0.01, probe: 0.2 });
    expect(machine.cost(DEFAULTS, estimate).measured).toBe(false);
    for (const text of ['{', '[]', '{"step":-1,"probe":2}', '{"step":1e999,"probe":2}', 'null']) {
      const spoiled = new Machine({ getItem: () => text, setItem: () => undefined });
      expect(spoiled.cost(DEFAULTS, estimate).measured, text).toBe(false);
    }
  });

  it('takes a step for a probe until it has timed one', () => {
    const machine = new Machine(null);
    machine.learn(estimate.work, { step: 0, probe: 40 });
    // 4e8 operations in 40 ms.
    const steps = machine.cost({ ...DEFAULTS, steps: 100, probeEvery: 100 }, estimate);
    expect(steps.seconds).toBeCloseTo(100 * 0.01 + 2 * 0.04, 9);
    machine.learn(estimate.work, { step: 30, probe: 40 });
    const timed = machine.cost({ ...DEFAULTS, steps: 100, probeEvery: 100 }, estimate);
    expect(timed.seconds).toBeCloseTo(100 * 0.015 + 2 * 0.04, 9);
  });

  it('refuses what does not fit into memory', () => {
    const { refusal } = new Machine(null).cost(DEFAULTS, { ...estimate, memory: 5e9 });
    expect(refusal).toBe('it needs 5.0 GB and a page has 3.6 GB');
  });
});

describe('nearestThatFits', () => {
  it('keeps the proportions and stays below the limit', async () => {
    const memoryOf = (c: typeof DEFAULTS): Promise<number> => Promise.resolve(8 * c.n * c.d * 4);
    const config = { ...DEFAULTS, n: 20000, d: 10000, h: 15000 };
    const found = await nearestThatFits(config, memoryOf);
    expect(await memoryOf(found)).toBeLessThanOrEqual(MEMORY_LIMIT);
    expect(await memoryOf(found)).toBeGreaterThan(0.5 * MEMORY_LIMIT);
    expect(found.n / found.d).toBeCloseTo(2, 0);
  });

  it('scales all sizes alike, the batch within the samples, to two figures', async () => {
    const config = { ...DEFAULTS, n: 20000, d: 10000, h: 15000, nTest: 8000, batchSize: 20000 };
    const found = await nearestThatFits(config, (c) => Promise.resolve(c.n > 4400 ? null : 1));
    expect(found).toMatchObject({ n: 4400, d: 2200, h: 3300, nTest: 1700, batchSize: 4400 });
    const whole = await nearestThatFits({ ...config, batchSize: 0 }, () => Promise.resolve(1));
    expect([whole.n, whole.batchSize]).toEqual([19000, 0]);
    const none = await nearestThatFits(config, () => Promise.resolve(null));
    expect([none.n, none.d, none.h, none.nTest]).toEqual([1, 1, 1, 1]);
  });

  it('heeds a refusal that is not about memory', async () => {
    const found = await nearestThatFits({ ...DEFAULTS, n: 20000 }, (c) =>
      Promise.resolve(c.n > 5000 ? null : 1),
    );
    expect(found.n).toBeLessThanOrEqual(5000);
    expect(found.n).toBeGreaterThan(2000);
  });
});
