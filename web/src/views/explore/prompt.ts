// What stands in front of the spectrum when a run cannot simply start: how long it will take and a
// button to start it, or why it cannot run and the nearest one that can.

import { formatBytes, formatDuration } from '../../common/format';
import type { Runner } from '../../state/runner';
import type { Slot, Store } from '../../state/store';
import { h, on, setText } from '../common/dom';

export class Prompt {
  readonly element: HTMLElement;
  private readonly text = h('p', {});
  private readonly start = h('button', { type: 'button', class: 'primary' }, 'Start');
  private readonly offer = h('button', { type: 'button', class: 'primary' });
  /** Out of a frame that withholds something. */
  private readonly tab = h(
    'a',
    { class: 'quiet', target: '_blank', rel: 'noopener' },
    'Open in a tab of its own',
  );
  private slot: Slot = 0;

  constructor(private readonly store: Store) {
    on(this.start, 'click', () => store.begin());
    on(this.offer, 'click', () => {
      const offered = store.runner(this.slot)?.offer;
      if (offered) store.change(offered, this.slot);
    });
    this.element = h(
      'div',
      { class: 'prompt', role: 'group', 'aria-label': 'Before the run' },
      this.text,
      h('div', { class: 'prompt-ways' }, this.start, this.offer, this.tab),
    );
  }

  render(): void {
    const found = ([0, 1] as const).flatMap((slot) => {
      const runner = this.store.runner(slot);
      return runner && needsWord(runner) ? [{ slot, runner }] : [];
    })[0];
    this.element.hidden = !found;
    if (!found) return;
    const { runner } = found;
    this.slot = found.slot;
    const failed = runner.run.status === 'failed';
    this.element.classList.toggle('is-problem', failed);
    setText(this.text, failed ? (runner.run.message ?? 'This run failed.') : costSentence(runner));
    // What was refused for its size fails again; whatever else it was may be over.
    this.start.hidden = failed && typeof runner.cost?.refusal === 'string';
    setText(this.start, failed ? 'Try again' : 'Start');
    this.tab.hidden = !failed || self === top;
    this.tab.href = location.href;
    this.offer.hidden = !runner.offer;
    if (runner.offer) {
      const { n, d, h: units } = runner.offer;
      setText(this.offer, `Use n = ${n}, d = ${d}, h = ${units} instead`);
    }
  }
}

function needsWord({ run, cost }: Runner): boolean {
  return run.status === 'failed' || (run.status === 'waiting' && cost !== null);
}

/** What the run will cost on this machine; empty until that is known. */
export function costSentence({ cost }: Runner): string {
  if (cost?.refusal !== null) return '';
  const about = cost.measured ? 'about' : 'roughly';
  return `A run takes ${about} ${formatDuration(cost.seconds)} and ${formatBytes(cost.memory)} on this machine.`;
}
