// What the theory of one step can say about a configuration: which update it predicts, at which
// rate, and under which assumptions.

import type { KnownOfRun } from '@engine';
import { geometric } from '../../common/power';
import type { Config } from './config';

/** The updates whose first step is predicted: the gradient, and its sign. */
export type StepKind = 'gd' | 'sign';

/** Which prediction applies; null for an update the theory does not describe. */
export function stepKind({ optimizer, weightDecay }: Config): StepKind | null {
  if (weightDecay > 0) return null;
  switch (optimizer) {
    case 'gd':
      return 'gd';
    case 'adam':
    case 'sign':
      return 'sign';
    case 'muon':
      return null;
  }
}

/** Why there is no prediction; empty when there is one. */
export function whyNotPredicted(config: Config): string {
  if (stepKind(config) !== null) return '';
  return config.optimizer === 'muon'
    ? 'Muon replaces the gradient by the nearest orthogonal matrix: its update has no leading direction, ' +
        'and a rank-one theory has nothing to say about it. What was measured is shown alone.'
    : 'With weight decay the first step also shrinks W itself, which the theory leaves out. What was measured is shown alone.';
}

/** A prediction from the configuration alone: no quantity of the run itself is put in. */
export const NOTHING_KNOWN: KnownOfRun = { secondLayerSquared: NaN, residualSquared: NaN };

/** The learning rate of the first step. */
export function firstRate({ schedule, learningRate, warmupSteps }: Config): number {
  return schedule === 'warmup' ? learningRate / Math.max(1, warmupSteps) : learningRate;
}

/** One step at a constant rate from the same start. */
export function oneStepAt(config: Config, learningRate: number): Config {
  return { ...config, schedule: 'constant', learningRate, steps: 1, probeEvery: 1 };
}

/** `count` rates in even steps of the logarithm, both ends included. */
export function ratesBetween(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => geometric(low, high, i / (count - 1)));
}

/** Ends of the axis of rates: both the threshold and the chosen rate lie inside. */
export function rateRange(threshold: number, rate: number): [number, number] {
  const centre = Number.isFinite(threshold) && threshold > 0 ? threshold : rate;
  return [Math.min(centre / 8, rate / 2), Math.max(centre * 30, rate * 2)];
}
