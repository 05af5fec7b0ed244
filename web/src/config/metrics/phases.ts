// Names and meanings of the phases, and what a run has come to, in the words the page uses.

import type { Phase, Snapshot } from '@engine';
import { formatCount, formatNumber } from '../../common/format';

export interface PhaseText {
  name: string;
  /** What it means, in one sentence. */
  meaning: string;
}

export const PHASES: Record<Phase, PhaseText> = {
  'random-like': {
    name: 'Random-like',
    meaning: 'The spectrum of a random matrix: no eigenvalue has left the bulk.',
  },
  'bleeding-out': {
    name: 'Bleeding-out',
    meaning: 'The upper edge of the bulk begins to blur; single eigenvalues seep out.',
  },
  'bulk-spikes': {
    name: 'Bulk + spikes',
    meaning:
      'Most eigenvalues still follow the random-matrix law, and a few stand far outside it: the spikes, ' +
      'the directions that were learned.',
  },
  'bulk-decay': {
    name: 'Bulk-decay',
    meaning:
      'The bulk itself is being drawn out to the right, after the spike, and no longer ends at a sharp edge.',
  },
  'heavy-tailed': {
    name: 'Heavy-tailed',
    meaning:
      'Spike and bulk have merged into one long tail, close to a straight line on log-log axes.',
  },
  'rank-collapse': {
    name: 'Rank collapse',
    meaning: 'A few directions hold nearly all of the matrix.',
  },
  narrow: {
    name: 'Narrower than noise',
    meaning:
      'The eigenvalues lie closer together than those of a random matrix, as those of an orthogonal ' +
      'matrix do: no tail, and none of Martin and Mahoney’s phases.',
  },
  diverged: {
    name: 'Diverged',
    meaning: 'The weights are no longer finite numbers; there is nothing more to measure.',
  },
};

/** The evidence for a phase, for instance "1 eigenvalue above 1,051; bulk KS 0.03". */
export function phaseReason(s: Snapshot): string {
  if (s.status === 'diverged' || s.phase === 'diverged') return `not finite at step ${s.step}`;
  const parts: string[] = [];
  const count =
    s.spikes === 0
      ? 'no eigenvalue'
      : s.spikes === 1
        ? '1 eigenvalue'
        : `${formatCount(s.spikes)} eigenvalues`;
  // A run's line lies in the hundreds and thousands; that of given weights anywhere.
  const line = s.twEdge < 100 ? formatNumber(s.twEdge, 3) : formatCount(s.twEdge);
  if (Number.isFinite(s.twEdge)) parts.push(`${count} above ${line}`);
  if (Number.isFinite(s.bulk.ksDistance)) parts.push(`bulk KS ${s.bulk.ksDistance.toFixed(2)}`);
  else parts.push(`rank ${formatCount(s.rank)} of ${formatCount(s.eigenvalues.length)}`);
  if (s.phase === 'heavy-tailed' || s.phase === 'bulk-decay') {
    if (s.hill.status === 'ok') parts.push(`Hill α ${s.hill.alpha.toFixed(2)}`);
  }
  if (s.phase === 'rank-collapse') parts.push(`stable rank ${formatNumber(s.stableRank, 2)}`);
  return parts.join('; ');
}

/** What a snapshot shows, in a sentence or two for somebody who sees such a figure for the first time. */
export function phaseSentence(s: Snapshot): string {
  const { meaning } = PHASES[s.phase];
  if (s.phase === 'random-like') {
    return s.step === 0
      ? 'The untrained matrix: all eigenvalues lie in the bulk that random-matrix theory predicts (dotted).'
      : `After ${steps(s.step)} still ${lowerFirst(meaning)}`;
  }
  if (s.phase === 'bulk-spikes') {
    const ratio = formatNumber(s.lambdaMax / s.bulk.upper, 2);
    return (
      `λ₁ = ${formatNumber(s.lambdaMax)} is ${ratio} times the end of the bulk: the spike, a direction ` +
      `that was learned. Its similarity to the teacher’s direction β is ${formatNumber(s.simWBeta, 2)}.`
    );
  }
  if (s.phase === 'heavy-tailed' && s.hill.status === 'ok') {
    return `${meaning.slice(0, -1)} (exponent ${s.hill.alpha.toFixed(2)}).`;
  }
  return meaning;
}

/** As many words as `phaseReason` and `phaseSentence` ever use, for layouts that keep room for them. */
const LENGTHY = {
  status: 'ok',
  spikes: 888,
  twEdge: 88888,
  bulk: { ksDistance: 0.88, upper: 88.8 },
  hill: { status: 'ok', alpha: 18.88 },
  stableRank: 88.8,
  lambdaMax: 88888,
  simWBeta: 0.888,
  step: 888,
} as Snapshot;
const lengthy = (phase: Phase): Snapshot => ({ ...LENGTHY, phase });
export const LONGEST_REASONS = [phaseReason(lengthy('rank-collapse'))];
export const LONGEST_SENTENCES = [
  phaseSentence(lengthy('bulk-spikes')),
  phaseSentence({ ...lengthy('random-like'), step: 0 }),
  phaseSentence(lengthy('heavy-tailed')),
  ...Object.values(PHASES).map((phase) => phase.meaning),
];

/** When the two things to look for first appear; null for what does not. */
export interface Landmarks {
  spike: number | null;
  tail: number | null;
}

export function landmarks(snapshots: readonly Snapshot[]): Landmarks {
  const first = (holds: (s: Snapshot) => boolean): number | null =>
    snapshots.find((s) => s.status === 'ok' && holds(s))?.step ?? null;
  return {
    spike: first((s) => s.step > 0 && s.spikes > 0 && s.phase !== 'random-like'),
    tail: first((s) => s.phase === 'heavy-tailed'),
  };
}

/** "spike from step 1, heavy tail from step 6" */
export function landmarksText({ spike, tail }: Landmarks): string {
  if (spike === null && tail === null) return 'no spike and no heavy tail in this run';
  const a = spike === null ? 'no spike' : `spike from step ${spike}`;
  const b = tail === null ? 'no heavy tail' : `heavy tail from step ${tail}`;
  return `${a}, ${b}`;
}

function steps(count: number): string {
  return count === 1 ? 'one step' : `${count} steps`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
