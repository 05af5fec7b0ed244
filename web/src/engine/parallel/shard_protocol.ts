// What the workers that share a run ask of each other: one of them leads, the others do errands for
// it over a port of their own. Each errand has one answer, and answers come in the order of errands.

import type {
  Config,
  EngineModule,
  Pass,
  RidgeReadout,
  Rows,
  Run,
  SpectralMeasures,
  StepResult,
} from '@engine';

/** Weights of a whole student; null for those it starts with, which everybody has. */
export type Student = { w: Rows; a: Float64Array } | null;

export interface Errands {
  /** Draw the problem, be at step 0, and train part `index` of `parts` of the hidden units. */
  open: { args: { config: Config; index: number; parts: number }; result: null };
  squaredNorms: { args: null; result: Float64Array };
  normalize: { args: Float64Array; result: null };
  blockOutputs: { args: Pass; result: Float64Array };
  receive: { args: { pass: Pass; outputs: Float64Array }; result: null };
  update: { args: null; result: StepResult };
  weights: { args: null; result: { w: Rows; a: Float64Array } };
  previous: { args: null; result: Rows };
  spectral: { args: Student; result: SpectralMeasures };
  readout: { args: Student; result: RidgeReadout };
  /** Of one of `parts` parts of the test samples. */
  testOutputs: {
    args: { student: Student; coefficients: Float64Array; part: number; parts: number };
    result: Float64Array;
  };
}

export type ErrandName = keyof Errands;
export type Errand = { [N in ErrandName]: { name: N; args: Errands[N]['args'] } }[ErrandName];

export type Answer =
  /** The helper has loaded the module; comes once, before any answer. */
  | { kind: 'ready' }
  | { kind: 'done'; result: Errands[ErrandName]['result'] }
  /** `fatal`: the module crashed. */
  | { kind: 'failed'; message: string; fatal: boolean };

/** A module and the run in it. */
export class Workbench {
  run: Run | null = null;

  constructor(readonly engine: EngineModule) {}

  /** At step 0 of a configuration, reusing data and W_0 where they stay the same. */
  open(config: Config, index: number, parts: number): Run {
    if (this.run) this.run.restart(config);
    else this.run = new this.engine.Run(config);
    if (parts > 1) this.run.share(index, parts);
    return this.run;
  }

  do<N extends ErrandName>(name: N, args: Errands[N]['args']): Errands[N]['result'] {
    return this.perform({ name, args } as Errand);
  }

  private perform(errand: Errand): Errands[ErrandName]['result'] {
    if (errand.name === 'open') {
      this.open(errand.args.config, errand.args.index, errand.args.parts);
      return null;
    }
    const { run } = this;
    if (!run) throw new Error('no run is open');
    switch (errand.name) {
      case 'squaredNorms':
        return run.squaredNorms();
      case 'normalize':
        run.normalize(errand.args);
        return null;
      case 'blockOutputs':
        return run.blockOutputs(errand.args);
      case 'receive':
        run.receive(errand.args.pass, errand.args.outputs);
        return null;
      case 'update':
        return run.update();
      case 'weights':
        return run.shardWeights();
      case 'previous':
        return run.shardPrevious();
      case 'spectral':
        return run.spectralPart(errand.args?.w ?? null);
      case 'readout':
        return run.readoutPart(errand.args?.w ?? null, errand.args?.a ?? null);
      case 'testOutputs': {
        const { student, coefficients, part, parts } = errand.args;
        return run.testOutputs(student?.w ?? null, student?.a ?? null, coefficients, part, parts);
      }
    }
  }

  /** Frees the run's matrices. */
  dispose(): void {
    this.run?.delete();
    this.run = null;
  }
}

/** Did the module itself crash? It is of no more use then. */
export function isCrash(error: unknown): boolean {
  return error instanceof WebAssembly.RuntimeError || error instanceof RangeError;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
