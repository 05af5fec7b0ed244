// The folded place of theory and statistics. What is in it is loaded and computed when it is opened.

import type { Store } from '../../state/store';
import { h, on } from '../common/dom';
import type { Theory } from './theory';

export class TheorySection {
  readonly element: HTMLElement;
  private readonly details: HTMLDetailsElement;
  private theory: Theory | null = null;
  private isLoading = false;

  constructor(private readonly store: Store) {
    this.details = h(
      'details',
      { class: 'anatomy' },
      h(
        'summary',
        {},
        h('h2', {}, 'Theory and statistics'),
        h(
          'span',
          { class: 'note' },
          'the first step predicted, evidence for the phase, other laws for the tail, shrinkage, link functions',
        ),
      ),
    );
    on(this.details, 'toggle', () => {
      if (this.details.open !== store.view.theory) store.setView({ theory: this.details.open });
    });
    this.element = h('section', { 'aria-label': 'Theory and statistics' }, this.details);
  }

  render(): void {
    const { theory } = this.store.view;
    if (this.details.open !== theory) this.details.open = theory;
    if (!theory) return;
    if (this.theory) this.theory.render();
    else if (!this.isLoading) {
      this.isLoading = true;
      void import('./theory').then(({ Theory }) => {
        this.theory = new Theory(this.store);
        this.details.append(this.theory.element);
        this.store.wake();
      });
    }
  }

  retheme(): void {
    this.theory?.retheme();
  }
}
