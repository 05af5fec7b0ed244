// The paper's experiments by name, each at the paper's size and at one that runs live. Rates at the
// live size are those that show the same phases: GD's spike needs a rate of order sqrt(h d), and
// Adam's one of order (h d)^(-1/4), so the two sizes need different numbers.

import {
  applyPatch,
  DEFAULTS,
  sameConfig,
  type Config,
  type ConfigPatch,
} from '../config/schema/config';
import type { ViewState } from '../config/link/view_state';

export interface Preset {
  id: string;
  name: string;
  /** What to look for, in one or two sentences. */
  look: string;
  /** Settings at the live size; those of the paper's size add `paper`. */
  patch: ConfigPatch;
  paper?: ConfigPatch;
  /** A second run, as differences from the first. */
  versus?: ConfigPatch;
  paperVersus?: ConfigPatch;
  view?: Partial<ViewState>;
}

export const PAPER_SIZE: ConfigPatch = { n: 2000, d: 1000, h: 1500, nTest: 2000 };

export const PRESETS: readonly Preset[] = [
  {
    id: 'one-step',
    name: 'One-step feature learning with Adam',
    look:
      'A single step throws one eigenvalue out of the bulk. Watch sim(W, β) jump at the same moment: ' +
      'the spike’s singular vector points along the teacher’s direction.',
    patch: { optimizer: 'adam', learningRate: 0.2, steps: 1 },
    paper: { learningRate: 0.1 },
    view: { speed: 1 },
  },
  {
    id: 'ten-steps',
    name: 'Heavy tail in ten Adam steps',
    look:
      'First the spike, then the bulk stretches after it. In the second half of the run there is no edge ' +
      'any more and the Hill exponent has fallen to 2: a heavy tail without any gradient noise.',
    patch: { optimizer: 'adam', learningRate: 0.6, steps: 10 },
    paper: { learningRate: 1 },
  },
  {
    id: 'gd-same-rates',
    name: 'GD at the same rates',
    look:
      'A is Adam, B is gradient descent with the very same learning rate, data and initial weights. ' +
      'B’s spectrum does not move at all: its updates are too small by orders of magnitude.',
    patch: { optimizer: 'adam', learningRate: 1, steps: 10 },
    versus: { optimizer: 'gd' },
  },
  {
    id: 'gd-large',
    name: 'GD with a very large rate',
    look:
      'At a rate of order √(h d) gradient descent makes the spike too, and after a few more steps the ' +
      'tail: it is the size of the update that matters, not the optimiser.',
    patch: { optimizer: 'gd', learningRate: 700, steps: 10 },
    paper: { learningRate: 3000 },
  },
  {
    id: 'step-lr',
    name: 'Learning-rate decay (StepLR)',
    look:
      'A keeps its rate, B multiplies it by 0.6 after each step. B’s tail stops growing early: the late ' +
      'steps are what merges spike and bulk.',
    patch: { optimizer: 'adam', learningRate: 1, steps: 10 },
    versus: { schedule: 'step', gamma: 0.6, stepSize: 1 },
  },
  {
    id: 'weight-norm',
    name: 'Weight normalisation',
    look:
      'B rescales W to its initial Frobenius norm before each step. The norm no longer runs away; does ' +
      'the exponent still fall? Then the tail is a matter of shape and not of size.',
    patch: { optimizer: 'adam', learningRate: 0.5, steps: 10 },
    paper: { learningRate: 1 },
    versus: { weightNormalization: true },
    view: { curves: ['hill', 'frobenius'] },
  },
  {
    id: 'more-data',
    name: 'More samples',
    look:
      'B has four times the samples. Its gradient is closer to the true one, so the spike aligns better ' +
      'with β; the read-out has more samples too, so the test loss is lower.',
    patch: { optimizer: 'adam', learningRate: 0.2, steps: 10 },
    paper: { learningRate: 0.1 },
    versus: { n: 1600 },
    paperVersus: { n: 8000 },
    view: { curves: ['simWBeta', 'testLoss'] },
  },
  {
    id: 'noise',
    name: 'Label noise',
    look:
      'A has clean labels, B very noisy ones. The test losses are far apart, the exponents are not: the ' +
      'tail alone does not tell how much of what was learned is signal.',
    patch: { optimizer: 'adam', learningRate: 0.5, steps: 10, noise: 0 },
    paper: { learningRate: 1 },
    versus: { noise: 1 },
    view: { curves: ['testLoss', 'hill'] },
  },
  {
    id: 'ridge',
    name: 'Strength of the ridge read-out',
    look:
      'The same weights, read out with weak and with strong regularisation. The spectrum is the same; ' +
      'probe and test loss are not: they belong to the read-out, not to W.',
    patch: { optimizer: 'adam', learningRate: 0.5, steps: 10, reg: 0.001 },
    paper: { learningRate: 1 },
    versus: { reg: 1 },
    view: { curves: ['probeLoss', 'testLoss'] },
  },
  {
    id: 'gamma',
    name: 'How fast the rate decays',
    look: 'StepLR with γ = 0.9 (A) against γ = 0.4 (B). Find the step at which B stops changing.',
    patch: { optimizer: 'adam', learningRate: 1, steps: 10, schedule: 'step', gamma: 0.9 },
    versus: { gamma: 0.4 },
    view: { curves: ['hill', 'rate'] },
  },
  {
    id: 'gradient-noise',
    name: 'Gradient noise or not, at equal steps',
    look:
      'A takes its gradient from all samples, without any noise; B from batches of a tenth of them. Both ' +
      'end heavy-tailed, with nearly the same Hill exponent: the noise is not what makes the tail.',
    patch: { optimizer: 'adam', learningRate: 0.6, steps: 10 },
    paper: { learningRate: 1 },
    versus: { batchSize: 40 },
    paperVersus: { batchSize: 200 },
    view: { curves: ['hill'] },
  },
  {
    id: 'gradient-noise-epochs',
    name: 'Gradient noise or not, at equal epochs',
    look:
      'Now B’s small batches see every sample as often as A does, in ten times as many steps. Its tail ' +
      'grows longer, as more steps of either kind would make it; A has one without noise all the same.',
    patch: { optimizer: 'adam', learningRate: 0.6, steps: 10 },
    paper: { learningRate: 1 },
    versus: { batchSize: 40, steps: 100, probeEvery: 10 },
    paperVersus: { batchSize: 200 },
    view: { curves: ['hill'] },
  },
  {
    id: 'muon',
    name: 'Muon: does a tail still form?',
    look:
      'B’s updates are made orthogonal: all their singular values are equal, none leads. Its spectrum ' +
      'grows as large as A’s, but as a whole: the bulk keeps its random-matrix shape and there is no tail.',
    patch: { optimizer: 'adam', learningRate: 0.6, steps: 10 },
    paper: { learningRate: 1 },
    versus: { optimizer: 'muon', learningRate: 1 },
    view: { curves: ['hill', 'lambdaMax'] },
  },
];

/** The preset's settings at one of its two sizes. */
export function presetSettings(
  preset: Preset,
  size: 'live' | 'paper',
): { patch: ConfigPatch; versus: ConfigPatch | null } {
  if (size === 'live') return { patch: preset.patch, versus: preset.versus ?? null };
  const patch = { ...preset.patch, ...PAPER_SIZE, ...preset.paper };
  const versus = preset.versus ? { ...preset.versus, ...preset.paperVersus } : null;
  return { patch, versus };
}

/** The preset that a configuration is, or null. */
export function presetOf(config: Config, versus: Readonly<ConfigPatch> | null): Preset | null {
  for (const preset of PRESETS) {
    for (const size of ['live', 'paper'] as const) {
      const settings = presetSettings(preset, size);
      const first = applyPatch(DEFAULTS, { ...settings.patch, seed: config.seed }).config;
      if (!sameConfig(first, config)) continue;
      const second = settings.versus ? applyPatch(first, settings.versus).config : null;
      const shown = versus ? applyPatch(config, versus).config : null;
      if (second === null ? shown === null : shown !== null && sameConfig(second, shown))
        return preset;
    }
  }
  return null;
}
