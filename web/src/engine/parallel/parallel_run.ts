// A run on several workers. Each trains some of the hidden units; a step needs no more of the
// others than what their units add to the outputs (wasm/engine/shard.h). The two halves of a probe
// depend on nothing but the weights, so that they go to different workers, and several probes at
// once where they follow each other closely. Whoever computes a number computes the same bits: how
// many workers there are does not show in any result.

import type {
  Config,
  FeatureMeasures,
  Pass,
  RidgeReadout,
  Rows,
  Run,
  Snapshot,
  StepResult,
} from '@engine';
import type { Answer, ErrandName, Errands, Student, Workbench } from './shard_protocol';
import type { Port } from '../protocol/port';

type Result<N extends ErrandName> = Errands[N]['result'];

/** The other end of a helper's port. */
export class Helper {
  /** Resolves when the helper has loaded the module. */
  readonly ready: Promise<void>;
  private isReady: () => void = () => undefined;
  private readonly waiting: { resolve: (result: never) => void; reject: (error: Error) => void }[] =
    [];

  constructor(private readonly port: Port) {
    this.ready = new Promise((resolve) => (this.isReady = resolve));
    port.onmessage = (event) => this.receive(event.data as Answer);
  }

  ask<N extends ErrandName>(name: N, args: Errands[N]['args']): Promise<Result<N>> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.port.postMessage({ name, args }, []);
    });
  }

  private receive(answer: Answer): void {
    if (answer.kind === 'ready') return this.isReady();
    const asked = this.waiting.shift();
    if (answer.kind === 'done') asked?.resolve(answer.result as never);
    else asked?.reject(new HelperFailure(answer.message, answer.fatal));
  }
}

export class HelperFailure extends Error {
  constructor(
    message: string,
    readonly fatal: boolean,
  ) {
    super(message);
  }
}

/** A probe whose weights have been collected and whose halves have not been measured. */
interface Due {
  step: number;
  learningRate: number;
  trainLoss: number;
  student: Student;
}

/** Of a student that is no longer finite. */
const NOTHING = { trainLoss: NaN, probeLoss: NaN, testLoss: NaN, kta: NaN, saturation: NaN };

export class Crew {
  private config: Config | null = null;
  /** The helpers that train; the others only measure. */
  private trainers: Helper[] = [];
  private due: Due[] = [];
  private last = { step: 0, learningRate: 0 };

  /**
   * @param bench   of the worker that leads
   * @param helpers at least one, ready
   */
  constructor(
    private readonly bench: Workbench,
    private readonly helpers: readonly Helper[],
  ) {}

  get size(): number {
    return 1 + this.helpers.length;
  }
  /** Enough probes have been collected to keep everybody busy. */
  get isFull(): boolean {
    return this.due.length >= this.size;
  }

  /** At step 0 of this configuration. */
  async open(config: Config): Promise<void> {
    const parts = Math.min(this.size, this.bench.engine.workEstimate(config).parts);
    this.config = config;
    this.due = [];
    this.last = { step: 0, learningRate: 0 };
    this.trainers = [...this.helpers];
    await this.everyone('open', (index) =>
      index < parts ? { config, index, parts } : { config, index: 0, parts: 1 },
    );
    this.trainers = this.helpers.slice(0, parts - 1);
  }

  /** One step. Its status is that of all the units. */
  async step(): Promise<StepResult> {
    if (this.config?.weightNormalization) {
      const norms = joined(await this.everyone('squaredNorms', () => null));
      await this.everyone('normalize', () => norms);
    }
    await this.forward('step');
    const results = await this.everyone('update', () => null);
    const [own] = results as [StepResult];
    this.last = { step: own.step, learningRate: own.learningRate };
    return results.find(({ status }) => status === 'diverged') ?? own;
  }

  /** Collects what a probe of the present weights needs, so that training can go on. */
  async collect(): Promise<void> {
    await this.forward('probe');
    const trainLoss = this.run.loss('probe');
    const student = this.last.step === 0 ? null : await this.student();
    this.due.push({ ...this.last, trainLoss, student });
  }

  /** Measures the probes that were collected: snapshots in the order of steps. */
  async measure(): Promise<Snapshot[]> {
    const due = this.due.splice(0);
    const hands = new Hands(this.bench, this.helpers);
    const readouts = due.map(({ student }) => {
      const known = student === null ? this.run.knownInitialFeatures() : null;
      return known ?? hands.deal('readout', student);
    });
    const spectra = due.map(({ student }) => hands.deal('spectral', student));
    hands.start();
    return Promise.all(
      due.map(async ({ student, ...rest }, i) => {
        const readout = readouts[i]!;
        const features =
          readout instanceof Promise ? await this.features(student, readout) : readout;
        const spectral = await spectra[i]!;
        const measured = { ...rest, ...features, ...spectral };
        return spectral.status === 'ok' ? measured : { ...measured, ...NOTHING };
      }),
    );
  }

  /** The test samples are shared by all, so that nobody waits for whoever had the read-out. */
  private async features(
    student: Student,
    readout: Promise<RidgeReadout>,
  ): Promise<FeatureMeasures> {
    const fit = await readout;
    const { coefficients } = fit;
    const parts = this.size;
    const outputs = await everybody(this.bench, this.helpers, 'testOutputs', (part) => {
      return { student, coefficients, part, parts };
    });
    const features = this.run.featuresFrom(fit, joined(outputs));
    if (student === null) this.run.keepInitialFeatures(features);
    return features;
  }

  /** The snapshot of a run whose step has said that it diverged. */
  diverged(): Snapshot {
    this.run.setDiverged();
    return this.run.probe();
  }

  /** Brings all units back into the run of this worker, where anything can be measured. */
  async join(): Promise<void> {
    if (this.trainers.length === 0) return;
    const { w, a } = await this.student();
    this.run.join(w, a, joined(await this.everyone('previous', () => null)));
  }

  private get run(): Run {
    if (!this.bench.run) throw new Error('no run is open');
    return this.bench.run;
  }

  private async student(): Promise<{ w: Rows; a: Float64Array }> {
    const parts = await this.everyone('weights', () => null);
    return { w: joined(parts.map(({ w }) => w)), a: joined(parts.map(({ a }) => a)) };
  }

  private async forward(pass: Pass): Promise<void> {
    if (!this.run.needsForward(pass)) return;
    const sums = joined(await this.everyone('blockOutputs', () => pass));
    const outputs = this.run.outputs(sums);
    await this.everyone('receive', () => ({ pass, outputs }));
  }

  /** The same errand for all who train, this worker among them; results in the order of units. */
  private everyone<N extends ErrandName>(
    name: N,
    args: (index: number) => Errands[N]['args'],
  ): Promise<Result<N>[]> {
    return everybody(this.bench, this.trainers, name, args);
  }
}

/** An errand for this worker and for these helpers; results in their order. */
async function everybody<N extends ErrandName>(
  bench: Workbench,
  helpers: readonly Helper[],
  name: N,
  args: (index: number) => Errands[N]['args'],
): Promise<Result<N>[]> {
  const others = Promise.all(helpers.map((helper, i) => helper.ask(name, args(i + 1))));
  // Heard below, unless this worker fails first.
  others.catch(() => undefined);
  const own = bench.do(name, args(0));
  return [own, ...(await others)];
}

/** Deals errands out to all workers, there and back again: nobody gets two of the longer ones. */
class Hands {
  private readonly tasks: (() => void)[][];
  private dealt = 0;

  constructor(
    private readonly bench: Workbench,
    private readonly helpers: readonly Helper[],
  ) {
    this.tasks = Array.from({ length: 1 + helpers.length }, () => []);
  }

  deal<N extends 'readout' | 'spectral'>(name: N, student: Student): Promise<Result<N>> {
    const size = this.tasks.length;
    const round = Math.floor(this.dealt / size);
    const place = this.dealt % size;
    const who = round % 2 === 0 ? place : size - 1 - place;
    this.dealt += 1;
    const result = new Promise<Result<N>>((resolve, reject) => {
      this.tasks[who]?.push(() => {
        if (who > 0) this.helpers[who - 1]?.ask(name, student).then(resolve, reject);
        else resolve(this.bench.do(name, student));
      });
    });
    // Heard by whoever asked, perhaps after something else has failed.
    result.catch(() => undefined);
    return result;
  }

  /** The others first: what is done here keeps this worker from telling them anything. */
  start(): void {
    for (const task of this.tasks.reverse().flat()) task();
  }
}

/** One array of all the numbers, in order. */
function joined<T extends Rows>(parts: readonly T[]): T {
  const [first] = parts as [T];
  if (parts.length === 1) return first;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const all = first instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all as T;
}
