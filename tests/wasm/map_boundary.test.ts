// The boundary of the first phases on a map moves with the sizes of the network as theory says: the
// least rate at which one step throws a spike out of the bulk.

import { beforeAll, describe, expect, it } from 'vitest';
import type { EngineModule } from '@engine';
import { loadEngine } from '../../web/cli/load_engine';
import { DEFAULTS, type Config } from '../../web/src/config/schema/config';

let engine: EngineModule;
beforeAll(async () => {
  engine = await loadEngine();
});

const SIZES = [
  { d: 100, h: 150 },
  { d: 200, h: 300 },
  { d: 400, h: 300 },
  { d: 400, h: 600 },
];

/** The least rate with a spike after one step, to 4 %; mean of the logarithm over seeds. */
function boundary(config: Config, guess: number): number {
  const seeds = [1, 2, 3];
  const logs = seeds.map((seed) => {
    const run = new engine.Run({ ...config, seed });
    const hasSpike = (learningRate: number): boolean => {
      run.restart({ ...config, seed, learningRate });
      run.step();
      return run.probe().spikes > 0;
    };
    try {
      let [low, high] = [guess / 2, guess * 3];
      expect([hasSpike(low), hasSpike(high)]).toEqual([false, true]);
      while (high / low > 1.04) {
        const middle = Math.sqrt(low * high);
        if (hasSpike(middle)) high = middle;
        else low = middle;
      }
      return Math.log(high);
    } finally {
      run.delete();
    }
  });
  return Math.exp(logs.reduce((sum, x) => sum + x, 0) / seeds.length);
}

describe('the rate of the first spike', () => {
  it.each(['gd', 'adam'] as const)('moves with d and h for %s', (optimizer) => {
    const unknown = { secondLayerSquared: NaN, residualSquared: NaN };
    const ratios = SIZES.map(({ d, h }) => {
      const config: Config = { ...DEFAULTS, d, h, n: 2 * d, optimizer, steps: 1, nTest: 50 };
      const theory = engine.predictOneStep(config, unknown);
      const predicted = (optimizer === 'gd' ? theory.gd : theory.sign).thresholdRate;
      return { d, h, predicted, ratio: boundary(config, predicted) / predicted };
    });
    // A spike is counted a little after it has left the edge, at every size by about as much.
    for (const { ratio } of ratios) {
      expect(ratio).toBeGreaterThan(1);
      expect(ratio).toBeLessThan(1.35);
    }
  });
});
