// Which of two compared runs a section is about.

import type { Slot, Store } from '../../state/store';
import { h, on, setValue } from './dom';

export class RunChoice {
  readonly element: HTMLSelectElement;

  /** @param name  for who cannot see where it stands */
  constructor(
    private readonly store: Store,
    name: string,
  ) {
    this.element = h(
      'select',
      { class: 'inline-select', 'aria-label': name },
      h('option', { value: '0' }, 'run A'),
      h('option', { value: '1' }, 'run B'),
    );
    on(this.element, 'change', () => store.wake());
  }

  /** The chosen run; hidden, and A, while there is only one. */
  render(): Slot {
    this.element.hidden = !this.store.isComparing;
    if (!this.store.isComparing) setValue(this.element, '0');
    return this.element.value === '1' ? 1 : 0;
  }
}
