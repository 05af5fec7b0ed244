// The first step: what theory says from the configuration alone, and from what is known of the run
// before the step, beside what the step did.

import type { OneStepPredictions, StepPrediction } from '@engine';
import {
  firstRate,
  oneStepAt,
  stepKind,
  whyNotPredicted,
  type StepKind,
} from '../config/first_step';
import { formatNumber } from '../config/format';
import type { FirstStep } from '../engine/theory_calls';
import type { Store } from '../state/store';
import { h, setText } from './dom';
import type { Moment, TheoryPart } from './moment';
import { NumberTable, type NumberRow } from './number_table';
import { OnDemand } from './on_demand';
import { RateSweep } from './theory_sweep';
import { percent } from './theory_shrinkage';

interface Result {
  kind: StepKind | null;
  /** Why there is no prediction. */
  why: string;
  rate: number;
  /** Entries of W. */
  size: number;
  step: FirstStep;
  left: number;
  right: number;
  updateStrength: number;
  fromConfig: OneStepPredictions;
  fromRun: OneStepPredictions;
}

const UNKNOWN = { secondLayerSquared: NaN, residualSquared: NaN };
const COLUMNS = [
  'first step',
  'measured',
  'predicted from the configuration',
  'error',
  'predicted, |a|²/h and loss known',
  'error',
];

export class PredictionPart implements TheoryPart {
  readonly element: HTMLElement;
  private readonly verdict = h('p', { class: 'verdict' }, '\u00a0');
  private readonly table = new NumberTable('Prediction beside measurement', COLUMNS, 7);
  private readonly sweep: RateSweep;
  private readonly result: OnDemand<Result>;

  constructor(store: Store) {
    this.sweep = new RateSweep(store);
    this.result = new OnDemand<Result>({
      draw: (result) => this.draw(result),
      say: (text) => text && setText(this.verdict, text),
      wake: () => store.wake(),
    });
    this.element = h(
      'section',
      { class: 'theory-part', 'aria-label': 'The first step, predicted' },
      h('h3', {}, 'The first step, predicted'),
      this.verdict,
      this.table.element,
      h(
        'p',
        { class: 'caption' },
        'The update is taken as a rank-one matrix in noise: its strength after Ba et al. (2022, proposition 2), for the sign ' +
          'by the mean of each entry’s sign; the spike and its overlaps after Benaych-Georges and Nadakuditi (2012). These are limits for large sizes: ' +
          'a single run scatters around them by a few per cent, mostly through |a|²/h (λ₁ by 4 % for the sign and 13 % for GD at d = 200, by half of that at d = 1000). Overlaps are squared, of the leading ' +
          'vectors of W₁ with those of the update; their error is a difference.',
      ),
      this.sweep.element,
    );
  }

  render(moment: Moment): void {
    const { slot, config, runner } = moment;
    const rate = firstRate(config);
    const one = oneStepAt(config, rate);
    const key = JSON.stringify([slot, one]);
    this.result.want(key, async () => {
      const step = await runner.call('firstStep', { config: one });
      const predict = (known: typeof UNKNOWN): Promise<OneStepPredictions[]> =>
        runner.call('predictions', { config: one, rates: [rate], known });
      const [overlaps, [fromConfig], [fromRun]] = await Promise.all([
        runner.call('overlaps', { config: one, step: 1, count: 1 }),
        predict(UNKNOWN),
        predict(step.known),
      ]);
      if (!fromConfig || !fromRun) throw new Error('no prediction arrived');
      return {
        kind: stepKind(config),
        why: whyNotPredicted(config),
        rate,
        size: config.h * config.d,
        step,
        left: overlaps.currentVsUpdate.left[0] ?? NaN,
        right: overlaps.currentVsUpdate.right[0] ?? NaN,
        updateStrength: overlaps.updateSingularValues[0] ?? NaN,
        fromConfig,
        fromRun,
      };
    });
    this.sweep.render(moment);
  }

  retheme(): void {
    this.sweep.retheme();
  }

  private draw(r: Result): void {
    const { kind, step } = r;
    const first = kind && r.fromConfig[kind];
    const second = kind && r.fromRun[kind];
    setText(this.verdict, first ? summary(first, r) : notPredicted(r));
    const of = (pick: (p: StepPrediction) => number): [number, number] =>
      first && second ? [pick(first), pick(second)] : [NaN, NaN];
    const sign = kind === 'sign';
    const share = r.updateStrength / (r.rate * Math.sqrt(r.size));
    this.table.fill([
      row(
        'λ₁ of WᵀW',
        step.lambdaMax,
        of((p) => p.spike.eigenvalue),
        'ratio',
      ),
      row(
        'σ₁ of the update',
        r.updateStrength,
        of((p) => p.updateStrength),
        'ratio',
      ),
      row(
        'left overlap',
        r.left,
        of((p) => p.spike.leftOverlap),
        'difference',
      ),
      row(
        'right overlap',
        r.right,
        of((p) => p.spike.rightOverlap),
        'difference',
      ),
      row(
        '|v₁·β|',
        step.alignment,
        of((p) => p.alignment),
        'difference',
      ),
      row(
        'κ = ‖sign G‖₂/√(hd)',
        sign ? share : NaN,
        sign ? [r.fromConfig.kappa, r.fromRun.kappa] : [NaN, NaN],
        'ratio',
      ),
      row(
        'threshold rate',
        NaN,
        of((p) => p.thresholdRate),
        'ratio',
      ),
    ]);
  }
}

function summary(p: StepPrediction, r: Result): string {
  const rate = formatNumber(r.rate);
  const threshold = formatNumber(p.thresholdRate);
  if (!p.spike.detached) {
    return (
      `At η = ${rate}, below the threshold ${threshold}, theory expects no outlier after the first step: ` +
      `λ₁ stays at the edge, ${formatNumber(p.spike.eigenvalue, 4)}; measured ${formatNumber(r.step.lambdaMax, 4)}.`
    );
  }
  return (
    `At η = ${rate}, above the threshold ${threshold}, theory expects the spike of the first step at ` +
    `${formatNumber(p.spike.eigenvalue, 4)}; measured ${formatNumber(r.step.lambdaMax, 4)} ` +
    `(prediction ${percent(p.spike.eigenvalue / r.step.lambdaMax - 1)}).`
  );
}

function notPredicted(r: Result): string {
  return `${r.why} The first step moved λ₁ to ${formatNumber(r.step.lambdaMax, 4)}.`;
}

function row(
  name: string,
  measured: number,
  [first, second]: readonly [number, number],
  error: 'ratio' | 'difference',
): NumberRow {
  const text = (x: number): string => formatNumber(x, 4);
  const off = (predicted: number): string =>
    error === 'ratio' ? percent(predicted / measured - 1) : difference(predicted - measured);
  return { cells: [name, text(measured), text(first), off(first), text(second), off(second)] };
}

function difference(x: number): string {
  return Number.isFinite(x) ? `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(3)}` : '–';
}
