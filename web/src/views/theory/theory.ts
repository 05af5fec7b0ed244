// Theory and statistics about the run and step on display, part by part.

import type { Slot, Store } from '../../state/store';
import { h, on, setText, setValue } from '../common/dom';
import { stepOnDisplay, type TheoryPart } from '../common/step_on_display';
import { TailStatistics } from './tail_laws';
import { FunctionsPart } from './functions';
import { PhasePart } from './phase';
import { PredictionPart } from './prediction';
import { ShrinkagePart } from './shrinkage';

export class Theory {
  readonly element: HTMLElement;
  private readonly status = h('p', { class: 'note theory-status', role: 'status' });
  private readonly slotSelect = h(
    'select',
    { class: 'inline-select', 'aria-label': 'Run that theory is about' },
    h('option', { value: '0' }, 'run A'),
    h('option', { value: '1' }, 'run B'),
  );
  private readonly parts: readonly TheoryPart[];

  constructor(private readonly store: Store) {
    on(this.slotSelect, 'change', () => store.wake());
    this.parts = [
      new PredictionPart(store),
      new PhasePart(store),
      new TailStatistics(store),
      new ShrinkagePart(store),
      new FunctionsPart(store),
    ];
    this.element = h(
      'div',
      { class: 'theory-body' },
      h('div', { class: 'anatomy-head' }, this.status, this.slotSelect),
      ...this.parts.map((part) => part.element),
    );
  }

  render(): void {
    const { store } = this;
    this.slotSelect.hidden = !store.isComparing;
    if (!store.isComparing) setValue(this.slotSelect, '0');
    const slot: Slot = this.slotSelect.value === '1' ? 1 : 0;
    const subject = stepOnDisplay(store, slot);
    if (typeof subject === 'string') {
      setText(this.status, subject);
      return;
    }
    setText(this.status, `After step ${subject.snapshot.step}.`);
    for (const part of this.parts) part.render(subject);
  }

  retheme(): void {
    for (const part of this.parts) part.retheme();
  }
}
