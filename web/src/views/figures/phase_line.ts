// The phase of a snapshot in words: badge, since when, evidence, and what it shows.

import type { Phase, Snapshot } from '@engine';
import {
  LONGEST_REASONS,
  LONGEST_SENTENCES,
  PHASES,
  phaseReason,
  phaseSentence,
} from '../../config/metrics/phases';
import type { RunRecord } from '../../state/runs';
import { h, setText } from '../common/dom';
import { roomFor, widthFor } from '../common/room';

const AT_START = 'at the start';
const since = (step: number): string => `since step ${step}`;

export class PhaseLine {
  readonly element: HTMLElement;
  private readonly badge = h('strong', { class: 'badge' });
  private readonly reason: HTMLElement;
  private readonly since = h('span', { class: 'since' });
  private readonly meaning: HTMLElement;

  constructor() {
    const reason = h('span', { class: 'reason' });
    const meaning = h('p', { class: 'meaning' });
    this.reason = roomFor(reason, LONGEST_REASONS);
    this.meaning = roomFor(meaning, LONGEST_SENTENCES);
    this.element = h(
      'div',
      { class: 'phase-line' },
      h('p', { class: 'phase-evidence' }, this.badge, this.since, reason),
      meaning,
    );
  }

  /** `letter` names the run when there are two; it is empty for one. Given weights have no run. */
  render(s: Snapshot, run: RunRecord | null, letter: string): void {
    const { name, meaning } = PHASES[s.phase];
    this.badge.dataset['phase'] = s.phase;
    const titled = (text: string): string => (letter ? `${letter}: ${text}` : text);
    setText(this.badge, titled(name));
    widthFor(
      this.badge,
      Object.values(PHASES).map((phase) => titled(phase.name)),
    );
    setText(this.reason, phaseReason(s));
    setText(this.since, run ? sinceText(run, s.step, s.phase) : '');
    widthFor(this.since, run ? [AT_START, since(run.config.steps)] : []);
    setText(this.meaning, run ? phaseSentence(s) : meaning);
  }
}

/** "since step 6", where the phase at this step began. */
function sinceText({ recorded }: RunRecord, step: number, phase: Phase): string {
  let from = step;
  for (const { snapshot } of recorded.slice().reverse()) {
    if (snapshot.step > step) continue;
    if (snapshot.phase !== phase) break;
    from = snapshot.step;
  }
  return step === 0 ? AT_START : since(from);
}
