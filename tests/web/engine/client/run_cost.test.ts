import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../../web/src/config/schema/config';
import {
  allowedSilenceMs,
  mapRunSpeed,
  workOf,
  workOfCall,
} from '../../../../web/src/engine/client/run_cost';
import type { CallRequest } from '../../../../web/src/engine/protocol/messages';

const config = { ...DEFAULTS, n: 10, d: 20, h: 30, steps: 50 };
const UNIT = 10 * 20 * 30;

const workFor = (name: string, args: object): number =>
  workOfCall({ kind: 'call', id: 1, name, args } as CallRequest);

describe('the work of a worker', () => {
  it('of a run is its steps, and three for each probe', () => {
    expect(workOf({ config, steps: [0, 25, 50] })).toBe(UNIT * (50 + 9));
  });

  it('of a question about a step is the run up to it', () => {
    for (const name of ['overlaps', 'entries', 'scatter', 'weights', 'denoise']) {
      expect(workFor(name, { config, step: 7 }), name).toBe(UNIT * (7 + 3));
    }
    expect(workFor('firstStep', { config })).toBe(UNIT * (1 + 3));
  });

  it('of a matrix is that of a square one with as many entries, or of its sample', () => {
    const tensor = { shape: [8, 2, 4] };
    expect(workFor('matrix', { tensor, sample: null })).toBe(4 * 64 * 8);
    expect(workFor('matrix', { tensor, sample: { rows: 2, cols: 8 } })).toBe(4 * 16 * 4);
  });

  it('of tests of a tail grows with the shorter side once more', () => {
    expect(workFor('tailTests', { rows: 30, columns: 20 })).toBe(8 * 30 * 20 * 20);
    expect(workFor('tailTests', { rows: 20, columns: 30 })).toBe(8 * 30 * 20 * 20);
  });

  it('of what takes no time to speak of is nothing', () => {
    expect(workFor('estimate', { config })).toBe(0);
  });
});

it('a worker may be silent for ten times what its work takes at the slowest so far', () => {
  const speed = mapRunSpeed();
  expect(allowedSilenceMs(3e8, speed)).toBe(3000);
  speed.learn(1e9, 1000);
  speed.learn(4e9, 1000);
  expect(allowedSilenceMs(3e9, speed)).toBe(30_000);
});
