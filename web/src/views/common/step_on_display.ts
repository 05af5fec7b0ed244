// The run and step that the parts of theory and statistics are about.

import type { Snapshot } from '@engine';
import type { Config } from '../../config/schema/config';
import type { Runner } from '../../state/runner';
import { isOver, recordedAt, type RunRecord } from '../../state/runs';
import type { Slot, Store } from '../../state/store';

/** A spectrum, and whom to ask about it. */
export interface Subject {
  /** Which run's colour to use. */
  slot: Slot;
  runner: Pick<Runner, 'call'>;
  /** Sizes of the matrix. */
  config: { h: number; d: number };
  snapshot: Pick<
    Snapshot,
    | 'eigenvalues'
    | 'resolution'
    | 'rows'
    | 'columns'
    | 'bulk'
    | 'initialBulk'
    | 'hill'
    | 'ks'
    | 'ksRobust'
    | 'phase'
  >;
  /** Equal keys show the same. */
  key: string;
}

export interface StepOnDisplay extends Subject {
  runner: Runner;
  run: RunRecord;
  config: Config;
  snapshot: Snapshot;
}

/** A part of the page that shows something about the step on display. */
export interface TheoryPart {
  readonly element: HTMLElement;
  render(subject: StepOnDisplay): void;
  retheme(): void;
}

/** The step on display, or why there is none yet. */
export function stepOnDisplay(store: Store, slot: Slot): StepOnDisplay | string {
  const runner = store.runner(slot);
  const run = runner?.shown;
  const snapshot = run && recordedAt(run, store.playback.cursor)?.snapshot;
  if (!runner || !run || !snapshot) return 'Follows when a run has been computed.';
  if (store.playback.playing) return 'Follows when the time-line is paused.';
  if (!isOver(run)) return 'Follows when the run has been computed.';
  if (snapshot.status === 'diverged') return 'The weights are no longer finite here.';
  const key = JSON.stringify([slot, snapshot.step, run.config]);
  return { slot, runner, run, config: run.config, snapshot, key };
}
