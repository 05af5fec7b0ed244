// "Your weights": the spectra of matrices that a person brings, measured in this page.

import { formatCount, formatDuration } from '../../common/format';
import type { Store } from '../../state/store';
import { Weights, type Opening } from '../../state/weights';
import { ACCEPTED } from '../../tensors/tensor_file';
import { h, on, setText } from '../common/dom';
import type { PartView } from '../common/part_view';
import { FileNotes } from './file_notes';
import { heavyTailedExample, runExample } from './examples';
import { WeightsLayer } from './layer';
import { WeightsTable } from './table';

const LEAD =
  'Does a matrix you trained have a heavy tail? Open a file of weights and see the spectrum of every layer: how much of it is ' +
  'noise, what stands out, and whether its tail is a power law.';

export class WeightsView implements PartView {
  readonly element: HTMLElement;
  private readonly weights: Weights;
  private readonly table: WeightsTable;
  private readonly layer: WeightsLayer;
  private readonly problem = h('p', { class: 'problem', role: 'alert' });
  private readonly notes: FileNotes;
  private readonly engineProblem = h('div', { class: 'problem', role: 'alert' });
  private readonly engineText = h('span');
  private readonly progress = h('div', { class: 'weights-progress' });
  private readonly progressText = h('span', { class: 'note', role: 'status' });
  private ticking: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store) {
    const wake = (): void => store.wake();
    this.weights = new Weights(() => store.makeClient(), wake);
    this.notes = new FileNotes(this.weights);
    const retry = h('button', { type: 'button', class: 'secondary' }, 'Try again');
    on(retry, 'click', () => this.weights.retry());
    this.engineProblem.append(this.engineText, ' ', retry);
    this.table = new WeightsTable(this.weights, wake);
    this.layer = new WeightsLayer(store, this.weights);
    const input = h('input', {
      type: 'file',
      accept: ACCEPTED,
      class: 'visually-hidden',
      tabindex: '-1',
      'aria-hidden': 'true',
    });
    on(input, 'change', () => {
      const file = input.files?.[0];
      if (file) this.takeFile(file);
      // The same file may be chosen again.
      input.value = '';
    });
    const choose = h('button', { type: 'button', class: 'primary' }, 'Choose a file …');
    on(choose, 'click', () => input.click());
    const cancel = h('button', { type: 'button', class: 'quiet' }, 'Cancel');
    on(cancel, 'click', () => this.weights.cancel());
    this.progress.append(cancel, this.progressText);
    const example = (text: string, make: () => Promise<void>): HTMLElement => {
      const button = h('button', { type: 'button', class: 'secondary' }, text);
      on(button, 'click', () => {
        make().catch((error: unknown) => this.weights.refuse(text, error));
      });
      return button;
    };
    this.element = h(
      'main',
      { class: 'weights' },
      h('p', { class: 'lead' }, LEAD),
      h(
        'section',
        { class: 'weights-open', 'aria-label': 'Open weights' },
        h(
          'div',
          { class: 'weights-choose' },
          choose,
          input,
          h('p', {}, 'or drop one anywhere on this page'),
          h('p', { class: 'note' }, '.npy, .npz, .safetensors, .csv, .tsv, .mtx'),
        ),
        h(
          'div',
          {},
          h(
            'p',
            {},
            h('strong', {}, 'Nothing leaves this machine.'),
            ' The file is read and measured by this page, in this browser; there is no server that could receive it.',
          ),
          h(
            'p',
            { class: 'weights-examples' },
            'To try it: ',
            example('W of the run in Explore', async () =>
              this.weights.show(await runExample(store)),
            ),
            ' ',
            example('heavy-tailed entries, made here', () =>
              Promise.resolve(this.weights.show(heavyTailedExample())),
            ),
          ),
        ),
      ),
      this.problem,
      this.engineProblem,
      this.progress,
      this.notes.element,
      this.table.element,
      this.layer.element,
    );
  }

  takeFile(file: File): void {
    void this.weights.open(file);
  }

  render(): void {
    const { weights } = this;
    this.problem.hidden = weights.problem === null;
    setText(this.problem, weights.problem ?? '');
    this.engineProblem.hidden = weights.engineProblem === null;
    setText(this.engineText, weights.engineProblem ?? '');
    this.showProgress();
    this.notes.render();
    this.table.render();
    this.layer.render();
  }

  retheme(): void {
    this.layer.retheme();
  }

  private showProgress(): void {
    const { current, queue, opening } = this.weights;
    // Its line stays, so that nothing below moves when it comes and goes.
    this.progress.classList.toggle('is-idle', !current && !opening);
    setText(
      this.progressText,
      opening ? openingText(opening) : current ? this.text(current, queue.length) : '',
    );
    clearTimeout(this.ticking);
    if (current) this.ticking = setTimeout(() => this.showProgress(), 500);
  }

  private text({ layer, since, cost }: NonNullable<Weights['current']>, waiting: number): string {
    const rest = cost.seconds - (performance.now() - since) / 1000;
    const left =
      cost.seconds < 1 ? '' : rest > 0.5 ? `, about ${formatDuration(rest)} left` : ', nearly done';
    return `measuring ${layer.name}${left}${waiting > 0 ? `; ${waiting} more to come` : ''}`;
  }
}

function openingText({ name, done, total, unit }: Opening): string {
  if (total === 0) return `opening ${name} …`;
  if (unit === 'bytes') return `opening ${name}: ${Math.floor((100 * done) / total)} % read`;
  return done === 0
    ? `opening ${name}: ${formatCount(total)} arrays found`
    : `opening ${name}: ${formatCount(done)} of ${formatCount(total)} arrays`;
}
