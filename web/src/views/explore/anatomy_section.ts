// The folded place of the anatomy. What is in it is loaded and computed when it is opened.

import type { Store } from '../../state/store';
import type { Anatomy } from './anatomy';
import { h, on } from '../common/dom';

export class AnatomySection {
  readonly element: HTMLElement;
  private readonly details: HTMLDetailsElement;
  private anatomy: Anatomy | null = null;
  private isLoading = false;

  constructor(private readonly store: Store) {
    this.details = h(
      'details',
      { class: 'anatomy' },
      h(
        'summary',
        {},
        h('h2', {}, 'Anatomy of the update'),
        h(
          'span',
          { class: 'note' },
          'whose singular vectors carry the spike, alignment with β, entries of W, output against target',
        ),
      ),
    );
    on(this.details, 'toggle', () => {
      if (this.details.open !== store.view.anatomy) store.setView({ anatomy: this.details.open });
    });
    this.element = h('section', { 'aria-label': 'Anatomy' }, this.details);
  }

  render(): void {
    const { anatomy } = this.store.view;
    if (this.details.open !== anatomy) this.details.open = anatomy;
    if (!anatomy) return;
    if (this.anatomy) this.anatomy.render();
    else if (!this.isLoading) {
      this.isLoading = true;
      void import('./anatomy').then(({ Anatomy }) => {
        this.anatomy = new Anatomy(this.store);
        this.details.append(this.anatomy.element);
        this.store.wake();
      });
    }
  }

  retheme(): void {
    this.anatomy?.retheme();
  }
}
