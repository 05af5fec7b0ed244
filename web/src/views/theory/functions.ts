// The functions of teacher and student in Hermite coefficients, and what follows for one step.

import { coefficients } from '../../charts/lines/coefficients';
import { NOTHING_KNOWN, oneStepAt } from '../../config/schema/first_step';
import { formatNumber } from '../../common/format';
import { exponentText } from '../../content/verdicts';
import type { OneStepPredictions } from '@engine';
import type { Functions } from '../../engine/protocol/theory_calls';
import type { Store } from '../../state/store';
import { h, setText } from '../common/dom';
import { roomFor } from '../common/room';
import type { StepOnDisplay, TheoryPart } from '../common/step_on_display';
import { OnDemand } from '../common/on_demand';
import { theoryFigure } from '../figures/line_figure';

interface Result {
  functions: Functions;
  step: OneStepPredictions;
}

export class FunctionsPart implements TheoryPart {
  readonly element: HTMLElement;
  private readonly verdict: HTMLElement;
  private readonly figure = theoryFigure(
    'Hermite coefficients',
    'hermite',
    'Normalised coefficients c_k = E f(z) He_k(z) / √k! of the link σ* and of the activation σ, ' +
      'z ~ N(0, 1); computed from the functions alone. E f² is the sum of their squares.',
  );
  private readonly learnable: HTMLElement;
  private readonly result: OnDemand<Result>;

  constructor(store: Store) {
    this.result = new OnDemand<Result>({
      draw: (result) => this.draw(result),
      say: (text) => text && setText(this.verdict, text),
      wake: () => store.wake(),
    });
    const verdict = h('p', { class: 'verdict' });
    this.verdict = roomFor(
      verdict,
      [0, 1, 2].map((exponent) => exponentText(exponent, 0.888)),
    );
    const learnable = h('p');
    this.learnable = roomFor(
      learnable,
      [1, 2].map((k) => learnableText(k, 88888, 88888, 0.888)),
    );
    this.element = h(
      'section',
      { class: 'theory-part', 'aria-label': 'Link functions' },
      h('h3', {}, 'Link functions'),
      verdict,
      h(
        'div',
        { class: 'theory-pair' },
        h(
          'div',
          {},
          learnable,
          h(
            'p',
            { class: 'caption' },
            'The information exponent is the least order k ≥ 1 whose coefficient is not zero (Ben Arous, Gheissari and ' +
              'Jagannath 2021). Rates are predicted from the configuration (Ba et al. 2022; Benaych-Georges and Nadakuditi 2012).',
          ),
        ),
        this.figure.element,
      ),
    );
  }

  render({ slot, config, runner }: StepOnDisplay): void {
    const { n, d, h: hidden, teacher, activation, noise, batchSize } = config;
    const key = JSON.stringify([slot, n, d, hidden, teacher, activation, noise, batchSize]);
    this.result.want(key, async () => {
      const one = oneStepAt(config, 1);
      const [functions, predictions] = await Promise.all([
        runner.call('functions', { config }),
        runner.call('predictions', { config: one, rates: [1], known: NOTHING_KNOWN }),
      ]);
      const [step] = predictions;
      if (!step) throw new Error('no prediction arrived');
      return { functions, step };
    });
  }

  retheme(): void {
    this.figure.retheme();
  }

  private draw({ functions, step }: Result): void {
    const { link, activation, informationExponent: exponent } = functions;
    setText(this.verdict, exponentText(exponent, link[1] ?? NaN));
    setText(
      this.learnable,
      learnableText(exponent, step.sign.thresholdRate, step.gd.thresholdRate, activation[1] ?? NaN),
    );
    this.figure.update(coefficients({ link, activation }));
  }
}

function learnableText(exponent: number, sign: number, gd: number, linear: number): string {
  return (
    'The first step throws a spike out of the bulk from these learning rates on: ' +
    `${formatNumber(sign)} for Adam and signGD, ${formatNumber(gd)} for GD. ` +
    (exponent === 1
      ? 'Larger ones can learn β in that step; smaller ones leave it inside the noise. '
      : 'But the spike is no sign of learning here: its direction is as random as before. ') +
    `The activation’s own linear part, μ₁ = ${formatNumber(linear)}, sets how much of the signal gets through.`
  );
}
