import { describe, expect, it } from 'vitest';
import { CELL_KEYS, SPECTRUM_BINS } from '../../../../web/src/config/map/cell';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import type { Reply } from '../../../../web/src/engine/protocol/messages';
import { Dispatcher } from '../../../../web/src/engine/worker/dispatcher';
import { fakeEngine } from '../../fake_engine';

const config = { ...DEFAULTS, n: 40, d: 10, h: 20, steps: 6 };

/** A dispatcher whose clock jumps 10 ms with every look, and which can be paused where it yields. */
function makeDispatcher() {
  const { engine, controls } = fakeEngine();
  const replies: Reply[] = [];
  const yields: (() => void)[] = [];
  let time = 0;
  const dispatcher = new Dispatcher(engine, {
    post: (reply) => replies.push(reply),
    now: () => (time += 10),
    yieldToEventLoop: () => new Promise<void>((resolve) => yields.push(resolve)),
  });
  /** Lets the dispatcher work until it waits for messages. */
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 400; i += 1) {
      yields.splice(0).forEach((wake) => wake());
      await Promise.resolve();
    }
  };
  const steps = (): number[] =>
    replies.flatMap((r) => (r.kind === 'snapshot' ? [r.recorded.snapshot.step] : []));
  const outcome = (): string | undefined =>
    replies.flatMap((r) => (r.kind === 'done' ? [r.outcome] : [])).at(-1);
  return { dispatcher, controls, replies, settle, steps, outcome };
}

describe('Dispatcher', () => {
  it('records step 0, every k-th step and the last one', async () => {
    const s = makeDispatcher();
    s.dispatcher.handle({ kind: 'start', runId: 1, config: { ...config, probeEvery: 4 }, from: 0 });
    await s.settle();
    expect(s.steps()).toEqual([0, 4, 6]);
    expect(s.outcome()).toBe('complete');
  });

  it('hears a cancel between two slices and keeps quiet afterwards', async () => {
    const s = makeDispatcher();
    s.dispatcher.handle({ kind: 'start', runId: 1, config: { ...config, steps: 1000 }, from: 0 });
    await Promise.resolve();
    await Promise.resolve();
    s.dispatcher.handle({ kind: 'cancel', runId: 1 });
    await s.settle();
    expect(s.outcome()).toBe('cancelled');
    expect(s.steps().length).toBeLessThan(10);
  });

  it('lets a newer start end the older run', async () => {
    const s = makeDispatcher();
    s.dispatcher.handle({ kind: 'start', runId: 1, config: { ...config, steps: 1000 }, from: 0 });
    await Promise.resolve();
    s.dispatcher.handle({ kind: 'start', runId: 2, config, from: 0 });
    await s.settle();
    const done = s.replies.filter((r) => r.kind === 'done');
    expect(done).toEqual([
      { kind: 'done', runId: 1, outcome: 'cancelled' },
      { kind: 'done', runId: 2, outcome: 'complete' },
    ]);
    expect(s.controls.alive).toBe(1);
  });

  it('resumes without probing what was recorded before', async () => {
    const s = makeDispatcher();
    s.dispatcher.handle({ kind: 'start', runId: 1, config, from: 4 });
    await s.settle();
    expect(s.steps()).toEqual([4, 5, 6]);
  });

  it('answers for any recorded step: forward from here, or again from the start', async () => {
    const s = makeDispatcher();
    s.dispatcher.handle({ kind: 'start', runId: 1, config, from: 0 });
    s.dispatcher.handle({ kind: 'call', id: 5, name: 'weights', args: { config, step: 2 } });
    s.dispatcher.handle({ kind: 'call', id: 6, name: 'weights', args: { config, step: 5 } });
    await s.settle();
    const data = s.replies.flatMap((r) =>
      r.kind === 'result' ? [(r.result as { data: Float32Array }).data[0]] : [],
    );
    expect(data).toEqual([2, 5]);
    expect(s.controls.restarts).toBe(1);
    expect(s.controls.steps).toBe(6 + 5);
  });

  it('reports a divergence as an outcome, with the snapshot that shows it', async () => {
    const s = makeDispatcher();
    s.controls.divergeAt = 3;
    s.dispatcher.handle({ kind: 'start', runId: 1, config, from: 0 });
    await s.settle();
    expect(s.steps()).toEqual([0, 1, 2, 3]);
    expect(s.outcome()).toBe('diverged');
  });

  it('passes on the message of bad input, frees the run, and goes on working', async () => {
    const s = makeDispatcher();
    s.dispatcher.handle({ kind: 'start', runId: 1, config: { ...config, n: 0 }, from: 0 });
    await s.settle();
    expect(s.replies).toEqual([
      { kind: 'failed', runId: 1, message: 'n is 0, expected a whole number from 1', fatal: false },
    ]);
    s.dispatcher.handle({ kind: 'start', runId: 2, config, from: 0 });
    await s.settle();
    expect(s.outcome()).toBe('complete');
  });

  it('calls a crash of the module fatal', async () => {
    const s = makeDispatcher();
    s.controls.crashAt = { step: 2, error: new WebAssembly.RuntimeError('unreachable') };
    s.dispatcher.handle({ kind: 'start', runId: 1, config, from: 0 });
    await s.settle();
    expect(s.replies.at(-1)).toEqual({
      kind: 'failed',
      runId: 1,
      message: 'unreachable',
      fatal: true,
    });
  });

  it('says what a configuration costs, or why it is refused', () => {
    const s = makeDispatcher();
    s.dispatcher.handle({ kind: 'call', id: 1, name: 'estimate', args: { config } });
    s.dispatcher.handle({
      kind: 'call',
      id: 2,
      name: 'estimate',
      args: { config: { ...config, n: 30000 } },
    });
    expect(s.replies).toMatchObject([
      { id: 1, result: { refusal: null, work: { step: 4 * 40 * 10 * 20 } } },
      { id: 2, result: { refusal: 'n is 30000, expected at most 20000' } },
    ]);
  });

  it('records the runs of a map one after the other, also those that diverge', async () => {
    const s = makeDispatcher();
    s.controls.divergeAt = 4;
    s.dispatcher.handle({ kind: 'map-run', runId: 1, config, steps: [0, 2, 6] });
    s.dispatcher.handle({ kind: 'map-run', runId: 2, config, steps: [6] });
    s.dispatcher.handle({ kind: 'map-run', runId: 3, config, steps: [0, 6] });
    s.dispatcher.handle({ kind: 'cancel', runId: 2 });
    await s.settle();
    const cells = s.replies.flatMap((r) =>
      r.kind === 'cells' ? r.cells.map((cell) => [r.runId, cell.step, cell.phase]) : [],
    );
    expect(cells).toEqual([
      [1, 0, 'random-like'],
      [1, 2, 'bulk-spikes'],
      [1, 6, 'diverged'],
      [3, 0, 'random-like'],
      [3, 6, 'diverged'],
    ]);
    // The first cell of each does not wait for others.
    const first = s.replies.find((r) => r.kind === 'cells');
    expect(first).toMatchObject({ runId: 1, cells: [{ step: 0 }] });
    expect(s.replies.filter((r) => r.kind === 'done')).toEqual([
      { kind: 'done', runId: 1, outcome: 'complete' },
      { kind: 'done', runId: 2, outcome: 'cancelled' },
      { kind: 'done', runId: 3, outcome: 'complete' },
    ]);
  });

  it('posts of a long run of a map no more than its numbers, once', async () => {
    const { engine } = fakeEngine();
    let time = 0;
    let cells = 0;
    let bytes = 0;
    let posts = 0;
    const ended = new Promise<void>((resolve) => {
      const dispatcher = new Dispatcher(engine, {
        post: (reply, transfer) => {
          if (reply.kind === 'done') resolve();
          if (reply.kind !== 'cells') return;
          posts += 1;
          cells += reply.cells.length;
          const buffers = reply.cells.flatMap((c) => [c.values.buffer, c.spectrum.counts.buffer]);
          expect(new Set(buffers)).toEqual(new Set(transfer));
          for (const buffer of transfer) bytes += buffer.byteLength;
        },
        now: () => (time += 5),
        yieldToEventLoop: () => Promise.resolve(),
      });
      const steps = Array.from({ length: 1001 }, (_, i) => i);
      dispatcher.handle({ kind: 'map-run', runId: 1, config: { ...config, steps: 1000 }, steps });
    });
    await ended;
    expect(cells).toBe(1001);
    expect(posts).toBeGreaterThan(100);
    expect(bytes).toBe(1001 * (8 * CELL_KEYS.length + 2 * SPECTRUM_BINS));
  });
});
