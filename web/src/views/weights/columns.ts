// The columns of the table of layers: on screen, in order, and in saved files.

import { metricHelp } from '../../config/metrics/metric_help';
import { metric } from '../../config/metrics/metrics';
import { type Metric } from '../../config/metrics/metric';
import { formatCount, formatNumber } from '../../common/format';
import { PHASES } from '../../config/metrics/phases';
import type { Table } from '../../charts/common/plot';
import { factsOf, sizeOf, type Layer } from '../../state/weights';
import { failureText, shapeText, sizeText, verdictWord } from './text';

export interface Column {
  key: string;
  title: string;
  /** Explains the title. */
  tip: string;
  /** For files and for sorting; null when there is none. */
  value: (layer: Layer) => number | string | null;
  text: (layer: Layer) => string;
  isNumber: boolean;
}

const KEYS = [
  ...['ksRobust', 'hill', 'alphaHat', 'spikes', 'lambdaMax'],
  ...['stableRank', 'effectiveRank', 'frobenius', 'bulkScale', 'bulkDistance'],
];

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
    text: (layer) => numberText(m, value(layer)),
    isNumber: true,
  };
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
  ...KEYS.map(ofMetric),
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

/** Everything that is known of every layer, for files. */
export function layerTable(layers: readonly Layer[]): Table {
  const extra = [
    'alpha_standard_error',
    'x_min',
    'tail_size',
    'alpha_KS_reference',
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
        ...[fit?.standardError, fit?.xmin, fit?.tailSize, facts?.snapshot.ks.alpha].map((x) =>
          x !== undefined && Number.isFinite(x) ? x : '',
        ),
        rows,
        cols,
        facts && layer.settings.centre ? facts.entries.mean : '',
        stateText(layer) || (layer.settings.sample ? 'a sample of its rows and columns' : ''),
      ];
    }),
  };
}
