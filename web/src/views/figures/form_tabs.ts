// The five ways to draw a spectrum.

import type { SpectrumForm } from '../../config/link/view_state';
import type { Store } from '../../state/store';
import { h, on, uniqueId } from '../common/dom';

const FORMS: readonly { value: SpectrumForm; label: string; title: string }[] = [
  { value: 'histogram', label: 'log–log', title: 'Histogram of the eigenvalues on log-log axes' },
  { value: 'linear', label: 'linear', title: 'Histogram of the eigenvalues on linear axes' },
  { value: 'singular', label: 'singular values', title: 'Histogram of the singular values' },
  {
    value: 'rank',
    label: 'rank',
    title: 'Eigenvalue against rank: a power law is a straight line',
  },
  {
    value: 'ccdf',
    label: 'CCDF',
    title: 'Share of eigenvalues above λ: a power law is a straight line',
  },
];

export class FormTabs {
  readonly element: HTMLElement;
  private readonly radios: HTMLInputElement[];

  constructor(private readonly store: Store) {
    const name = uniqueId('form');
    this.radios = FORMS.map((f) => {
      const radio = h('input', { type: 'radio', name, value: f.value });
      on(radio, 'change', () => store.setView({ plot: f.value }));
      return radio;
    });
    this.element = h(
      'fieldset',
      { class: 'forms' },
      h('legend', { class: 'visually-hidden' }, 'How to draw the spectrum'),
      h(
        'div',
        { class: 'segments' },
        ...FORMS.map((f, i) =>
          h(
            'label',
            { class: 'segment', title: f.title },
            this.radios[i] ?? null,
            h('span', {}, f.label),
          ),
        ),
      ),
    );
  }

  render(): void {
    for (const radio of this.radios) radio.checked = radio.value === this.store.view.plot;
  }
}
