// The phase of a snapshot in words: badge, evidence, meaning.

import type { Snapshot } from '@engine';
import { PHASES, phaseReason } from '../config/phases';
import { h, setText } from './dom';

export class PhaseLine {
  readonly element: HTMLElement;
  private readonly badge = h('strong', { class: 'badge' });
  private readonly reason = h('span', { class: 'reason' });
  private readonly meaning = h('p', { class: 'meaning' });

  constructor() {
    this.element = h(
      'div',
      { class: 'phase-line' },
      h('p', {}, this.badge, ' ', this.reason),
      this.meaning,
    );
  }

  render(s: Snapshot, letter: string): void {
    const phase = PHASES[s.phase];
    this.badge.dataset['phase'] = s.phase;
    setText(this.badge, letter ? `${letter}: ${phase.name}` : phase.name);
    setText(this.reason, phaseReason(s));
    setText(this.meaning, phase.meaning);
  }
}
