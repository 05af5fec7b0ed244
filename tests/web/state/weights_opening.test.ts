// The weights a person opened: the opening of their file and its end.

import { describe, expect, it } from 'vitest';
import { Weights } from '../../../web/src/state/weights';
import type { openFile, OpenOptions } from '../../../web/src/tensors/reader/open_file';
import { FileProblem, type TensorFile } from '../../../web/src/tensors/tensor_file';
import { Engines, entry, fileOf, settled } from './opened_weights';

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
