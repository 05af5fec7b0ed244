// The phase of a snapshot in words: badge, since when, evidence, and what it shows.

import type { Phase, Snapshot } from '@engine';
import { PHASES, phaseReason, phaseSentence } from '../../config/metrics/phases';
import type { RunRecord } from '../../state/runs';
import { h, setText } from '../common/dom';

export class PhaseLine {
  readonly element: HTMLElement;
  private readonly badge = h('strong', { class: 'badge' });
  private readonly reason = h('span', { class: 'reason' });
  private readonly since = h('span', { class: 'since' });
  private readonly meaning = h('p', { class: 'meaning' });

  constructor() {
    this.element = h(
      'div',
      { class: 'phase-line' },
      h('p', { class: 'phase-evidence' }, this.badge, this.since, this.reason),
      this.meaning,
    );
  }

  /** `letter` names the run when there are two; it is empty for one. Given weights have no run. */
  render(s: Snapshot, run: RunRecord | null, letter: string): void {
    const { name, meaning } = PHASES[s.phase];
    this.badge.dataset['phase'] = s.phase;
    setText(this.badge, letter ? `${letter}: ${name}` : name);
    setText(this.reason, phaseReason(s));
    setText(this.since, run ? sinceText(run, s.step, s.phase) : '');
    setText(this.meaning, run ? phaseSentence(s) : meaning);
  }
}

/** "since step 6", where the phase at this step began. */
function sinceText({ recorded }: RunRecord, step: number, phase: Phase): string {
  let since = step;
  for (const { snapshot } of recorded.slice().reverse()) {
    if (snapshot.step > step) continue;
    if (snapshot.phase !== phase) break;
    since = snapshot.step;
  }
  return step === 0 ? 'at the start' : `since step ${since}`;
}
