// The explanation behind a quantity's help button: words, formula, what it is and whose it is.

import { metricHelp } from '../../config/metrics/metric_help';
import { UNITS, type Metric } from '../../config/metrics/metric';
import { h } from '../common/dom';
import { formula } from '../formula/formula';

/** @param words  instead of the usual ones */
export function metricExplanation(m: Metric, words?: string): HTMLElement {
  const help = metricHelp(m.key);
  return h(
    'div',
    {},
    h('p', {}, words ?? help.tip),
    formula(help.formula),
    h('p', { class: 'note' }, `${capital(m.origin)} · ${UNITS[m.unit].text} · ${help.source}`),
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
