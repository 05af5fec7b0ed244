import { describe, expect, it } from 'vitest';
import type { Phase, Snapshot } from '@engine';
import { landmarks, landmarksText, phaseSentence } from '../../../../web/src/config/metrics/phases';

function snapshot(step: number, phase: Phase, spikes: number, more: object = {}): Snapshot {
  return {
    step,
    phase,
    spikes,
    status: 'ok',
    lambdaMax: 9332,
    simWBeta: 0.36,
    bulk: { upper: 1085 },
    hill: { status: 'ok', alpha: 1.974 },
    ...more,
  } as unknown as Snapshot;
}

const RUN = [
  snapshot(0, 'random-like', 0),
  snapshot(1, 'bulk-spikes', 1),
  snapshot(2, 'bulk-decay', 14),
  snapshot(3, 'heavy-tailed', 60),
  snapshot(4, 'heavy-tailed', 70),
];

describe('landmarks', () => {
  it('finds the first spike and the first heavy tail', () => {
    expect(landmarks(RUN)).toEqual({ spike: 1, tail: 3 });
    expect(landmarksText(landmarks(RUN))).toBe('spike from step 1, heavy tail from step 3');
  });

  it('takes an eigenvalue that chance put over the line for what it is', () => {
    const chance = [snapshot(0, 'random-like', 1), snapshot(1, 'random-like', 1)];
    expect(landmarks(chance)).toEqual({ spike: null, tail: null });
    expect(landmarksText(landmarks(chance))).toBe('no spike and no heavy tail in this run');
  });

  it('says which of the two is missing', () => {
    expect(landmarksText({ spike: 2, tail: null })).toBe('spike from step 2, no heavy tail');
  });
});

describe('phaseSentence', () => {
  it('gives the numbers that the words are about', () => {
    expect(phaseSentence(RUN[1]!)).toContain('λ₁ = 9332 is 8.6 times the end of the bulk');
    expect(phaseSentence(RUN[3]!)).toMatch(/long tail.*\(exponent 1\.97\)\.$/);
  });

  it('tells the untrained matrix from one that training has not changed', () => {
    expect(phaseSentence(RUN[0]!)).toMatch(/^The untrained matrix/);
    expect(phaseSentence(snapshot(1, 'random-like', 0))).toMatch(/^After one step still the spec/);
  });

  it('does without a tail that could not be fitted', () => {
    const none = snapshot(3, 'heavy-tailed', 9, { hill: { status: 'no-tail', alpha: NaN } });
    expect(phaseSentence(none)).not.toContain('NaN');
  });
});
