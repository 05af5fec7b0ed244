// An EngineModule in memory for unit tests: same shapes and rules as the real one, made-up
// numbers. Spectra are Marchenko-Pastur quantiles with a spike and a tail that grow with the step.

import type {
  BulkLaw,
  Config,
  EngineModule,
  EntryHistogram,
  MatrixData,
  OutputScatter,
  Overlaps,
  Run,
  Snapshot,
  StepResult,
  TailFit,
} from '@engine';
import { cellOf, type CellRecord } from '../../web/src/config/map/cell';
import { DEFAULTS } from '../../web/src/config/schema/config';

/** What a test can see of, and do to, the fake. */
export interface FakeControls {
  /** Handles that were created and not deleted. */
  alive: number;
  /** Steps taken in all. */
  steps: number;
  restarts: number;
  /** Throws this at the step with this number, once. */
  crashAt: { step: number; error: Error } | null;
  /** From this step on the run is diverged. */
  divergeAt: number;
}

const EMPTY_FIT: TailFit = {
  status: 'ok',
  reason: 'none',
  alpha: 2.4,
  standardError: 0.12,
  D: 0.16,
  xmin: 230,
  xminIndex: 100,
  tailSize: 100,
  alphaHat: 7.1,
};

function quantiles(c: Config): Float64Array {
  const p = Math.min(c.h, c.d);
  const lower = (Math.sqrt(c.h) - Math.sqrt(c.d)) ** 2;
  const upper = (Math.sqrt(c.h) + Math.sqrt(c.d)) ** 2;
  const cells = 4000;
  const cdf = new Float64Array(cells + 1);
  for (let i = 1; i <= cells; i += 1) {
    const x = lower + ((upper - lower) * (i - 0.5)) / cells;
    cdf[i] = cdf[i - 1]! + Math.sqrt(Math.max(0, (upper - x) * (x - lower))) / x;
  }
  const out = new Float64Array(p);
  let cell = 0;
  for (let k = 0; k < p; k += 1) {
    while (cell < cells && cdf[cell]! / cdf[cells]! < (k + 0.5) / p) cell += 1;
    out[k] = lower + ((upper - lower) * cell) / cells;
  }
  return out;
}

/** The part of a run that the explorer uses. */
type ExplorerRun = Pick<
  Run,
  | 'config'
  | 'step'
  | 'probe'
  | 'restart'
  | 'weights'
  | 'initialWeights'
  | 'secondLayer'
  | 'overlaps'
  | 'entryHistogram'
  | 'outputScatter'
  | 'delete'
>;

class FakeRun implements ExplorerRun {
  private done = 0;
  private dead = false;

  constructor(
    private settings: Config,
    private readonly controls: FakeControls,
  ) {
    if (!(settings.n >= 1)) throw new Error(`n is ${settings.n}, expected a whole number from 1`);
    controls.alive += 1;
  }

  config(): Config {
    return { ...this.settings };
  }

  step(): StepResult {
    this.check();
    this.done += 1;
    this.controls.steps += 1;
    const { crashAt } = this.controls;
    if (crashAt?.step === this.done) {
      this.controls.crashAt = null;
      throw crashAt.error;
    }
    return {
      step: this.done,
      learningRate: this.settings.learningRate,
      loss: 1.4 / this.done,
      status: this.done >= this.controls.divergeAt ? 'diverged' : 'ok',
    };
  }

  probe(): Snapshot {
    this.check();
    const c = this.settings;
    const eigenvalues = quantiles(c);
    const p = eigenvalues.length;
    const upper = (Math.sqrt(c.h) + Math.sqrt(c.d)) ** 2;
    const push = Math.min(4, this.done * c.learningRate);
    const tail = Math.max(0, push - 0.5) / 4;
    for (let i = 0; i < p; i += 1) {
      const rank = 1 - i / p;
      eigenvalues[i] = eigenvalues[i]! * (1 + tail * (rank + 0.02) ** -0.8);
    }
    if (push > 0.2 && p > 1) eigenvalues[p - 1] = Math.max(eigenvalues[p - 1]!, upper * 3 * push);
    const twEdge = upper * 1.06;
    const spikes = eigenvalues.filter((x) => x > twEdge).length;
    const sum = eigenvalues.reduce((a, b) => a + b, 0);
    const max = eigenvalues[p - 1]!;
    const law: BulkLaw = {
      scale: 1,
      lower: (Math.sqrt(c.h) - Math.sqrt(c.d)) ** 2,
      upper,
      ksDistance: 0.02,
    };
    const fit = {
      ...EMPTY_FIT,
      xmin: eigenvalues[p >> 1]!,
      xminIndex: p >> 1,
      tailSize: p - (p >> 1),
    };
    const late = {
      ...fit,
      alpha: 3.1,
      xmin: eigenvalues[Math.floor(0.9 * p)]!,
      tailSize: Math.ceil(p / 10),
    };
    const diverged = this.done >= this.controls.divergeAt;
    return {
      step: this.done,
      learningRate: this.done === 0 ? 0 : c.learningRate,
      status: diverged ? 'diverged' : 'ok',
      trainLoss: 1.4 / (1 + this.done),
      probeLoss: 0.3,
      testLoss: 1.5,
      kta: 0.02,
      simWBeta: Math.min(0.9, 0.02 + push * 0.3),
      saturation: 0.1 * tail,
      lambdaMax: max,
      lambdaMin: eigenvalues[0]!,
      frobeniusSquared: sum,
      stableRank: sum / max,
      effectiveRank: 0.7 * p,
      participationRatio: 0.5 * p,
      rank: p,
      resolution: 0,
      rows: c.h,
      columns: c.d,
      hill: { ...fit, alpha: 2.45 - tail * 0.6 },
      ks: late,
      ksRobust: late,
      initialBulk: law,
      bulk: law,
      twEdge,
      spikes,
      phase: diverged
        ? 'diverged'
        : spikes === 0
          ? 'random-like'
          : spikes < 4
            ? 'bulk-spikes'
            : 'heavy-tailed',
      eigenvalues,
    };
  }

  restart(config: Config): void {
    this.check();
    this.settings = { ...config };
    this.done = 0;
    this.controls.restarts += 1;
  }

  weights(): MatrixData {
    const { h, d } = this.settings;
    return { rows: h, cols: d, data: new Float32Array(h * d).fill(this.done) };
  }

  initialWeights(): MatrixData {
    const { h, d } = this.settings;
    return { rows: h, cols: d, data: new Float32Array(h * d) };
  }

  secondLayer(): Float64Array {
    return new Float64Array(this.settings.h);
  }

  overlaps(count: number): Overlaps {
    const pair = (): { left: Float64Array; right: Float64Array } => ({
      left: Float64Array.from({ length: count * count }, (_, i) => 1 / (1 + i)),
      right: Float64Array.from({ length: count * count }, (_, i) => 1 / (1 + i)),
    });
    const p = Math.min(this.settings.h, this.settings.d);
    const falling = (): Float64Array => Float64Array.from({ length: p }, (_, i) => 90 / (1 + i));
    return {
      count,
      previousVsUpdate: pair(),
      currentVsUpdate: pair(),
      initialVsTotal: pair(),
      currentVsTotal: pair(),
      updateSingularValues: falling(),
      totalSingularValues: falling(),
      betaAlignment: Float64Array.from({ length: p }, (_, i) => 0.4 / (1 + i) ** 2),
    };
  }

  entryHistogram(bins: number): EntryHistogram {
    const edges = Float64Array.from({ length: bins + 1 }, (_, i) => -4 + (8 * i) / bins);
    const bell = Float64Array.from({ length: bins }, (_, i) => {
      const x = (edges[i]! + edges[i + 1]!) / 2;
      return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    });
    return { edges, initial: bell, current: bell.slice() };
  }

  outputScatter(): OutputScatter {
    const index = Float64Array.from(
      { length: this.settings.n },
      (_, i) => -3 + (6 * i) / this.settings.n,
    );
    return {
      index,
      target: index.map((z) => Math.log1p(Math.exp(z))),
      output: index.map((z) => 0.3 * z),
    };
  }

  delete(): void {
    this.check();
    this.dead = true;
    this.controls.alive -= 1;
  }

  private check(): void {
    if (this.dead) throw new Error('the run was deleted');
  }
}

/** One prediction for every configuration: the spike grows with the rate beyond 0.1. */
function fakeTheory(): Pick<EngineModule, 'predictOneStep'> {
  return {
    predictOneStep: ({ learningRate, h, d }) => {
      const edge = (Math.sqrt(h) + Math.sqrt(d)) ** 2;
      const detached = learningRate > 0.1;
      const prediction = {
        updateStrength: learningRate * Math.sqrt(h * d),
        bulkScale: 1,
        spike: {
          detached,
          strength: 0,
          eigenvalue: detached ? edge * (1 + learningRate) : edge,
          leftOverlap: detached ? 0.5 : 0,
          rightOverlap: detached ? 0.6 : 0,
        },
        alignment: 0.3,
        thresholdRate: 0.1,
      };
      return { gd: prediction, sign: prediction, kappa: 0.8 };
    },
  };
}

export function fakeEngine(): { engine: EngineModule; controls: FakeControls } {
  const controls: FakeControls = {
    alive: 0,
    steps: 0,
    restarts: 0,
    crashAt: null,
    divergeAt: Infinity,
  };
  class BoundRun extends FakeRun {
    constructor(config: Config) {
      super(config, controls);
    }
    static replay(_inputs: unknown, config: Config): ExplorerRun {
      return new BoundRun(config);
    }
  }
  const engine = {
    Run: BoundRun,
    version: () => '0.0.0-fake',
    defaultConfig: () => ({ ...DEFAULTS }),
    validateConfig: (config: Config) => {
      if (config.n > 20000) throw new Error(`n is ${config.n}, expected at most 20000`);
    },
    memoryEstimate: (c: Config) => 8 * (3 * c.n * c.d + 4 * c.h * c.d + 2 * c.n * c.h),
    workEstimate: (c: Config) => ({ step: 4 * c.n * c.d * c.h, probe: 8 * c.n * c.d * c.h }),
    parseNpy: () => ({ shape: [0], data: new Float64Array(0) }),
    spectrum: (_matrix: Float64Array, rows: number, cols: number) =>
      new Float64Array(Math.min(rows, cols)),
    log10: (x: Float64Array) => x.map(Math.log10),
    fitTails: () => ({ hill: EMPTY_FIT, ks: EMPTY_FIT, ksRobust: EMPTY_FIT }),
    marchenkoPasturDensity: (lambda: Float64Array, h: number, d: number, scale: number) => {
      const lower = scale ** 2 * (Math.sqrt(h) - Math.sqrt(d)) ** 2;
      const upper = scale ** 2 * (Math.sqrt(h) + Math.sqrt(d)) ** 2;
      return lambda.map(
        (x) =>
          Math.sqrt(Math.max(0, (upper - x) * (x - lower))) /
          (2 * Math.PI * scale ** 2 * Math.min(h, d) * x),
      );
    },
    ...fakeTheory(),
    teacherFunction: (_teacher: string, z: Float64Array) => z.map((x) => Math.log1p(Math.exp(x))),
    heapInUse: () => controls.alive,
  };
  return { engine: engine as unknown as EngineModule, controls };
}

const createFake = (): Promise<EngineModule> => Promise.resolve(fakeEngine().engine);
export default createFake;

/** A probe of a small run after `step` steps. */
export function snapshotAt(step: number, config: Config = { ...DEFAULTS, d: 20, h: 30 }): Snapshot {
  const { engine } = fakeEngine();
  const run = new engine.Run(config);
  for (let t = 0; t < step; t += 1) run.step();
  return run.probe();
}

/** What a map keeps of a probe. */
export function cellFrom(snapshot: Snapshot): CellRecord {
  return cellOf(snapshot, fakeEngine().engine);
}
