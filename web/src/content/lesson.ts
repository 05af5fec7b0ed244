// What a step of the story consists of: words, formulas, a question, and how an answer is judged
// from what the explorer shows. Judging is pure, so that a test can answer every question.

import type { OneStepPredictions, Snapshot } from '@engine';
import type { Config } from '../config/schema/config';
import { formatNumber } from '../common/format';
import type { ParamKey } from '../config/schema/param';
import type { ViewState } from '../config/link/view_state';

/** A paragraph, or a formula in TeX. */
export type Block = { p: string } | { tex: string };

export interface Reference {
  text: string;
  href: string;
}

/** One run that has been computed to its end, and the second one beside it. */
export interface Trial {
  config: Config;
  last: Snapshot;
  versus: Config | null;
  lastVersus: Snapshot | null;
}

/** What the explorer shows. */
export interface Seen {
  view: Pick<ViewState, 'plot' | 'ksRule'>;
  /** Step on display. */
  step: number;
  /** Every recorded step of the first run. */
  snapshots: readonly Snapshot[];
  /** The run as it is now, once it is complete; null while it is being computed. */
  now: Trial | null;
  /** All that were looked at in this chapter, in order; the last one is `now`. */
  tried: readonly Trial[];
  /** Theory of the first step at the present settings; null before it has arrived. */
  predicted: OneStepPredictions | null;
}

export interface Answer {
  isRight: boolean;
  text: string;
}

export interface Lesson {
  title: string;
  blocks: readonly Block[];
  question: string;
  /** The controls to answer with; of the second run where `ofSecond`. */
  controls: readonly { key: ParamKey; ofSecond?: boolean }[];
  /** Judges what is shown; null while there is nothing to say. */
  judge: (seen: Seen) => Answer | null;
  references: readonly Reference[];
}

export const yes = (text: string): Answer => ({ isRight: true, text });
export const notYet = (text: string): Answer => ({ isRight: false, text });
export const num = (x: number, digits = 3): string => formatNumber(x, digits);

/** The run is still the one that the chapter opened with. */
export function isUntouched({ tried }: Seen): boolean {
  return tried.length < 2;
}

export const PAPER: Reference = {
  text: '“Crafting Heavy-Tails in Weight Matrix Spectrum without Gradient Noise”, 2024, arXiv 2406.04657: the paper this page computes',
  href: 'https://arxiv.org/abs/2406.04657',
};
export const BA: Reference = {
  text: 'Ba, Erdogdu, Suzuki, Wang, Wu and Yang, “High-dimensional asymptotics of feature learning: how one gradient step improves the representation”, NeurIPS 2022, arXiv 2205.01445',
  href: 'https://arxiv.org/abs/2205.01445',
};
