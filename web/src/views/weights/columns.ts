// The columns of the table of layers: on screen, in order, and in saved files.

import type { Snapshot, TailFit } from '@engine';
import { metricHelp } from '../../config/metrics/metric_help';
import { metric } from '../../config/metrics/metrics';
import { type Metric } from '../../config/metrics/metric';
import { formatCount, formatNumber } from '../../common/format';
import { PHASES } from '../../config/metrics/phases';
import type { Table } from '../../charts/common/plot';
import { factsOf, sizeOf, type Layer } from '../../state/layers';
import { failureText, FEW, shapeText, sizeText, verdictWord } from './text';

export interface Column {
  key: string;
  title: string;
  /** Explains the title. */
  tip: string;
  /** For files and for sorting; null when there is none. */
  value: (layer: Layer) => number | string | null;
  text: (layer: Layer) => string;
  isNumber: boolean;
  /** Why the number says little; null where it rests on enough. */
  weakness?: (layer: Layer) => string | null;
}

const KEYS = [
  ...['hill', 'alphaHat', 'spikes', 'lambdaMax'],
  ...[
    'stableRank',
    'effectiveRank',
    'participationRatio',
    'frobenius',
    'bulkScale',
    'bulkDistance',
  ],
];

/** Exponents from fewer values than this have errors of more than a third. */
const SHORT_TAIL = 10;

/** What an exponent rests on, where that is too little. */
function weaknessOf(fit: (s: Snapshot) => TailFit): (layer: Layer) => string | null {
  return (layer) => {
    const snapshot = factsOf(layer)?.snapshot;
    if (!snapshot) return null;
    const { tailSize } = fit(snapshot);
    const total = snapshot.eigenvalues.length;
    return total < FEW || tailSize < SHORT_TAIL
      ? `rests on ${tailSize} of ${total} eigenvalues, which is too few to say much`
      : null;
  };
}

const WEAKNESS: Readonly<Record<string, (layer: Layer) => string | null>> = {
  ksRobust: weaknessOf((s) => s.ksRobust),
  hill: weaknessOf((s) => s.hill),
  alphaHat: weaknessOf((s) => s.ksRobust),
};

function ofMetric(key: string): Column {
  const m = metric(key);
  if (!m) throw new Error(`no metric named ${key}`);
  const value = (layer: Layer): number | null => {
    const facts = factsOf(layer);
    const x = facts ? m.value(facts.snapshot) : NaN;
    return Number.isFinite(x) ? x : null;
  };
  return {
    key,
    title: m.short ?? m.name,
    tip: metricHelp(key).tip,
    value,
    text: (layer) => {
      const error = m.error && factsOf(layer) ? m.error(factsOf(layer)!.snapshot) : NaN;
      const text = numberText(m, value(layer));
      return Number.isFinite(error) && value(layer) !== null
        ? `${text} ± ${error.toFixed(2)}`
        : text;
    },
    isNumber: true,
    ...(WEAKNESS[key] && { weakness: WEAKNESS[key] }),
  };
}

function counted(key: string, title: string, tip: string, of: (s: Snapshot) => number): Column {
  const value = (layer: Layer): number | null => {
    const facts = factsOf(layer);
    return facts ? of(facts.snapshot) : null;
  };
  const text = (layer: Layer): string => {
    const count = value(layer);
    return count === null ? '–' : formatCount(count);
  };
  return { key, title, tip, value, text, isNumber: true };
}

function numberText(m: Metric, x: number | null): string {
  if (x === null) return '–';
  if (m.unit === 'count') return formatCount(x);
  return m.unit === 'exponent' ? x.toFixed(2) : formatNumber(x, 3);
}

function words(
  key: string,
  title: string,
  tip: string,
  value: (layer: Layer) => string | null,
): Column {
  return { key, title, tip, value, text: (layer) => value(layer) ?? '–', isNumber: false };
}

export const COLUMNS: readonly Column[] = [
  words('shape', 'shape', 'As it stands in the file', ({ entry }) =>
    entry ? shapeText(entry.shape) : null,
  ),
  words('phase', 'phase', 'Martin and Mahoney’s phases, by this page’s criteria', (layer) => {
    const facts = factsOf(layer);
    return facts ? PHASES[facts.snapshot.phase].name : null;
  }),
  words(
    'verdict',
    'power law?',
    'Against other laws, at the start x_min of the robust rule',
    (layer) => {
      const facts = factsOf(layer);
      return facts ? verdictWord(facts) : null;
    },
  ),
  ofMetric('ksRobust'),
  counted(
    'tail_size',
    'tail',
    'Eigenvalues from x_min on, which the KS exponent rests on',
    (s) => s.ksRobust.tailSize,
  ),
  counted(
    'eigenvalue_count',
    'of',
    'Eigenvalues of the layer, as many as its shorter side',
    (s) => s.eigenvalues.length,
  ),
  ...KEYS.map(ofMetric),
  counted('rank', 'rank', 'Eigenvalues that can be told from zero', (s) => s.rank),
  {
    key: 'size',
    title: 'matrix',
    tip: 'Rows and columns of the matrix that is measured',
    value: (layer) => (layer.problem === null ? sizeOf(layer).rows * sizeOf(layer).cols : null),
    text: (layer) => (layer.problem === null ? sizeText(sizeOf(layer)) : '–'),
    isNumber: true,
  },
];

/** What stands where the numbers of a layer would. */
export function stateText(layer: Layer): string {
  if (layer.problem !== null) return layer.problem;
  return layer.report ? failureText(layer.report) : '';
}

/** A row without numbers says why. */
function noteOf(layer: Layer, isCurrent: boolean): string {
  const state = stateText(layer);
  if (state !== '') return state;
  if (!layer.report) return isCurrent ? 'not finished: being measured' : 'not measured';
  return layer.settings.sample ? 'a sample of its rows and columns' : '';
}

/** Sorted by a column; layers without a value come last in either direction. */
export function sorted(layers: readonly Layer[], column: Column, descending: boolean): Layer[] {
  const sign = descending ? -1 : 1;
  return [...layers].sort((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (x === null || y === null) return (x === null ? 1 : 0) - (y === null ? 1 : 0);
    if (typeof x === 'number' && typeof y === 'number') return sign * (x - y);
    return sign * String(x).localeCompare(String(y), 'en');
  });
}

/**
 * Everything that is known of every layer, for files.
 * @param current  the layer that is being measured while the file is written
 */
export function layerTable(layers: readonly Layer[], current: Layer | null = null): Table {
  const extra = [
    'alpha_standard_error',
    'x_min',
    'alpha_KS_reference',
    'resolution',
    'rows',
    'cols',
  ];
  return {
    columns: ['layer', ...COLUMNS.map((c) => c.key), ...extra, 'entries_subtracted_mean', 'note'],
    rows: layers.map((layer) => {
      const facts = factsOf(layer);
      const fit = facts?.snapshot.ksRobust;
      const { rows, cols } = facts?.size ?? { rows: '', cols: '' };
      return [
        layer.name,
        ...COLUMNS.map((c) => (c.key === 'size' ? c.text(layer) : (c.value(layer) ?? ''))),
        ...[
          fit?.standardError,
          fit?.xmin,
          facts?.snapshot.ks.alpha,
          facts?.snapshot.resolution,
        ].map((x) => (x !== undefined && Number.isFinite(x) ? x : '')),
        rows,
        cols,
        facts && layer.settings.centre ? facts.entries.mean : '',
        noteOf(layer, layer === current),
      ];
    }),
  };
}
