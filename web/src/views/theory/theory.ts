// Theory and statistics about the run and step on display, part by part.

import type { Store } from '../../state/store';
import { h, setText } from '../common/dom';
import { RunChoice } from '../common/run_choice';
import { stepOnDisplay, type TheoryPart } from '../common/step_on_display';
import { TailStatistics } from './tail_laws';
import { FunctionsPart } from './functions';
import { PhasePart } from './phase';
import { PredictionPart } from './prediction';
import { ShrinkagePart } from './shrinkage';

export class Theory {
  readonly element: HTMLElement;
  private readonly status = h('p', { class: 'note theory-status', role: 'status' });
  private readonly runChoice: RunChoice;
  private readonly parts: readonly TheoryPart[];

  constructor(private readonly store: Store) {
    this.runChoice = new RunChoice(store, 'Run that theory is about');
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
      h('div', { class: 'anatomy-head' }, this.status, this.runChoice.element),
      ...this.parts.map((part) => part.element),
    );
  }

  render(): void {
    const subject = stepOnDisplay(this.store, this.runChoice.render());
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
