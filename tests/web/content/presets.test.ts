// What the presets tell a visitor to look for is there, at the size that runs live.

import { describe, expect, it } from 'vitest';
import { loadEngine } from '../../../web/cli/load_engine';
import { applyPatch, DEFAULTS, type Config } from '../../../web/src/config/schema/config';
import { presetSettings, PRESETS } from '../../../web/src/content/presets';
import type { Snapshot } from '@engine';

const engine = await loadEngine();

function snapshots(config: Config): Snapshot[] {
  const run = new engine.Run(config);
  const found = [run.probe()];
  for (let t = 0; t < config.steps; t += 1) {
    run.step();
    if ((t + 1) % config.probeEvery === 0) found.push(run.probe());
  }
  run.delete();
  return found;
}

/** Every snapshot of run A and, where there is one, of run B. */
function preset(id: string): { a: Snapshot[]; b: Snapshot[] } {
  const found = PRESETS.find((p) => p.id === id);
  if (!found) throw new Error(`no preset ${id}`);
  const { patch, versus } = presetSettings(found, 'live');
  const first = applyPatch(DEFAULTS, patch).config;
  const second = versus ? applyPatch(first, versus).config : null;
  return { a: snapshots(first), b: second ? snapshots(second) : [] };
}

const last = (run: Snapshot[]): Snapshot => run.at(-1)!;

describe('presets', () => {
  it('one step of Adam makes one spike that points along beta', () => {
    const { a } = preset('one-step');
    expect(a.map((s) => s.spikes)).toEqual([0, 1]);
    expect(last(a).simWBeta).toBeGreaterThan(2.5 * a[0]!.simWBeta);
  });

  it('ten steps go from random-like over spikes and bulk-decay to a heavy tail', () => {
    const phases = [...new Set(preset('ten-steps').a.map((s) => s.phase))];
    expect(phases).toEqual(['random-like', 'bulk-spikes', 'bulk-decay', 'heavy-tailed']);
  });

  it('GD at Adam’s rate leaves the spectrum as it was', () => {
    const { a, b } = preset('gd-same-rates');
    expect(last(a).phase).toBe('heavy-tailed');
    expect(last(b).lambdaMax / b[0]!.lambdaMax).toBeCloseTo(1, 2);
  });

  it('GD at a large rate makes a spike and then a tail', () => {
    const { a } = preset('gd-large');
    expect(a[1]!.spikes).toBe(1);
    expect(last(a).phase).toBe('heavy-tailed');
  });

  it('a decaying rate stops the growth of the tail', () => {
    const { a, b } = preset('step-lr');
    expect(last(a).phase).toBe('heavy-tailed');
    expect(last(b).phase).not.toBe('heavy-tailed');
  });

  it('with weight normalisation the norm stays and the exponent falls all the same', () => {
    const { a, b } = preset('weight-norm');
    expect(last(a).frobeniusSquared).toBeGreaterThan(2 * last(b).frobeniusSquared);
    expect(last(b).hill.alpha).toBeLessThan(2.05);
  });

  it('more samples align the spike better and lower the test loss', () => {
    const { a, b } = preset('more-data');
    expect(b[1]!.simWBeta).toBeGreaterThan(1.2 * a[1]!.simWBeta);
    expect(last(b).testLoss).toBeLessThan(last(a).testLoss);
  });

  it('label noise changes the test loss, not the exponent', () => {
    const { a, b } = preset('noise');
    expect(last(b).testLoss).toBeGreaterThan(1.5 * last(a).testLoss);
    expect(Math.abs(last(b).hill.alpha - last(a).hill.alpha)).toBeLessThan(0.1);
  });

  it('the ridge read-out changes the losses, not the spectrum', () => {
    const { a, b } = preset('ridge');
    expect(last(b).eigenvalues).toEqual(last(a).eigenvalues);
    expect(last(b).testLoss).toBeLessThan(last(a).testLoss);
  });

  it('the faster decay freezes the spectrum by the middle of the run', () => {
    const { a, b } = preset('gamma');
    expect(Math.abs(last(b).hill.alpha - b[6]!.hill.alpha)).toBeLessThan(0.01);
    expect(Math.abs(last(a).hill.alpha - a[6]!.hill.alpha)).toBeGreaterThan(0.02);
  });

  it('mini-batches make the same tail as the full batch in as many steps', () => {
    const { a, b } = preset('gradient-noise');
    expect([last(a).phase, last(b).phase]).toEqual(['heavy-tailed', 'heavy-tailed']);
    expect(Math.abs(last(b).hill.alpha - last(a).hill.alpha)).toBeLessThan(0.1);
  });

  it('at equal epochs the mini-batches’ tail is the heavier one', () => {
    const { a, b } = preset('gradient-noise-epochs');
    expect(last(a).phase).toBe('heavy-tailed');
    expect(last(b).hill.alpha).toBeLessThan(last(a).hill.alpha);
  }, 20_000);

  it('Muon’s spectrum grows as much and keeps its shape', () => {
    const { a, b } = preset('muon');
    expect(last(b).lambdaMax / last(a).lambdaMax).toBeCloseTo(1, 0);
    expect(last(b).hill.alpha).toBeGreaterThan(2.3);
    expect(last(a).hill.alpha).toBeLessThan(2);
    expect(['random-like', 'bleeding-out']).toContain(last(b).phase);
  });
});
