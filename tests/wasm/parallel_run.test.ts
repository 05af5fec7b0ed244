// One run on one, two and four workers: the same messages to the page, bit for bit. Each worker is a
// module of its own with a Session around it; they talk over real message channels.

import { afterEach, describe, expect, it } from 'vitest';
import type { Config, EngineModule, Run, Snapshot } from '@engine';
import { loadEngine } from '../../web/cli/load_engine';
import { DEFAULTS } from '../../web/src/config/schema/config';
import type { Calls, Reply } from '../../web/src/engine/protocol/messages';
import { Dispatcher } from '../../web/src/engine/worker/dispatcher';

const ports: MessagePort[] = [];
afterEach(() => ports.splice(0).forEach((port) => port.close()));

interface Group {
  session: Dispatcher;
  replies: Reply[];
  /** Helpers that were started. */
  helpers: EngineModule[];
  /** The first reply that is like this, perhaps one to come. */
  reply(matches: (reply: Reply) => boolean): Promise<Reply>;
}

/** A worker that leads up to `size` - 1 helpers, as the page puts them together. */
async function makeGroup(size: number): Promise<Group> {
  const helpers: EngineModule[] = [];
  const replies: Reply[] = [];
  const listeners = new Set<() => void>();
  const startHelper = async (): Promise<void> => {
    const engine = await loadEngine();
    helpers.push(engine);
    const { port1, port2 } = new MessageChannel();
    ports.push(port1, port2);
    sessionOf(engine, () => undefined).handle({ kind: 'serve-shards', port: port1 });
    session.handle({ kind: 'add-helper', port: port2 });
  };
  const session = sessionOf(await loadEngine(), (reply) => {
    replies.push(reply);
    if (reply.kind === 'start-helpers') for (let i = 0; i < reply.count; i += 1) void startHelper();
    listeners.forEach((listen) => listen());
  });
  session.handle({ kind: 'set-worker-limit', workers: size });
  const reply: Group['reply'] = (matches) =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = replies.find(matches);
        if (!found) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
    });
  return { session, replies, helpers, reply };
}

function sessionOf(engine: EngineModule, post: (reply: Reply) => void): Dispatcher {
  return new Dispatcher(engine, {
    post,
    now: () => performance.now(),
    yieldToEventLoop: () => new Promise((resolve) => setTimeout(resolve)),
  });
}

const snapshotsOf = ({ replies }: Group): Snapshot[] =>
  replies.flatMap((r) => (r.kind === 'snapshot' ? [r.recorded.snapshot] : []));

async function run(group: Group, config: Config, runId = 1): Promise<Reply> {
  group.session.handle({ kind: 'start', runId, config, from: 0 });
  return group.reply((r) => 'runId' in r && r.runId === runId && (r.kind === 'done' || r.kind === 'failed'));
}

let lastId = 100;
async function weights(group: Group, config: Config, step: number): Promise<Calls['weights']['result']> {
  const id = (lastId += 1);
  group.session.handle({ kind: 'call', id, name: 'weights', args: { config, step } });
  const reply = await group.reply((r) => r.kind === 'result' && r.id === id);
  return (reply as { result: Calls['weights']['result'] }).result;
}

/** From now on this function of every run in the module does something else. */
function breakRun(engine: EngineModule, name: keyof Run, instead: () => never): void {
  (engine.Run as unknown as { prototype: Record<string, unknown> }).prototype[name] = instead;
}

// Large enough to be shared, and four blocks of hidden units, of which the last is short.
const LARGE: Config = { ...DEFAULTS, n: 1200, nTest: 300, d: 300, h: 250, steps: 5, learningRate: 0.5 };

const CASES: Record<string, Partial<Config>> = {
  'Adam, a probe at every step': {},
  'the first and the last probe only': { probeEvery: 5 },
  'momentum in double': { optimizer: 'gd', momentum: 0.9, learningRate: 20, precision: 'f64' },
  'both layers, weight normalisation, mini-batches': {
    train: 'both',
    weightNormalization: true,
    batchSize: 500,
  },
  'Muon, which only measures together': { optimizer: 'muon', learningRate: 0.1 },
  'a run that diverges': { activation: 'relu', optimizer: 'gd', learningRate: 1e8, steps: 40 },
};

describe.each(Object.entries(CASES))('%s', (_name, changes) => {
  const config = { ...LARGE, ...changes };

  it('has the same bits on one, two and four workers, and in a Run without any', async () => {
    const alone = await makeGroup(1);
    const outcome = await run(alone, config);
    const expected = snapshotsOf(alone);
    const expectedWeights = await weights(alone, config, expected.at(-1)!.step);

    for (const size of [2, 4]) {
      const group = await makeGroup(size);
      expect(await run(group, config), `${size} workers`).toEqual(outcome);
      expect(group.helpers).toHaveLength(size - 1);
      expect(snapshotsOf(group)).toEqual(expected);
      expect(await weights(group, config, expected.at(-1)!.step)).toEqual(expectedWeights);
    }

    const engine = await loadEngine();
    const direct = new engine.Run(config);
    const first = direct.probe();
    direct.step();
    expect(first).toEqual(expected[0]);
    if (config.probeEvery === 1) expect(direct.probe()).toEqual(expected[1]);
    direct.delete();
  });
});

describe('A parallel run', () => {
  it('starts no helpers for a small run', async () => {
    const group = await makeGroup(4);
    await run(group, { ...DEFAULTS, steps: 3 });
    expect(group.helpers).toHaveLength(0);
  });

  it('has half of its probes measured by its helper', async () => {
    const group = await makeGroup(2);
    const counts = { spectralPart: 0, ridgePart: 0 };
    await run(group, LARGE);
    for (const name of ['spectralPart', 'ridgePart'] as const) {
      const { prototype } = group.helpers[0]!.Run as unknown as {
        prototype: Record<string, (...args: unknown[]) => unknown>;
      };
      const original = prototype[name]!;
      prototype[name] = function (...args) {
        counts[name] += 1;
        return original.apply(this, args);
      };
    }
    await run(group, { ...LARGE, learningRate: 2 }, 2);
    // Of the probes after steps 1 to 5; that of step 0 is known.
    expect(counts.spectralPart + counts.ridgePart).toBeGreaterThanOrEqual(5);
  });

  it('goes on with another run, on the same helpers', async () => {
    const group = await makeGroup(2);
    await run(group, LARGE);
    const other = { ...LARGE, learningRate: 2, reg: 0.1 };
    const before = snapshotsOf(group).length;
    await run(group, other, 2);
    expect(group.helpers).toHaveLength(1);
    const alone = await makeGroup(1);
    await run(alone, other);
    expect(snapshotsOf(group).slice(before)).toEqual(snapshotsOf(alone));
  });

  it('answers for an earlier step, and for what needs the step before', async () => {
    const group = await makeGroup(2);
    const alone = await makeGroup(1);
    for (const each of [group, alone]) {
      await run(each, LARGE);
      each.session.handle({ kind: 'call', id: 1, name: 'overlaps', args: { config: LARGE, step: 5, count: 3 } });
      each.session.handle({ kind: 'call', id: 2, name: 'weights', args: { config: LARGE, step: 2 } });
      await each.reply((r) => r.kind === 'result' && r.id === 2);
    }
    const results = (each: Group): unknown[] => each.replies.filter((r) => r.kind === 'result');
    expect(results(group)).toEqual(results(alone));
  });

  it('resumes from a step without recording what is there', async () => {
    const group = await makeGroup(2);
    group.session.handle({ kind: 'start', runId: 1, config: LARGE, from: 3 });
    await group.reply((r) => r.kind === 'done');
    expect(snapshotsOf(group).map(({ step }) => step)).toEqual([3, 4, 5]);
  });

  it('hears a cancel within a step, and is ready for another run', async () => {
    const group = await makeGroup(2);
    group.session.handle({ kind: 'start', runId: 1, config: { ...LARGE, steps: 4000 }, from: 0 });
    await group.reply((r) => r.kind === 'snapshot' && r.recorded.snapshot.step === 2);
    group.session.handle({ kind: 'cancel', runId: 1 });
    const steps = snapshotsOf(group).length;
    expect(await group.reply((r) => r.kind === 'done')).toMatchObject({ outcome: 'cancelled' });
    // No more than the probes that were under way.
    expect(snapshotsOf(group).length - steps).toBeLessThanOrEqual(2);
    expect(await run(group, LARGE, 2)).toMatchObject({ outcome: 'complete' });
  });

  it('says what is wrong with a configuration, like one worker', async () => {
    const group = await makeGroup(2);
    const alone = await makeGroup(1);
    const wrong = { ...LARGE, d: 0 };
    expect(await run(group, wrong)).toEqual(await run(alone, wrong));
    expect(await run(group, LARGE, 2)).toMatchObject({ outcome: 'complete' });
  });

  it('goes on alone when a helper runs out of memory', async () => {
    const group = await makeGroup(2);
    await run(group, LARGE);
    const before = snapshotsOf(group).length;
    const [helper] = group.helpers;
    breakRun(helper!, 'update', () => {
      throw new Error('out of memory');
    });
    const other = { ...LARGE, learningRate: 1 };
    expect(await run(group, other, 2)).toMatchObject({ outcome: 'complete' });
    const alone = await makeGroup(1);
    await run(alone, other);
    expect(snapshotsOf(group).slice(before)).toEqual(snapshotsOf(alone));
  });

  it('reports a crash of a helper as fatal, so that the page starts again', async () => {
    const group = await makeGroup(2);
    await run(group, LARGE);
    breakRun(group.helpers[0]!, 'blockOutputs', () => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
    const failed = await run(group, { ...LARGE, seed: 2 }, 2);
    expect(failed).toMatchObject({ kind: 'failed', message: 'unreachable', fatal: true });
  });
});
