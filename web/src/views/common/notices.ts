// Sentences the page has to say: what a link could not be read, an engine that was restarted.

import type { Store } from '../../state/store';
import { h, on } from './dom';

export class Notices {
  readonly element = h('div', { class: 'notices', role: 'status' });
  private drawn: readonly string[] = [];

  constructor(private readonly store: Store) {}

  render(): void {
    const { notices } = this.store;
    if (notices === this.drawn) return;
    this.drawn = notices;
    this.element.replaceChildren(
      ...notices.map((text) => {
        const close = h('button', { type: 'button', class: 'quiet', 'aria-label': 'Dismiss' }, '×');
        on(close, 'click', () => this.store.dismiss(text));
        return h('p', { class: 'notice' }, h('span', {}, text), close);
      }),
    );
  }
}
