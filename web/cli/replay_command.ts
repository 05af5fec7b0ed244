// `replay`: a recorded case (given data and initial weights) through the engine, in the layout of the
// reference values, so that the two can be laid side by side. It never reads an expected number.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineModule, Overlaps, ReplayInputs, Snapshot, TailFit } from '@engine';
import { DEFAULTS, type Config } from '../src/config/schema/config';
import { givenPath, parseOptions, readJson, strict, UsageError } from './arguments';

export const REPLAY_HELP = `replay CASE_DIR [--precision f32|f64]
    reads CASE_DIR/expected.json for the configuration and the name of the inputs, trains on
    CASE_DIR/../../inputs/... and prints what the engine measures at every step`;

const OVERLAP_VECTORS = 5;

export function replayCommand(engine: EngineModule, argv: readonly string[]): string {
  const options = parseOptions(argv, []);
  const [folder, ...rest] = options.words;
  if (folder === undefined || rest.length > 0) throw new UsageError('replay needs one CASE_DIR');
  const precision = options.get('precision') === 'f32' ? 'f32' : 'f64';
  return JSON.stringify(replayCase(engine, givenPath(folder), precision));
}

export function replayCase(
  engine: EngineModule,
  folder: string,
  precision: 'f32' | 'f64',
): unknown {
  const { config, inputsFolder } = readCase(folder, precision);
  const inputs = readInputs(engine, inputsFolder);
  const written = replay(engine, inputs, { ...config, featureScale: 'as-written' });
  const published = replay(engine, inputs, { ...config, featureScale: 'as-published-code' });
  const snapshots = written.snapshots;
  return {
    precision,
    steps: snapshots.map((s) => s.step),
    paper_single_division: reported(config, written),
    official: reported(config, published),
    train_mse_at_step: snapshots.map((s) => s.trainLoss),
    sim_W_beta: snapshots.map((s) => s.simWBeta),
    spectral_norm: snapshots.map((s) => s.lambdaMax),
    norm: snapshots.map((s) => s.frobeniusSquared),
    hill: tailLists(snapshots.map((s) => s.hill)),
    ks: tailLists(snapshots.map((s) => s.ks)),
    eigs: snapshots.map((s) => [...s.eigenvalues]),
    overlaps: written.overlaps.map((o, k) => ({
      t: k + 1,
      W_prev_vs_M: squarePair(o.previousVsUpdate),
      W_next_vs_M: squarePair(o.currentVsUpdate),
    })),
    overlaps_total: written.overlaps.map((o, k) => ({
      t: k + 1,
      W0_vs_M: squarePair(o.initialVsTotal),
      Wt_vs_M: squarePair(o.currentVsTotal),
    })),
    lr_used: snapshots.slice(1).map((s) => s.learningRate),
    W_T: [...written.weights],
  };
}

interface Case {
  config: Config;
  inputsFolder: string;
}

/** Translates the names of the published code's configuration. */
function readCase(folder: string, precision: 'f32' | 'f64'): Case {
  const recorded = readJson(join(folder, 'expected.json')) as {
    inputs: string;
    config: Record<string, unknown>;
  };
  const c = recorded.config;
  if (c['batch_size'] !== undefined && Number(c['batch_size']) < Number(c['n'])) {
    throw new UsageError(
      'a case with mini-batches cannot be replayed: their order is not recorded',
    );
  }
  const patch: Record<string, unknown> = {
    n: c['n'],
    d: c['d'],
    h: c['h'],
    nTest: c['n_test'],
    noise: c['label_noise_std'],
    optimizer: c['optimizer'] === 'sgd' ? 'gd' : c['optimizer'],
    learningRate: c['lr'],
    momentum: c['momentum'],
    weightDecay: c['weight_decay'],
    reg: c['reg_lambda'],
    weightNormalization: c['enable_weight_normalization'],
    train: c['fix_last_layer'] === false ? 'both' : 'first-layer',
    steps: c['num_epochs'],
    probeEvery: 1,
    precision,
  };
  if (c['lr_scheduler_cls'] === 'StepLR') {
    const options = c['lr_scheduler_kwargs'] as { step_size: number; gamma: number };
    Object.assign(patch, { schedule: 'step', stepSize: options.step_size, gamma: options.gamma });
  } else if (c['lr_scheduler_cls'] !== undefined) {
    throw new UsageError(`schedule ${JSON.stringify(c['lr_scheduler_cls'])} is not known`);
  }
  return {
    config: strict(DEFAULTS, patch),
    inputsFolder: join(folder, '..', '..', recorded.inputs),
  };
}

function readInputs(engine: EngineModule, folder: string): ReplayInputs {
  const read = (name: string): Float64Array =>
    engine.parseNpy(readFileSync(join(folder, `${name}.npy`))).data;
  return {
    xTrain: read('X_train'),
    yTrain: read('y_train'),
    xProbe: read('X_probe'),
    yProbe: read('y_probe'),
    xTest: read('X_test'),
    yTest: read('y_test'),
    beta: read('beta'),
    w0: read('W0'),
    a: read('a'),
  };
}

interface Replayed {
  snapshots: Snapshot[];
  overlaps: Overlaps[];
  /** The loss that each step differentiated. */
  losses: number[];
  /** Final W, row-major. */
  weights: Float32Array | Float64Array;
}

function replay(engine: EngineModule, inputs: ReplayInputs, config: Config): Replayed {
  // With both layers trained, the published code measures the KTA on the training set.
  const seen =
    config.train === 'both' ? { ...inputs, xProbe: inputs.xTrain, yProbe: inputs.yTrain } : inputs;
  const run = engine.Run.replay(seen, config);
  try {
    const result: Replayed = {
      snapshots: [run.probe()],
      overlaps: [],
      losses: [],
      weights: new Float64Array(),
    };
    for (let t = 1; t <= config.steps; ++t) {
      result.losses.push(run.step().loss);
      result.snapshots.push(run.probe());
      result.overlaps.push(run.overlaps(OVERLAP_VECTORS));
    }
    result.weights = run.weights().data;
    return result;
  } finally {
    run.delete();
  }
}

/**
 * Losses and KTA as the published code reports them: the in-sample ridge loss is its "training
 * loss"; with both layers trained it is the loss before the step, and nothing at step 0.
 */
function reported(config: Config, { snapshots, losses }: Replayed): Record<string, unknown> {
  const both = config.train === 'both';
  return {
    train_loss: both ? [null, ...losses] : snapshots.map((s) => s.probeLoss),
    test_loss: snapshots.map((s) => (both && s.step === 0 ? null : s.testLoss)),
    KTA: snapshots.map((s) => s.kta),
  };
}

function tailLists(fits: readonly TailFit[]): Record<string, number[]> {
  return {
    alpha: fits.map((f) => f.alpha),
    D: fits.map((f) => f.D),
    xmin_index: fits.map((f) => f.xminIndex),
  };
}

function squarePair(pair: Overlaps['currentVsUpdate']): Record<string, number[][]> {
  return { U: rows(pair.left), V: rows(pair.right) };
}

function rows(flat: Float64Array): number[][] {
  const size = Math.sqrt(flat.length);
  return Array.from({ length: size }, (_, i) => [...flat.subarray(i * size, (i + 1) * size)]);
}
