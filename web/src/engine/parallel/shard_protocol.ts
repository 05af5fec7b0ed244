// The messages between the workers of a parallel run: one of them leads and sends requests, the
// others reply over a port of their own. Each request has one reply, in the order of the requests.

import type {
  Config,
  EngineModule,
  Pass,
  RidgeFit,
  Rows,
  Run,
  SpectralMeasures,
  StepResult,
} from '@engine';

/** Weights of a whole student; null for the initial ones, which every worker has. */
export type Student = { w: Rows; a: Float64Array } | null;

export interface ShardRequests {
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
  ridge: { args: Student; result: RidgeFit };
  /** Of one of `parts` parts of the test samples. */
  testOutputs: {
    args: { student: Student; coefficients: Float64Array; part: number; parts: number };
    result: Float64Array;
  };
}

export type ShardRequestName = keyof ShardRequests;
export type ShardResult<N extends ShardRequestName> = ShardRequests[N]['result'];
export type ShardRequest = {
  [N in ShardRequestName]: { name: N; args: ShardRequests[N]['args'] };
}[ShardRequestName];

export type ShardReply =
  /** The helper has loaded the module; comes once, before any other reply. */
  | { kind: 'ready' }
  | { kind: 'done'; result: ShardRequests[ShardRequestName]['result'] }
  /** `fatal`: the module crashed. */
  | { kind: 'failed'; message: string; fatal: boolean };

/** A module and the run in it. */
export class RunHolder {
  private run: Run | null = null;

  constructor(readonly engine: EngineModule) {}

  /** @throws Error when there is none */
  get openRun(): Run {
    if (!this.run) throw new Error('no run is open');
    return this.run;
  }

  /** At step 0 of a configuration, reusing data and W_0 where they stay the same. */
  open(config: Config, index: number, parts: number): Run {
    if (this.run) this.run.restart(config);
    else this.run = new this.engine.Run(config);
    if (parts > 1) this.run.share(index, parts);
    return this.run;
  }

  handle<N extends ShardRequestName>(name: N, args: ShardRequests[N]['args']): ShardResult<N> {
    return this.perform({ name, args } as ShardRequest);
  }

  private perform(request: ShardRequest): ShardRequests[ShardRequestName]['result'] {
    if (request.name === 'open') {
      this.open(request.args.config, request.args.index, request.args.parts);
      return null;
    }
    const run = this.openRun;
    switch (request.name) {
      case 'squaredNorms':
        return run.squaredNorms();
      case 'normalize':
        run.normalize(request.args);
        return null;
      case 'blockOutputs':
        return run.blockOutputs(request.args);
      case 'receive':
        run.receive(request.args.pass, request.args.outputs);
        return null;
      case 'update':
        return run.update();
      case 'weights':
        return run.shardWeights();
      case 'previous':
        return run.shardPrevious();
      case 'spectral':
        return run.spectralPart(request.args?.w ?? null);
      case 'ridge':
        return run.ridgePart(request.args?.w ?? null, request.args?.a ?? null);
      case 'testOutputs': {
        const { student, coefficients, part, parts } = request.args;
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
