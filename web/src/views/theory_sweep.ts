// Prediction and measurement over the learning rate: the theory's line at many rates, and one-step
// runs at a few, made one after the other so that each shows when it is there.

import type { OneStepPredictions } from '@engine';
import type { LinesData } from '../charts/lines';
import { prediction } from '../charts/prediction';
import type { Config } from '../config/config';
import { firstRate, oneStepAt, rateRange, ratesBetween, stepKind } from '../config/first_step';
import { formatDuration } from '../config/format';
import type { FirstStep } from '../engine/theory_calls';
import type { Store } from '../state/store';
import { h, on, setText } from './dom';
import type { Figure } from './figure';
import type { Moment } from './moment';
import { theoryFigure } from './theory_figure';

const LINE_RATES = 60;
const MEASURED_RATES = 12;
/** Seconds that are spent without being asked. */
const FREE_SECONDS = 4;
const UNKNOWN = { secondLayerSquared: NaN, residualSquared: NaN };

interface Sweep {
  key: string;
  config: Config;
  slot: 0 | 1;
  rates: number[];
  line: OneStepPredictions[];
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
  private readonly status = h('span', { class: 'note', role: 'status' });
  private readonly button = h('button', { type: 'button', class: 'quiet' });
  private readonly done = new Map<string, Sweep>();
  private sweep: Sweep | null = null;
  private moment: Moment | null = null;

  constructor(private readonly store: Store) {
    on(this.button, 'click', () => this.toggle());
    this.element = h(
      'div',
      {},
      h('div', { class: 'theory-tools' }, this.button, this.status),
      h('div', { class: 'theory-pair' }, this.spike.element, this.alignment.element),
    );
  }

  render(moment: Moment): void {
    this.moment = moment;
    const config = oneStepAt(moment.config, 1);
    const key = JSON.stringify([moment.slot, config, firstRate(moment.config)]);
    if (this.sweep?.key === key) return;
    if (this.sweep) this.sweep.cancelled = true;
    const kept = this.done.get(key);
    this.sweep = kept ?? {
      key,
      config,
      slot: moment.slot,
      rates: [],
      line: [],
      wanted: [],
      steps: [],
      cancelled: false,
    };
    this.done.set(key, this.sweep);
    this.sweep.cancelled = this.sweep.steps.length < this.sweep.wanted.length;
    if (kept) this.draw(kept);
    else void this.begin(this.sweep, moment);
  }

  retheme(): void {
    this.spike.retheme();
    this.alignment.retheme();
  }

  private async begin(sweep: Sweep, { runner, run, config }: Moment): Promise<void> {
    const rate = firstRate(config);
    const kind = stepKind(config);
    try {
      const [at] = await runner.call('predictions', {
        config: sweep.config,
        rates: [rate],
        known: UNKNOWN,
      });
      const [low, high] = rateRange(kind && at ? at[kind].thresholdRate : NaN, rate);
      sweep.rates = ratesBetween(low, high, LINE_RATES);
      sweep.wanted = ratesBetween(low, high, MEASURED_RATES);
      if (kind) {
        const { rates } = sweep;
        sweep.line = await runner.call('predictions', {
          config: sweep.config,
          rates,
          known: UNKNOWN,
        });
      }
    } catch (error) {
      setText(this.status, error instanceof Error ? error.message : String(error));
      return;
    }
    this.draw(sweep);
    const seconds = (MEASURED_RATES * (run.timing.step + run.timing.probe)) / 1000;
    sweep.cancelled = !(seconds < FREE_SECONDS) || sweep.cancelled;
    this.showTools(sweep);
    if (!sweep.cancelled) await this.measure(sweep);
  }

  private async measure(sweep: Sweep): Promise<void> {
    const runner = this.moment?.runner;
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
      setText(this.status, error instanceof Error ? error.message : String(error));
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
    const timing = this.moment?.run.timing;
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
    if (sweep !== this.sweep || !this.moment) return;
    this.showTools(sweep);
    const { config } = this.moment;
    const kind = stepKind(config);
    const common = {
      rates: sweep.rates,
      threshold: kind ? (sweep.line[0]?.[kind].thresholdRate ?? NaN) : NaN,
      rate: firstRate(config),
      run: sweep.slot,
    };
    const line = kind ? sweep.line.map((p) => p[kind]) : [];
    this.spike.update(
      prediction({
        ...common,
        title: 'largest eigenvalue λ₁',
        kind: 'log',
        predicted: line.map((p) => p.spike.eigenvalue),
        measured: sweep.steps.map((s) => ({ rate: s.learningRate, value: s.lambdaMax })),
      }),
    );
    this.alignment.update(
      prediction({
        ...common,
        title: '|v₁·β|',
        kind: 'linear',
        include: [0, 0.6],
        predicted: line.map((p) => p.alignment),
        measured: sweep.steps.map((s) => ({ rate: s.learningRate, value: s.alignment })),
      }),
    );
  }
}
