// Names and meanings of the phases, in the words the page uses.

import type { Phase, Snapshot } from '@engine';
import { formatCount, formatNumber } from './format';

export interface PhaseText {
  name: string;
  /** What it means, in one sentence. */
  meaning: string;
}

export const PHASES: Record<Phase, PhaseText> = {
  'random-like': {
    name: 'Random-like',
    meaning: 'The spectrum is that of a random matrix: nothing has left the bulk.',
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
    meaning: 'The bulk itself is being drawn out to the right and no longer ends at a sharp edge.',
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
  diverged: {
    name: 'Diverged',
    meaning: 'The weights are no longer finite numbers; there is nothing more to measure.',
  },
};

/** The evidence for a phase, for instance "1 eigenvalue above 1,051; bulk KS 0.03". */
export function phaseReason(s: Snapshot): string {
  if (s.status === 'diverged' || s.phase === 'diverged') return `not finite at step ${s.step}`;
  const count =
    s.spikes === 0
      ? 'no eigenvalue'
      : s.spikes === 1
        ? '1 eigenvalue'
        : `${formatCount(s.spikes)} eigenvalues`;
  const parts = [`${count} above ${formatCount(s.twEdge)}`];
  if (Number.isFinite(s.bulk.ksDistance)) parts.push(`bulk KS ${s.bulk.ksDistance.toFixed(2)}`);
  if (s.phase === 'heavy-tailed' || s.phase === 'bulk-decay') {
    if (s.hill.status === 'ok') parts.push(`Hill α ${s.hill.alpha.toFixed(2)}`);
  }
  if (s.phase === 'rank-collapse') parts.push(`stable rank ${formatNumber(s.stableRank, 2)}`);
  return parts.join('; ');
}
