// The weights a person opened: measuring and its queue, what fails and goes on.

import { describe, expect, it } from 'vitest';
import { EngineUnavailable } from '../../../web/src/engine/client/engine_client';
import type { MatrixReport } from '../../../web/src/engine/protocol/matrix_calls';
import { entry, fileOf, REPORT, settled, setup } from './opened_weights';

/** Takes minutes on the modest machine that is assumed. */
const COSTLY = [6000, 6000];

describe('measuring', () => {
  it('begins by itself where it is short, one layer after the other', async () => {
    const { weights, engines, named } = setup();
    weights.show(fileOf(entry('a', [4, 3]), entry('b', [5, 3]), entry('bias', [5])));
    expect(weights.waiting).toBe(2);
    expect(weights.current?.layer).toBe(named('a'));
    await engines.answer();
    expect(named('a').report).toBe(REPORT);
    expect(weights.current?.layer).toBe(named('b'));
    await engines.answer();
    expect([weights.waiting, weights.current, engines.made]).toEqual([0, null, 1]);
  });

  it('waits to be asked where it is long', async () => {
    const { weights, engines, named } = setup();
    weights.show(fileOf(entry('a', COSTLY), entry('b', [5, 3])));
    await settled();
    expect([weights.current, engines.asked.length]).toEqual([null, 0]);
    weights.choose(named('a'));
    expect(weights.current).toBeNull();
    weights.measure(named('a'));
    expect(weights.current?.layer).toBe(named('a'));
  });

  it('goes on with the rest when the mean of a costly layer is subtracted meanwhile', async () => {
    const { weights, engines, named } = setup();
    weights.show(fileOf(entry('a', COSTLY), entry('b', [5, 3])));
    weights.measureAll();
    await settled();
    weights.set(named('a'), { centre: true });
    expect(engines.disposed).toBe(1);
    await engines.answer();
    expect(engines.asked.at(-1)?.centre).toBe(false);
    expect(named('a').report).toBe(REPORT);
    await engines.answer();
    expect([named('b').report, weights.waiting, weights.current]).toEqual([REPORT, 0, null]);
  });

  it('keeps a failure to the layer it is of', async () => {
    const { weights, engines, named } = setup();
    weights.show(fileOf(entry('a', [4, 3]), entry('b', [5, 3])));
    await engines.answer(new Error('no memory'));
    expect(named('a').problem).toBe('no memory');
    await engines.answer();
    expect(named('b').report).toBe(REPORT);
  });

  it('is tried again when the engine could not be loaded, and blames no layer', async () => {
    const { weights, engines, named } = setup();
    weights.show(fileOf(entry('a', [4, 3]), entry('b', [5, 3])));
    await engines.answer(new EngineUnavailable('The engine could not be loaded: offline'));
    expect(weights.engineProblem).toMatch(/offline/);
    expect([named('a').problem, weights.current, weights.waiting]).toEqual([null, null, 2]);
    weights.retry();
    await engines.answer();
    await engines.answer();
    expect([engines.made, weights.engineProblem, weights.waiting]).toEqual([2, null, 0]);
  });

  it('stops at once, keeps what was measured and ends its worker', async () => {
    const { weights, engines, named } = setup();
    weights.show(fileOf(entry('a', [4, 3]), entry('b', [5, 3])));
    await engines.answer();
    await settled();
    weights.cancel();
    expect([weights.current, weights.queue.length, engines.disposed]).toEqual([null, 0, 1]);
    expect([named('a').report, weights.waiting]).toEqual([REPORT, 1]);
  });

  it('measures what a person asks for before the rest, and nothing twice', async () => {
    const { weights, engines, named } = setup();
    weights.show(fileOf(entry('a', [4, 3]), entry('b', [5, 3]), entry('c', [6, 3])));
    weights.measure(named('c'));
    expect(weights.queue.map((l) => l.name)).toEqual(['c', 'b']);
    weights.measureAll();
    expect(weights.queue.map((l) => l.name)).toEqual(['b', 'c']);
    await engines.answer();
    await engines.answer();
    await engines.answer();
    expect([engines.asked.length, weights.waiting, weights.waitingSeconds]).toEqual([3, 0, 0]);
  });

  it('shows a single layer at once, whatever cannot be measured beside it', () => {
    const { weights, named } = setup();
    weights.show(fileOf(entry('bias', [5]), entry('a', COSTLY)));
    expect(weights.chosen).toBe(named('a'));
    weights.show(fileOf(entry('a', COSTLY), entry('b', COSTLY)));
    expect(weights.chosen).toBeNull();
  });

  it('does not measure again what is being measured or has been', async () => {
    const { weights, engines, named } = setup();
    weights.show(fileOf(entry('a', [4, 3]), entry('v', [5])));
    weights.choose(named('a'));
    await engines.answer();
    weights.choose(named('a'));
    weights.choose(named('v'));
    await settled();
    expect([engines.asked.length, weights.queue.length]).toEqual([1, 0]);
  });

  it('learns how fast this machine is from what has a spectrum', async () => {
    const { weights, engines, named } = setup();
    weights.show(fileOf(entry('a', [400, 300]), entry('b', [5, 3])));
    const { work, seconds } = weights.costOf(named('a'));
    await engines.answer({ ...REPORT, status: 'ok', duration: 1000 } as MatrixReport);
    expect(weights.costOf(named('a')).seconds).toBeGreaterThan(2 * seconds);
    expect(weights.costOf(named('a')).seconds).toBeCloseTo(work / work + 0.003, 6);
    await engines.answer({ ...REPORT, duration: 9000 } as MatrixReport);
    expect(weights.costOf(named('a')).seconds).toBeCloseTo(1.003, 6);
  });

  it('begins no worker for a layer that was stopped while it was read', async () => {
    const { weights, engines } = setup();
    weights.show(fileOf(entry('a', [4, 3])));
    weights.cancel();
    await settled();
    expect([engines.asked.length, weights.waiting]).toEqual([0, 1]);
  });

  it('says of a file that is gone that its numbers could not be read', async () => {
    const { weights, named } = setup();
    const blob = new Blob([new Uint8Array(16)]);
    blob.slice = () => {
      throw new DOMException('gone', 'NotReadableError');
    };
    weights.show(fileOf(entry('a', [2, 2], { source: { blob, from: 0, to: 16 } })));
    await settled();
    expect(named('a').problem).toMatch(/^its numbers could not be read: the file was moved/);
  });

  it('leaves out what has no spectrum, in words', () => {
    const { weights, named } = setup();
    weights.show(
      fileOf(
        entry('v', [1, 5]),
        entry('s', []),
        entry('e', [0, 3]),
        entry('q', [4, 4], { dtype: 'i32', warning: 'packed' }),
      ),
    );
    expect([named('v'), named('s'), named('e'), named('q')].map((l) => l.problem)).toEqual([
      'a vector has no spectrum',
      'a single number has no spectrum',
      'empty',
      'packed',
    ]);
    expect(weights.waiting).toBe(0);
  });
});

describe('a tensor beyond memory', () => {
  it('is offered as a sample that fits, and the sample is measured', async () => {
    const { weights, named } = setup();
    weights.show(fileOf(entry('w', [300_000, 4096])));
    const layer = named('w');
    expect(weights.costOf(layer).fits).toBe(false);
    expect([weights.waiting, weights.current]).toEqual([0, null]);
    const offer = weights.offerFor(layer)!;
    weights.set(layer, { sample: offer });
    expect(weights.costOf(layer).fits).toBe(true);
    expect(weights.current?.layer ?? layer).toBe(layer);
    await settled();
  });

  it('has no sample to offer where all of it must be unpacked first', () => {
    const { weights, named } = setup();
    const source = { blob: new Blob([]), from: 0, to: 0, deflated: { size: 5e9, skip: 0, crc: 0 } };
    weights.show(fileOf(entry('w', [300_000, 4096], { source })));
    expect(weights.offerFor(named('w'))).toBeNull();
  });
});

describe('a question about a spectrum', () => {
  it('is asked again of the next worker when its own was stopped, and only then', async () => {
    const { weights, engines } = setup();
    weights.show(fileOf(entry('a', [4, 3]), entry('b', [5, 3])));
    await settled();
    const answer = weights.call('tailTests', {} as never);
    weights.cancel();
    // The worker that ended lets its calls go.
    await engines.answer(new Error('The engine was shut down.'));
    expect([engines.made, engines.asked.length]).toEqual([2, 3]);
    await engines.answer();
    expect(await answer).toBe(REPORT);
    const refused = expect(weights.call('tailTests', {} as never)).rejects.toThrow(
      'no such matrix',
    );
    await engines.answer(new Error('no such matrix'));
    await refused;
    expect(engines.made).toBe(2);
  });
});

it('10,000 layers are shown and counted without looking at all of them again', () => {
  const { weights } = setup();
  const many = Array.from({ length: 10_000 }, (_, i) => entry(`w${i}`, COSTLY));
  weights.show(fileOf(...many));
  expect([weights.waiting, weights.current]).toEqual([10_000, null]);
  expect(weights.waitingSeconds).toBeGreaterThan(1e5);
});
