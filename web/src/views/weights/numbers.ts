// The numbers of one layer, with what each is.

import { METRICS } from '../../config/metrics/metrics';
import { METRIC_GROUPS, type Metric } from '../../config/metrics/metric';
import type { MatrixFacts } from '../../engine/protocol/matrix_calls';
import { tipButton } from '../controls/tip';
import { metricText } from '../common/metric_text';
import { h, setText } from '../common/dom';
import { metricExplanation } from '../explore/metric_explanation';

/** What is said of a given matrix where the table of a run speaks of W_0. */
const OTHER_TIPS: Readonly<Record<string, string>> = {
  spikes: 'Eigenvalues above the Tracy–Widom 99 % line of the fitted bulk.',
  twEdge:
    'Level that the largest eigenvalue of noise with the bulk’s scale exceeds with probability 1 %.',
  frobenius: 'Sum of all eigenvalues.',
  bulkScale: 'Standard deviation of independent entries that would give the measured bulk.',
};

function isOfSpectrum({ group, key }: Metric): boolean {
  return group !== 'Learning' && key !== 'rate';
}

export class WeightsNumbers {
  readonly element: HTMLElement;
  private readonly values = new Map<Metric, HTMLElement>();

  constructor() {
    const bodies = METRIC_GROUPS.flatMap((group) => {
      const members = METRICS.filter((m) => m.group === group && isOfSpectrum(m));
      if (members.length === 0) return [];
      const head = h('tr', { class: 'group' }, h('th', { scope: 'rowgroup' }, group));
      return [h('tbody', {}, head, ...members.map((m) => this.row(m)))];
    });
    this.element = h(
      'section',
      { class: 'metrics-panel layer-numbers', 'aria-label': 'Numbers of this layer' },
      h('h2', { class: 'plot-title' }, 'Numbers'),
      h(
        'table',
        {},
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, 'quantity'),
            h('th', { scope: 'col', class: 'value' }, 'value'),
            h('td', { class: 'tip-head' }),
          ),
        ),
        ...bodies,
      ),
      h(
        'p',
        { class: 'note' },
        'Exponents and ranks do not depend on the units of the entries; λ and norms do, and with them α̂.',
      ),
    );
  }

  render({ snapshot }: MatrixFacts): void {
    for (const [m, cell] of this.values) {
      setText(cell, metricText(m, m.value(snapshot), m.error?.(snapshot)));
    }
  }

  private row(m: Metric): HTMLTableRowElement {
    const value = h('td', { class: 'value' });
    this.values.set(m, value);
    return h(
      'tr',
      { 'data-metric': m.key },
      h(
        'th',
        { scope: 'row' },
        h('span', { class: `metric origin-${m.origin}` }, m.short ?? m.name),
      ),
      value,
      h(
        'td',
        { class: 'tip-cell' },
        tipButton(m.name, () => metricExplanation(m, OTHER_TIPS[m.key])),
      ),
    );
  }
}
