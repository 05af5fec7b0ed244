// The weights a person opened: opening and its end, measuring and its queue, what fails and goes on.

import { describe, expect, it } from 'vitest';
import { EngineUnavailable, type EngineClient } from '../../../web/src/engine/client/engine_client';
import type { MatrixReport, MatrixRequest } from '../../../web/src/engine/protocol/matrix_calls';
import type { Layer } from '../../../web/src/state/layers';
import { Weights } from '../../../web/src/state/weights';
import type { Dtype } from '../../../web/src/tensors/dtype';
import type { openFile, OpenOptions } from '../../../web/src/tensors/reader/open_file';
import {
  FileProblem,
  type TensorEntry,
  type TensorFile,
} from '../../../web/src/tensors/tensor_file';

function entry(name: string, shape: number[], more: Partial<TensorEntry> = {}): TensorEntry {
  const dtype: Dtype = 'f32';
  const source = { blob: new Blob([new Uint8Array(16)]), from: 0, to: 16 };
  return { name, dtype, shape, fortran: false, source, ...more };
}

function fileOf(...tensors: TensorEntry[]): TensorFile {
  return { name: 'm.npz', bytes: 1, format: 'NumPy archive', tensors, unreadable: [] };
}

const REPORT = { status: 'zero', size: { rows: 1, cols: 1 } } as MatrixReport;

/** Engines that answer when they are told to. */
class Engines {
  made = 0;
  disposed = 0;
  readonly asked: MatrixRequest[] = [];
  private readonly answers: { resolve: (r: MatrixReport) => void; reject: (e: Error) => void }[] =
    [];

  readonly spawn = (): EngineClient => {
    this.made += 1;
    return {
      dispose: () => (this.disposed += 1),
      call: (_name: string, args: MatrixRequest) => {
        this.asked.push(args);
        return new Promise<MatrixReport>((resolve, reject) =>
          this.answers.push({ resolve, reject }),
        );
      },
    } as unknown as EngineClient;
  };

  async answer(outcome: MatrixReport | Error = REPORT): Promise<void> {
    await settled();
    const { resolve, reject } = this.answers.pop()!;
    if (outcome instanceof Error) reject(outcome);
    else resolve(outcome);
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let i = 0; i < 3; i += 1) await new Promise((resolve) => setTimeout(resolve));
}

function setup(): { weights: Weights; engines: Engines; named: (name: string) => Layer } {
  const engines = new Engines();
  const weights = new Weights(engines.spawn, () => undefined);
  const named = (name: string): Layer => weights.layers.find((l) => l.name === name)!;
  return { weights, engines, named };
}

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

describe('opening', () => {
  interface Open {
    options: OpenOptions;
    resolve(file: TensorFile): void;
    reject(error: Error): void;
  }

  function openers(): { weights: Weights; opens: Open[] } {
    const opens: Open[] = [];
    const open: typeof openFile = (_file, options) =>
      new Promise((resolve, reject) => {
        options.signal.addEventListener('abort', () => reject(options.signal.reason as Error));
        opens.push({ options, resolve, reject });
      });
    const engines = new Engines();
    return {
      weights: new Weights(
        engines.spawn,
        () => undefined,
        () => 0,
        open,
      ),
      opens,
    };
  }
  const file = new File(['x'], 'w.csv');

  it('says how far it is and shows what was found', async () => {
    const { weights, opens } = openers();
    void weights.open(file);
    opens[0]!.options.progress(50, 200, 'arrays');
    expect(weights.opening).toEqual({ name: 'w.csv', done: 50, total: 200, unit: 'arrays' });
    opens[0]!.resolve(fileOf(entry('a', [5])));
    await settled();
    expect([weights.opening, weights.layers.length]).toEqual([null, 1]);
  });

  it('keeps what was open when a file cannot be read', async () => {
    const { weights, opens } = openers();
    weights.show(fileOf(entry('a', [5])));
    void weights.open(file);
    opens[0]!.reject(new FileProblem('it is empty'));
    await settled();
    expect(weights.problem).toBe('“w.csv” could not be read: it is empty.');
    weights.refuse('x'.repeat(100), new Error('Is it open elsewhere?'));
    expect(weights.problem).toBe(`“${'x'.repeat(60)}” could not be read: Is it open elsewhere?`);
    expect([weights.layers.length, weights.opening]).toEqual([1, null]);
  });

  it('ends when it is cancelled or another file comes, without a word', async () => {
    const { weights, opens } = openers();
    weights.show(fileOf(entry('a', [4, 3])));
    void weights.open(file);
    weights.cancel();
    // What is being measured goes on.
    expect(weights.current?.layer.name).toBe('a');
    await settled();
    expect([opens[0]!.options.signal.aborted, weights.opening, weights.problem]).toEqual([
      true,
      null,
      null,
    ]);
    void weights.open(file);
    void weights.open(new File(['y'], 'other.csv'));
    expect(opens[1]!.options.signal.aborted).toBe(true);
    opens[2]!.resolve(fileOf(entry('b', [5])));
    await settled();
    expect(weights.layers[0]?.name).toBe('b');
  });

  it('reads the same file in another way when asked', async () => {
    const { weights, opens } = openers();
    void weights.open(file);
    opens[0]!.resolve(fileOf(entry('a', [5])));
    await settled();
    weights.reopen({ header: false });
    expect(opens[1]!.options.reading).toEqual({ header: false });
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
