// The track of the scrubber: the phase of every recorded step as a strip, one row for each run,
// named in place, over an axis of steps. The first spike and the first heavy tail are thus places on
// the time-line.

import type { Phase } from '@engine';
import { PHASES } from '../../config/metrics/phases';
import type { RunRecord } from '../../state/runs';
import type { Store } from '../../state/store';
import { h } from '../common/dom';
import { linearTicks } from '../../charts/common/ticks';

interface Stretch {
  phase: Phase;
  from: number;
  to: number;
}

export class PhaseStrip {
  readonly element = h('div', { class: 'phase-strip', 'aria-hidden': 'true' });
  private drawn = '';

  constructor(private readonly store: Store) {}

  render(): void {
    const runs = this.store.shown;
    const end = Math.max(1, this.store.span.end);
    const key = `${end} ${runs.map((r) => `${r.recorded.length}:${r.config.steps}:${r.recorded.at(-1)?.snapshot.lambdaMax ?? 0}`).join(' ')}`;
    if (key === this.drawn) return;
    this.drawn = key;
    this.element.replaceChildren(...runs.map((run) => row(run, end)), axis(end));
  }
}

function row(run: RunRecord, end: number): HTMLElement {
  const element = h('div', { class: 'phase-row' });
  for (const stretch of stretches(run)) {
    // A recorded step stands for the half-intervals around it, like the scrubber's thumb.
    const from = Math.max(0, stretch.from - 0.5) / end;
    const to = Math.min(end, stretch.to + 0.5) / end;
    const { name } = PHASES[stretch.phase];
    const bar = h(
      'span',
      { class: 'phase-bar', 'data-phase': stretch.phase, title: name },
      h('span', {}, name),
    );
    bar.style.left = `${from * 100}%`;
    bar.style.width = `${(to - from) * 100}%`;
    element.append(bar);
  }
  return element;
}

/** Names of at most eleven steps, each in the place where the thumb stands for it. */
function axis(end: number): HTMLElement {
  const element = h('div', { class: 'phase-axis' });
  for (const { value, label } of linearTicks([0, end], 11, true)) {
    const name = h('span', {}, label);
    name.style.left = `${(value / end) * 100}%`;
    element.append(name);
  }
  return element;
}

/** Neighbouring recorded steps of equal phase, joined. */
function stretches(run: RunRecord): Stretch[] {
  const found: Stretch[] = [];
  for (const { snapshot } of run.recorded) {
    const last = found.at(-1);
    if (last?.phase === snapshot.phase) last.to = snapshot.step;
    else found.push({ phase: snapshot.phase, from: snapshot.step, to: snapshot.step });
  }
  // Between two probes the earlier phase is taken to last until half-way.
  found.forEach((stretch, i) => {
    const next = found[i + 1];
    if (!next) return;
    const middle = (stretch.to + next.from) / 2;
    stretch.to = middle - 0.5;
    next.from = middle + 0.5;
  });
  return found;
}
