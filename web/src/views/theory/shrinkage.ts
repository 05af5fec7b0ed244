// What is left of W when the noise is taken out: the best low-rank estimate, and its test loss.

import type { Denoised } from '@engine';
import { RankChart, type RankData } from '../../charts/spectrum/ranks';
import { readTheme } from '../../charts/common/theme';
import { formatNumber } from '../../common/format';
import type { Store } from '../../state/store';
import { h, setText } from '../common/dom';
import { roomFor } from '../common/room';
import { Figure } from '../figures/figure';
import type { StepOnDisplay, TheoryPart } from '../common/step_on_display';
import { NumberTable } from '../common/number_table';
import { OnDemand } from '../common/on_demand';

const NOTHING_KEPT =
  'Nothing stands above the noise: the estimate of W is zero, and the read-out sees no features.';

function keptText(kept: number, size: number, raw: number, clean: number): string {
  return (
    `${kept} of ${size} directions ${kept === 1 ? 'is' : 'are'} kept. The test loss ` +
    `${clean > raw ? 'rises' : 'falls'} from ${formatNumber(raw)} to ${formatNumber(clean)}.`
  );
}

export class ShrinkagePart implements TheoryPart {
  readonly element: HTMLElement;
  private readonly verdict: HTMLElement;
  private readonly losses = new NumberTable(
    'Losses of the denoised W',
    ['ridge read-out of', 'raw W', 'denoised W', 'change'],
    2,
    ['', '8.888·10⁻⁸', '8.888·10⁻⁸', '+888.8 %'],
  );
  private readonly figure = new Figure<RankData>({
    title: 'Singular values, measured and shrunk',
    file: 'shrinkage',
    size: 'square',
    level: 'h4',
    make: (canvas) => new RankChart(canvas, readTheme(canvas)),
  });
  private readonly denoised: OnDemand<{ result: Denoised; size: number }>;

  constructor(store: Store) {
    this.denoised = new OnDemand<{ result: Denoised; size: number }>({
      draw: (d) => this.draw(d.result, d.size),
      say: (text) => text && setText(this.verdict, text),
      wake: () => store.wake(),
    });
    this.figure.caption.append(
      'Singular values above the bulk, as measured and as the estimate gives them back: noise makes every one too large.',
    );
    const verdict = h('p', { class: 'verdict' });
    this.verdict = roomFor(verdict, [NOTHING_KEPT, keptText(8888, 8888, 888.8, 88.88)]);
    this.element = h(
      'section',
      { class: 'theory-part', 'aria-label': 'Shrinkage' },
      h('h3', {}, 'Shrinkage: W without its noise'),
      verdict,
      h(
        'div',
        { class: 'theory-pair' },
        h(
          'div',
          {},
          this.losses.element,
          h(
            'p',
            { class: 'caption' },
            'Every singular value inside the fitted bulk is set to zero, those outside are shrunk so that the squared ' +
              'error is least for a low-rank matrix in independent noise (Gavish and Donoho 2017, Frobenius loss). ' +
              'In training signal and noise are not independent, so this is an estimate, not a bound. ' +
              'The read-out on top is fitted anew.',
          ),
        ),
        this.figure.element,
      ),
    );
  }

  render({ key, runner, config, snapshot }: StepOnDisplay): void {
    this.denoised.want(key, async () => ({
      result: await runner.call('denoise', { config, step: snapshot.step }),
      size: snapshot.eigenvalues.length,
    }));
  }

  retheme(): void {
    this.figure.retheme();
  }

  private draw(d: Denoised, size: number): void {
    const kept = d.shrunk.filter((s) => s > 0).length;
    setText(
      this.verdict,
      kept === 0 ? NOTHING_KEPT : keptText(kept, size, d.rawTestLoss, d.testLoss),
    );
    const row = (name: string, raw: number, clean: number): { cells: string[] } => ({
      cells: [name, formatNumber(raw, 4), formatNumber(clean, 4), percent(clean / raw - 1)],
    });
    this.losses.fill([
      row('probe loss', d.rawProbeLoss, d.probeLoss),
      row('test loss', d.rawTestLoss, d.testLoss),
    ]);
    const largest = d.measured[0] ?? 1;
    this.figure.update({
      series: [
        { name: 'measured', values: d.measured, color: 'first' },
        { name: 'shrunk', values: d.shrunk, color: 'second' },
      ],
      quantity: 'singular value of W',
      levels: [],
      floor: 1e-3 * largest,
    });
  }
}

/** "+3.2 %" */
export function percent(x: number): string {
  if (!Number.isFinite(x)) return '–';
  const text = Math.abs(100 * x).toFixed(1);
  return `${x < 0 ? '−' : '+'}${text} %`;
}
