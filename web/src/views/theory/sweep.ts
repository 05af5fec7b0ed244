// Prediction and measurement over the learning rate: the theory's line at many rates, and one-step
// runs at a few, made one after the other so that each shows when it is there.

import { messageOf } from '../../common/errors';
import type { OneStepPredictions, StepPrediction } from '@engine';
import type { LinesData } from '../../charts/common/lines';
import { prediction, predictionErrors, type RateAxis } from '../../charts/lines/prediction';
import type { Config } from '../../config/schema/config';
import {
  NOTHING_KNOWN,
  firstRate,
  oneStepAt,
  rateRange,
  ratesBetween,
  stepKind,
} from '../../config/schema/first_step';
import { formatDuration } from '../../common/format';
import type { FirstStep } from '../../engine/protocol/theory_calls';
import type { Store } from '../../state/store';
import { h, on, setText } from '../common/dom';
import type { Figure } from '../figures/figure';
import type { StepOnDisplay } from '../common/step_on_display';
import { theoryFigure } from '../figures/line_figure';

const LINE_RATES = 60;
const MEASURED_RATES = 12;
/** Seconds that are spent without being asked. */
const FREE_SECONDS = 4;

interface Sweep {
  key: string;
  config: Config;
  slot: 0 | 1;
  rates: number[];
  /** Predictions at the rates of the line, and at those to measure. */
  line: OneStepPredictions[];
  at: OneStepPredictions[];
  /** Rates to measure, and what was measured so far. */
  wanted: number[];
  steps: FirstStep[];
  cancelled: boolean;
}

export class RateSweep {
  readonly element: HTMLElement;
  private readonly spike: Figure<LinesData> = theoryFigure(
    'λ₁ after one step, over the rate',
    'spike-over-rate',
    'Dotted: predicted from the configuration. Points: one-step runs from the same start. Below the threshold λ₁ is the edge of the bulk.',
  );
  private readonly alignment: Figure<LinesData> = theoryFigure(
    'Alignment with β after one step',
    'alignment-over-rate',
    'Expected |v₁·β|, root mean square; 1/√d is chance. It jumps where the spike leaves the bulk.',
  );
  private readonly overlaps: Figure<LinesData> = theoryFigure(
    'Overlaps with the update after one step',
    'overlaps-over-rate',
    'Squared overlaps of the leading singular vectors of W₁ with those of the update: left among the neurons, right among ' +
      'the inputs. Dotted: predicted from the configuration; points: measured. 0 where nothing of the update stands out.',
  );
  private readonly errors: Figure<LinesData> = theoryFigure(
    'How far the predictions are off',
    'prediction-errors',
    'Predicted over measured λ₁, less one. The update knows its own |a|²/h and gradient; from the configuration only their ' +
      'averages are known. Below the threshold both give the edge of the bulk, of which a finite matrix stays a little short.',
  );
  private readonly status = h('span', { class: 'note', role: 'status' });
  private readonly button = h('button', { type: 'button', class: 'quiet' });
  private readonly done = new Map<string, Sweep>();
  private sweep: Sweep | null = null;
  private subject: StepOnDisplay | null = null;

  private get figures(): Figure<LinesData>[] {
    return [this.spike, this.errors, this.overlaps, this.alignment];
  }

  constructor(private readonly store: Store) {
    on(this.button, 'click', () => this.toggle());
    this.element = h(
      'div',
      {},
      h('div', { class: 'theory-tools' }, this.button, this.status),
      h('div', { class: 'theory-pair' }, ...this.figures.map((f) => f.element)),
    );
  }

  render(subject: StepOnDisplay): void {
    this.subject = subject;
    const config = oneStepAt(subject.config, 1);
    const key = JSON.stringify([subject.slot, config, firstRate(subject.config)]);
    if (this.sweep?.key === key) return;
    if (this.sweep) this.sweep.cancelled = true;
    const kept = this.done.get(key);
    this.sweep = kept ?? {
      key,
      config,
      slot: subject.slot,
      rates: [],
      line: [],
      at: [],
      wanted: [],
      steps: [],
      cancelled: false,
    };
    this.done.set(key, this.sweep);
    this.sweep.cancelled = this.sweep.steps.length < this.sweep.wanted.length;
    if (kept) this.draw(kept);
    else void this.begin(this.sweep, subject);
  }

  retheme(): void {
    for (const figure of this.figures) figure.retheme();
  }

  private async begin(sweep: Sweep, { runner, run, config }: StepOnDisplay): Promise<void> {
    const rate = firstRate(config);
    const kind = stepKind(config);
    try {
      const [at] = await runner.call('predictions', {
        config: sweep.config,
        rates: [rate],
        known: NOTHING_KNOWN,
      });
      const [low, high] = rateRange(kind && at ? at[kind].thresholdRate : NaN, rate);
      sweep.rates = ratesBetween(low, high, LINE_RATES);
      sweep.wanted = ratesBetween(low, high, MEASURED_RATES);
      if (kind) {
        const predict = (rates: readonly number[]): Promise<OneStepPredictions[]> =>
          runner.call('predictions', { config: sweep.config, rates, known: NOTHING_KNOWN });
        [sweep.line, sweep.at] = await Promise.all([predict(sweep.rates), predict(sweep.wanted)]);
      }
    } catch (error) {
      setText(this.status, messageOf(error));
      return;
    }
    this.draw(sweep);
    const seconds = (MEASURED_RATES * (run.timing.step + run.timing.probe)) / 1000;
    sweep.cancelled = !(seconds < FREE_SECONDS) || sweep.cancelled;
    this.showTools(sweep);
    if (!sweep.cancelled) await this.measure(sweep);
  }

  private async measure(sweep: Sweep): Promise<void> {
    const runner = this.subject?.runner;
    if (!runner) return;
    try {
      while (!sweep.cancelled && sweep.steps.length < sweep.wanted.length) {
        const rate = sweep.wanted[sweep.steps.length] ?? NaN;
        sweep.steps.push(await runner.call('firstStep', { config: oneStepAt(sweep.config, rate) }));
        this.draw(sweep);
      }
    } catch (error) {
      sweep.cancelled = true;
      this.showTools(sweep);
      setText(this.status, messageOf(error));
    }
    this.store.wake();
  }

  private toggle(): void {
    const { sweep } = this;
    if (!sweep) return;
    sweep.cancelled = !sweep.cancelled;
    this.showTools(sweep);
    if (!sweep.cancelled) void this.measure(sweep);
  }

  private showTools(sweep: Sweep): void {
    if (sweep !== this.sweep) return;
    const { length } = sweep.steps;
    const total = sweep.wanted.length || MEASURED_RATES;
    const isDone = length === total;
    this.button.disabled = isDone;
    const timing = this.subject?.run.timing;
    const seconds = timing ? ((total - length) * (timing.step + timing.probe)) / 1000 : NaN;
    setText(
      this.button,
      isDone
        ? 'Measured'
        : sweep.cancelled
          ? `Measure at ${total} rates (${formatDuration(seconds)})`
          : 'Stop measuring',
    );
    setText(
      this.status,
      isDone ? `one-step runs at ${total} rates` : `${length} of ${total} rates measured`,
    );
  }

  private draw(sweep: Sweep): void {
    if (sweep !== this.sweep || !this.subject) return;
    this.showTools(sweep);
    const { config } = this.subject;
    const kind = stepKind(config);
    const axis: RateAxis = {
      rates: sweep.rates,
      measuredRates: sweep.steps.map((s) => s.learningRate),
      threshold: kind ? (sweep.line[0]?.[kind].thresholdRate ?? NaN) : NaN,
      rate: firstRate(config),
      run: sweep.slot,
    };
    const line = kind ? sweep.line.map((p) => p[kind]) : [];
    const spikes = sweep.steps.map((s) => s.spike);
    this.spike.update(
      prediction(axis, {
        title: 'largest eigenvalue λ₁',
        kind: 'log',
        theory: [{ name: 'theory', y: line.map((p) => p.spike.eigenvalue), label: 0.75 }],
        measured: [{ name: 'measured', values: spikes.map((s) => s.eigenvalue) }],
      }),
    );
    this.errors.element.hidden = kind === null;
    this.errors.update(
      predictionErrors(axis, {
        fromConfiguration: kind ? sweep.steps.map((s, i) => errorOf(sweep.at[i]?.[kind], s)) : [],
        fromUpdate: kind
          ? spikes.map((s) => 100 * (s.predicted.eigenvalue / s.eigenvalue - 1))
          : [],
      }),
    );
    this.overlaps.update(
      prediction(axis, {
        title: 'squared overlap',
        kind: 'linear',
        include: [0, 1],
        theory: [
          { name: 'left', y: line.map((p) => p.spike.leftOverlap), color: 'series-4', label: 0.45 },
          {
            name: 'right',
            y: line.map((p) => p.spike.rightOverlap),
            color: 'series-5',
            label: 0.9,
          },
        ],
        measured: [
          { name: 'left, measured', values: spikes.map((s) => s.leftOverlap), color: 'series-4' },
          { name: 'right, measured', values: spikes.map((s) => s.rightOverlap), color: 'series-5' },
        ],
      }),
    );
    this.alignment.update(
      prediction(axis, {
        title: '|v₁·β|',
        kind: 'linear',
        include: [0, 0.6],
        theory: [{ name: 'theory', y: line.map((p) => p.alignment), label: 0.75 }],
        measured: [{ name: 'measured', values: spikes.map((s) => s.alignment) }],
      }),
    );
  }
}

function errorOf(predicted: StepPrediction | undefined, { spike }: FirstStep): number {
  return predicted ? 100 * (predicted.spike.eigenvalue / spike.eigenvalue - 1) : NaN;
}
