// A run on several workers. Each trains some of the hidden units; a step needs no more of the
// others than what their units add to the outputs (wasm/engine/shard.h). The two halves of a probe
// depend on nothing but the weights, so that they go to different workers, and several probes at
// once where they follow each other closely. Every worker computes the same bits for the same number:
// results do not depend on how many workers there are.

import type {
  Config,
  FeatureMeasures,
  Pass,
  RidgeFit,
  Rows,
  Run,
  Snapshot,
  StepResult,
} from '@engine';
import type { HelperPort } from './helper_port';
import { ProbeDistributor } from './probe_distributor';
import type {
  RunHolder,
  ShardRequestName,
  ShardRequests,
  ShardResult,
  Student,
} from './shard_protocol';
import type { Trainer } from './trainer';

/** A probe whose weights have been collected and whose halves have not been measured. */
interface PendingProbe {
  step: number;
  learningRate: number;
  trainLoss: number;
  student: Student;
}

export class ParallelRun implements Trainer {
  private config: Config | null = null;
  /** The helpers that train; the others only measure. */
  private trainers: HelperPort[] = [];
  private pending: PendingProbe[] = [];
  private last = { step: 0, learningRate: 0 };

  /**
   * @param holder  of the worker that leads
   * @param helpers at least one, ready
   */
  constructor(
    private readonly holder: RunHolder,
    private readonly helpers: readonly HelperPort[],
  ) {}

  get size(): number {
    return 1 + this.helpers.length;
  }
  /** Enough probes have been collected to keep all workers busy. */
  get isFull(): boolean {
    return this.pending.length >= this.size;
  }

  async open(config: Config): Promise<void> {
    const parts = Math.min(this.size, this.holder.engine.workEstimate(config).parts);
    this.config = config;
    this.pending = [];
    this.last = { step: 0, learningRate: 0 };
    this.trainers = [...this.helpers];
    await this.onTrainers('open', (index) =>
      index < parts ? { config, index, parts } : { config, index: 0, parts: 1 },
    );
    this.trainers = this.helpers.slice(0, parts - 1);
  }

  /** Its status is that of all the units. */
  async step(): Promise<StepResult> {
    if (this.config?.weightNormalization) {
      const norms = joined(await this.onTrainers('squaredNorms', () => null));
      await this.onTrainers('normalize', () => norms);
    }
    await this.forward('step');
    const results = await this.onTrainers('update', () => null);
    const [own] = results as [StepResult];
    this.last = { step: own.step, learningRate: own.learningRate };
    return results.find(({ status }) => status === 'diverged') ?? own;
  }

  async collect(): Promise<void> {
    await this.forward('probe');
    const trainLoss = this.run.loss('probe');
    const student = this.last.step === 0 ? null : await this.student();
    this.pending.push({ ...this.last, trainLoss, student });
  }

  async measure(): Promise<Snapshot[]> {
    const probes = this.pending.splice(0);
    const distributor = new ProbeDistributor(this.holder, this.helpers);
    const fits = probes.map(({ student }) => {
      const known = student === null ? this.run.knownInitialFeatures() : null;
      return known ?? distributor.assign('ridge', student);
    });
    const spectra = probes.map(({ student }) => distributor.assign('spectral', student));
    distributor.start();
    return Promise.all(
      probes.map(async ({ student, ...rest }, i) => {
        const fit = fits[i]!;
        const features = fit instanceof Promise ? await this.features(student, fit) : fit;
        const spectral = await spectra[i]!;
        if (spectral.status === 'diverged') return this.divergedAt(rest);
        return { ...rest, ...features, ...spectral };
      }),
    );
  }

  /** The test samples are shared by all, so that no worker waits for the one with the read-out. */
  private async features(student: Student, ridge: Promise<RidgeFit>): Promise<FeatureMeasures> {
    const fit = await ridge;
    const { coefficients } = fit;
    const parts = this.size;
    const outputs = await onAll(this.holder, this.helpers, 'testOutputs', (part) => {
      return { student, coefficients, part, parts };
    });
    const features = this.run.featuresFrom(fit, joined(outputs));
    if (student === null) this.run.keepInitialFeatures(features);
    return features;
  }

  diverged(): Snapshot {
    return this.divergedAt(this.last);
  }

  private divergedAt({ step, learningRate }: { step: number; learningRate: number }): Snapshot {
    return { ...this.holder.engine.divergedSnapshot(), step, learningRate };
  }

  /** Brings all units back into the run of this worker, where anything can be measured. */
  async join(): Promise<void> {
    if (this.trainers.length === 0) return;
    const { w, a } = await this.student();
    this.run.join(w, a, joined(await this.onTrainers('previous', () => null)));
  }

  private get run(): Run {
    return this.holder.openRun;
  }

  private async student(): Promise<{ w: Rows; a: Float64Array }> {
    const parts = await this.onTrainers('weights', () => null);
    return { w: joined(parts.map(({ w }) => w)), a: joined(parts.map(({ a }) => a)) };
  }

  private async forward(pass: Pass): Promise<void> {
    if (!this.run.needsForward(pass)) return;
    const sums = joined(await this.onTrainers('blockOutputs', () => pass));
    const outputs = this.run.outputs(sums);
    await this.onTrainers('receive', () => ({ pass, outputs }));
  }

  /** The same request for all workers that train, this one included; results in the order of units. */
  private onTrainers<N extends ShardRequestName>(
    name: N,
    args: (index: number) => ShardRequests[N]['args'],
  ): Promise<ShardResult<N>[]> {
    return onAll(this.holder, this.trainers, name, args);
  }
}

/** A request for this worker and these helpers; results in their order. */
async function onAll<N extends ShardRequestName>(
  holder: RunHolder,
  helpers: readonly HelperPort[],
  name: N,
  args: (index: number) => ShardRequests[N]['args'],
): Promise<ShardResult<N>[]> {
  const others = Promise.all(helpers.map((helper, i) => helper.request(name, args(i + 1))));
  // Awaited below, unless this worker fails first.
  others.catch(() => undefined);
  const own = holder.handle(name, args(0));
  return [own, ...(await others)];
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
