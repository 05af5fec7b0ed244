// The calls about theory and statistics, with the real module behind a session.

import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../../../web/cli/load_engine';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import { oneStepAt } from '../../../../web/src/config/schema/first_step';
import type {
  CallName,
  CallRequest,
  Calls,
  Reply,
} from '../../../../web/src/engine/protocol/messages';
import { Dispatcher } from '../../../../web/src/engine/worker/dispatcher';
import type { Snapshot } from '@engine';

const engine = await loadEngine();
const UNKNOWN = { secondLayerSquared: NaN, residualSquared: NaN };

function makeSession() {
  const replies: Reply[] = [];
  const session = new Dispatcher(engine, {
    post: (reply) => replies.push(reply),
    now: () => performance.now(),
    yieldToEventLoop: () => Promise.resolve(),
  });
  const call = async <N extends CallName>(
    name: N,
    args: Calls[N]['args'],
  ): Promise<Calls[N]['result']> => {
    session.handle({ kind: 'call', id: replies.length, name, args } as CallRequest);
    for (let i = 0; i < 20; i += 1) await Promise.resolve();
    const reply = replies.at(-1);
    if (reply?.kind === 'result') return reply.result;
    throw new Error(reply?.kind === 'refused' ? reply.message : 'no reply');
  };
  return { session, call, replies };
}

function snapshotAfter(steps: number, learningRate: number): Snapshot {
  const run = new engine.Run({ ...DEFAULTS, learningRate });
  for (let t = 0; t < steps; t += 1) run.step();
  const snapshot = run.probe();
  run.delete();
  return snapshot;
}

describe('the first step', () => {
  it('lies where theory puts it, in runs of Adam and of GD', async () => {
    for (const [optimizer, rate] of [
      ['adam', 0.4],
      ['gd', 900],
    ] as const) {
      const { session, call } = makeSession();
      const config = oneStepAt({ ...DEFAULTS, optimizer }, rate);
      const step = await call('firstStep', { config });
      const [alone] = await call('predictions', { config, rates: [rate], known: UNKNOWN });
      const kind = optimizer === 'gd' ? 'gd' : 'sign';
      expect(step.learningRate).toBe(rate);
      const { spike } = step;
      expect(alone![kind].spike.eigenvalue / spike.eigenvalue).toBeCloseTo(1, 0.5);
      expect(Math.abs(alone![kind].alignment - spike.alignment)).toBeLessThan(0.1);
      expect(Math.abs(spike.predicted.eigenvalue / spike.eigenvalue - 1)).toBeLessThan(0.02);
      expect(Math.abs(spike.predictedAlignment - spike.alignment)).toBeLessThan(0.03);
      session.dispose();
    }
  });

  it('can be taken at one rate after another from the same start', async () => {
    const { session, call } = makeSession();
    const at = (rate: number) => call('firstStep', { config: oneStepAt(DEFAULTS, rate) });
    const first = await at(0.2);
    const second = await at(0.4);
    // The same gradient, twice as far (but for the rounding of W in single precision).
    expect(second.spike.strength / first.spike.strength).toBeCloseTo(2, 5);
    expect(second.spike.eigenvalue).toBeGreaterThan(2 * first.spike.eigenvalue);
    expect(await at(0.2)).toEqual(first);
    session.dispose();
  });

  it('comes with its predicted spike in steps 0 and 1, and only above the threshold', async () => {
    const spikes = async (learningRate: number): Promise<(number | undefined)[]> => {
      const { session, replies } = makeSession();
      const config = { ...DEFAULTS, learningRate, steps: 2 };
      session.handle({ kind: 'start', runId: 1, config, from: 0 });
      for (let i = 0; i < 200; i += 1) await Promise.resolve();
      session.dispose();
      return replies.flatMap((r) => (r.kind === 'snapshot' ? [r.recorded.predictedSpike] : []));
    };
    const [zero, one, two] = await spikes(0.3);
    expect(zero).toBe(one);
    expect(one).toBeGreaterThan(1000);
    expect(two).toBeUndefined();
    expect(await spikes(0.05)).toEqual([undefined, undefined, undefined]);
  });
});

describe('the tail', () => {
  it('is drawn with laws that fall from one', async () => {
    const { session, call } = makeSession();
    const { eigenvalues } = snapshotAfter(6, 0.6);
    const args = { eigenvalues, resolution: 0, rule: 'robust', goodnessOfFit: NaN } as const;
    const { comparison, curves, hill, ks } = await call('tail', args);
    expect(comparison.pairs).toHaveLength(10);
    expect(hill.alphas).toHaveLength(eigenvalues.length - 1);
    expect(ks.distances).toHaveLength(eigenvalues.length - 1);
    expect(curves.map((c) => c.law)).toEqual(comparison.laws.map((l) => l.law));
    const { alpha, xmin } = comparison.fit;
    for (const { law, lambda, share } of curves) {
      expect(share[0]).toBe(1);
      expect([...share]).toEqual([...share].sort((a, b) => b - a));
      if (law !== 'power-law') continue;
      // Its integral is known in closed form.
      share.forEach((s, i) => expect(s).toBeCloseTo((lambda[i]! / xmin) ** (1 - alpha), 3));
    }
    session.dispose();
  });

  it('is tested a moment at a time, with the same answer however often one asks', () => {
    const { eigenvalues, bulk } = snapshotAfter(6, 0.6);
    const request = {
      id: 'a',
      eigenvalues,
      resolution: 0,
      rule: 'robust',
      rows: DEFAULTS.h,
      columns: DEFAULTS.d,
      bulkDistance: bulk.ksDistance,
      replicates: 40,
    } as const;
    const test = (
      clock: () => number,
    ): { seen: number[]; result: Calls['tailTests']['result'] } => {
      const session = new Dispatcher(engine, {
        post: (r) => replies.push(r),
        now: clock,
        yieldToEventLoop,
      });
      const replies: Reply[] = [];
      const seen: number[] = [];
      for (let i = 0; i < 100; i += 1) {
        session.handle({ kind: 'call', id: i, name: 'tailTests', args: request });
        const reply = replies.at(-1);
        if (reply?.kind !== 'result') throw new Error('no reply');
        const result = reply.result as Calls['tailTests']['result'];
        seen.push(result.replicates);
        if (result.isDone) return { seen, result };
      }
      throw new Error('never done');
    };
    const yieldToEventLoop = (): Promise<void> => Promise.resolve();
    const before = engine.heapInUse();
    const atOnce = test(() => 0);
    let time = 0;
    const slowly = test(() => (time += 30));
    expect(atOnce.seen).toEqual([40]);
    expect(slowly.seen.length).toBeGreaterThan(2);
    expect(slowly.result).toEqual(atOnce.result);
    expect(atOnce.result.bulkReplicates).toBe(8);
    expect(engine.heapInUse()).toBe(before);
  });
});

it('every outlier of the phase has a p value below the level of the line', async () => {
  const { session, call } = makeSession();
  const { eigenvalues, resolution, rows, columns, bulk, phase } = snapshotAfter(1, 0.3);
  const report = await call('phase', {
    eigenvalues,
    resolution,
    rows,
    columns,
    scale: bulk.scale,
    initialScale: 1,
  });
  expect(report.verdict.phase).toBe(phase);
  expect(report.outliers).toHaveLength(report.verdict.evidence.outliers);
  expect(report.outliers[0]).toBe(eigenvalues.at(-1));
  for (const p of report.pFitted) expect(p).toBeLessThan(0.0101);
  session.dispose();
});

it('denoising keeps few directions of a spiked matrix, and shrinks them', async () => {
  const { session, call } = makeSession();
  const config = oneStepAt(DEFAULTS, 0.4);
  const { measured, shrunk } = await call('denoise', { config, step: 1 });
  expect(measured.length).toBeLessThan(6);
  measured.forEach((s, i) => expect(shrunk[i]).toBeLessThan(s));
  session.dispose();
});

it('the functions of teacher and student come with the information exponent', async () => {
  const { session, call } = makeSession();
  const he2 = await call('functions', { config: { ...DEFAULTS, teacher: 'he2' } });
  expect(he2.informationExponent).toBe(2);
  expect(he2.link[2]).toBeCloseTo(Math.SQRT2, 9);
  expect(he2.activation[1]).toBeCloseTo(0.6057, 3);
  session.dispose();
});

it('correlations come with intervals, and with the number of pairs that had none', async () => {
  const { session, call } = makeSession();
  const x = Float64Array.of(1, 2, 3, 4, 5, 6, NaN, 8);
  const y = Float64Array.of(0.1, 0.4, 0.3, 1.2, 2.5, 9, 1, NaN);
  const found = await call('correlations', { x, y });
  expect([found.pairs, found.dropped]).toEqual([6, 2]);
  expect(found.spearman.value).toBeCloseTo(33 / 35, 12);
  expect(found.kendall.value).toBeCloseTo(13 / 15, 12);
  expect(found.spearman.low).toBeLessThan(found.spearman.value);
  expect(found.pearson.high).toBeLessThanOrEqual(1);
  await expect(call('correlations', { x, y: Float64Array.of(1) })).rejects.toThrow('correlate');
  session.dispose();
});
