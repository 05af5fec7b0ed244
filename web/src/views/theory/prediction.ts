// The first step: what theory says from the configuration alone, and from the update that was made,
// beside what the step did.

import type { OneStepPredictions, StepPrediction, UpdateSpike } from '@engine';
import {
  NOTHING_KNOWN,
  firstRate,
  oneStepAt,
  stepKind,
  whyNotPredicted,
  type StepKind,
} from '../../config/schema/first_step';
import { formatNumber } from '../../common/format';
import type { Store } from '../../state/store';
import { h, setText } from '../common/dom';
import { roomFor } from '../common/room';
import type { StepOnDisplay, TheoryPart } from '../common/step_on_display';
import { NumberTable, type NumberRow } from '../common/number_table';
import { OnDemand } from '../common/on_demand';
import { RateSweep } from './sweep';
import { percent } from './shrinkage';

interface Result {
  kind: StepKind | null;
  /** Why there is no prediction. */
  why: string;
  rate: number;
  /** Entries of W. */
  size: number;
  spike: UpdateSpike;
  predictions: OneStepPredictions;
}

const COLUMNS = [
  'first step',
  'measured',
  'predicted from the configuration',
  'error',
  'predicted from the update made',
  'error',
];

/** As many words as the verdict ever has. */
const LENGTHY = { rate: 88888, spike: { eigenvalue: 88888, predicted: { eigenvalue: 8888 } } };
const LONGEST_VERDICTS = [true, false].map((detached) =>
  summary(
    { thresholdRate: 88888, spike: { detached, eigenvalue: 88888 } } as StepPrediction,
    LENGTHY as Result,
  ),
);

const LONGEST = ['', '8.888·10⁸', '8.888·10⁸', '+888.8 %', '8.888·10⁸', '+888.8 %'];

export class PredictionPart implements TheoryPart {
  readonly element: HTMLElement;
  private readonly verdict: HTMLElement;
  private readonly table = new NumberTable('Prediction beside measurement', COLUMNS, 7, LONGEST);
  private readonly sweep: RateSweep;
  private readonly result: OnDemand<Result>;

  constructor(store: Store) {
    this.sweep = new RateSweep(store);
    this.result = new OnDemand<Result>({
      draw: (result) => this.draw(result),
      say: (text) => text && setText(this.verdict, text),
      wake: () => store.wake(),
    });
    const verdict = h('p', { class: 'verdict' });
    this.verdict = roomFor(verdict, LONGEST_VERDICTS);
    this.element = h(
      'section',
      { class: 'theory-part', 'aria-label': 'The first step, predicted' },
      h('h3', {}, 'The first step, predicted'),
      verdict,
      this.table.element,
      h(
        'p',
        { class: 'caption' },
        'W₁ is taken as one direction in noise (Benaych-Georges and Nadakuditi 2012). From the configuration: its strength after Ba et al. ' +
          '(2022, proposition 2), for the sign by the mean sign of each entry. These are averages for large sizes; a single run scatters ' +
          'around them, mostly through |a|²/h: λ₁ by 4 % for the sign and 13 % for GD at d = 200, by half of that at d = 1000. From the update: ' +
          'strength and direction of the update that was really made, so that only the random-matrix part is predicted. ' +
          'Overlaps are squared, of the leading vectors of W₁ with those of the update; their error is a difference.',
      ),
      this.sweep.element,
    );
  }

  render(subject: StepOnDisplay): void {
    const { slot, config, runner } = subject;
    const rate = firstRate(config);
    const one = oneStepAt(config, rate);
    const key = JSON.stringify([slot, one]);
    this.result.want(key, async () => {
      const [{ spike }, [predictions]] = await Promise.all([
        runner.call('firstStep', { config: one }),
        runner.call('predictions', { config: one, rates: [rate], known: NOTHING_KNOWN }),
      ]);
      if (!predictions) throw new Error('no prediction arrived');
      const kind = stepKind(config);
      return {
        kind,
        why: whyNotPredicted(config),
        rate,
        size: config.h * config.d,
        spike,
        predictions,
      };
    });
    this.sweep.render(subject);
  }

  retheme(): void {
    this.sweep.retheme();
  }

  private draw(r: Result): void {
    const { kind, spike } = r;
    const theory = kind && r.predictions[kind];
    setText(this.verdict, theory ? summary(theory, r) : notPredicted(r));
    const share = kind === 'sign' ? spike.strength / (r.rate * Math.sqrt(r.size)) : NaN;
    const update = theory ? spike.predicted : null;
    const row = (
      name: string,
      measured: number,
      configuration: number | undefined,
      fromUpdate: number | undefined,
      error: typeof ratio,
    ): NumberRow => {
      const predicted = [configuration ?? NaN, fromUpdate ?? NaN];
      const cells = predicted.flatMap((p) => [formatNumber(p, 4), error(p, measured)]);
      return { cells: [name, formatNumber(measured, 4), ...cells] };
    };
    this.table.fill([
      row('λ₁ of WᵀW', spike.eigenvalue, theory?.spike.eigenvalue, update?.eigenvalue, ratio),
      row(
        'left overlap',
        spike.leftOverlap,
        theory?.spike.leftOverlap,
        update?.leftOverlap,
        difference,
      ),
      row(
        'right overlap',
        spike.rightOverlap,
        theory?.spike.rightOverlap,
        update?.rightOverlap,
        difference,
      ),
      row(
        '|v₁·β|',
        spike.alignment,
        theory?.alignment,
        update ? spike.predictedAlignment : NaN,
        difference,
      ),
      row('σ₁ of the update', spike.strength, theory?.updateStrength, NaN, ratio),
      row('κ = ‖sign G‖₂/√(hd)', share, kind === 'sign' ? r.predictions.kappa : NaN, NaN, ratio),
      row('threshold rate', NaN, theory?.thresholdRate, NaN, ratio),
    ]);
  }
}

function summary(p: StepPrediction, r: Result): string {
  const rate = formatNumber(r.rate);
  const threshold = formatNumber(p.thresholdRate);
  if (!p.spike.detached) {
    return (
      `At η = ${rate}, below the threshold ${threshold}, theory expects no outlier after the first step: ` +
      `λ₁ stays at the edge, ${formatNumber(p.spike.eigenvalue, 4)}; measured ${formatNumber(r.spike.eigenvalue, 4)}.`
    );
  }
  return (
    `At η = ${rate}, above the threshold ${threshold}, theory expects the spike of the first step at ` +
    `${formatNumber(p.spike.eigenvalue, 4)}; measured ${formatNumber(r.spike.eigenvalue, 4)} ` +
    `(off by ${ratio(p.spike.eigenvalue, r.spike.eigenvalue)}; from the update itself by ${ratio(r.spike.predicted.eigenvalue, r.spike.eigenvalue)}).`
  );
}

function notPredicted(r: Result): string {
  return `${r.why} The first step moved λ₁ to ${formatNumber(r.spike.eigenvalue, 4)}.`;
}

/** By how much a prediction misses, in per cent. */
function ratio(predicted: number, measured: number): string {
  return percent(predicted / measured - 1);
}

function difference(predicted: number, measured: number): string {
  const x = predicted - measured;
  return Number.isFinite(x) ? `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(3)}` : '–';
}
