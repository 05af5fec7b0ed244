// The numbers: every metric with its value at the step on display (one column per run), its error
// where a fit gives one, its trend over the run in miniature, and an explanation with formula and
// source. Clicking a name draws that quantity as a curve.

import { metric, METRICS } from '../../config/metrics/metrics';
import { METRIC_GROUPS, type Metric } from '../../config/metrics/metric';
import { trendOf } from '../../state/trends';
import { recordedAt, type RunRecord } from '../../state/runs';
import type { Store } from '../../state/store';
import { tipButton } from '../controls/tip';
import { h, on, setText } from '../common/dom';
import { valueText } from './value_text';
import { Sparkline } from '../figures/sparkline';

interface Row {
  metric: Metric;
  button: HTMLButtonElement;
  values: [HTMLElement, HTMLElement];
  spark: Sparkline;
}

/** Milliseconds between two redrawings of the miniatures while a run is being computed. */
const SPARK_PAUSE = 150;

export class MetricsPanel {
  readonly element: HTMLElement;
  private readonly rows: Row[] = [];
  private readonly secondHead = h('th', { scope: 'col', class: 'value run-b' }, 'B');
  private readonly firstHead = h('th', { scope: 'col', class: 'value' }, 'value');
  private sparkTime = 0;
  private sparkKey = '';

  constructor(private readonly store: Store) {
    const bodies = METRIC_GROUPS.map((group) =>
      h(
        'tbody',
        {},
        h('tr', { class: 'group' }, h('th', { scope: 'rowgroup' }, group)),
        ...METRICS.filter((m) => m.group === group).map((m) => this.row(m)),
      ),
    );
    this.element = h(
      'section',
      { class: 'metrics-panel', 'aria-labelledby': 'metrics-title' },
      h('h2', { id: 'metrics-title', class: 'plot-title' }, 'Numbers'),
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
            this.firstHead,
            this.secondHead,
            h('th', { scope: 'col', class: 'spark-head' }, 'trend'),
            h('td', { class: 'tip-head' }),
          ),
        ),
        ...bodies,
      ),
      h('p', { class: 'note' }, 'Click a name to draw it as a curve.'),
    );
  }

  render(): void {
    const { store } = this;
    const runs = store.shown;
    const compared = runs.length > 1;
    this.secondHead.hidden = !compared;
    setText(this.firstHead, compared ? 'A' : 'value');
    this.firstHead.classList.toggle('run-a', compared);
    const now = runs.map((run) => recordedAt(run, store.playback.cursor)?.snapshot);
    for (const row of this.rows) {
      row.values.forEach((cell, slot) => {
        const snapshot = now[slot];
        if (slot === 1) cell.hidden = !compared;
        setText(cell, snapshot ? valueText(row.metric, snapshot, compared) : '');
      });
      row.button.setAttribute('aria-pressed', String(store.view.curves.includes(row.metric.key)));
    }
    this.renderSparks(runs);
  }

  private renderSparks(runs: readonly RunRecord[]): void {
    const key = runs
      .map((r) => `${r.recorded.length} ${r.status} ${r.recorded.at(-1)?.snapshot.trainLoss ?? ''}`)
      .join();
    const time = performance.now();
    const computing = runs.some((r) => r.status === 'computing');
    const due = key !== this.sparkKey && (!computing || time - this.sparkTime > SPARK_PAUSE);
    if (due) {
      this.sparkKey = key;
      this.sparkTime = time;
      for (const { spark, metric: m } of this.rows) {
        spark.draw(
          runs.map((run) => trendOf(run, m)),
          m.log ?? false,
        );
      }
    }
    for (const { spark } of this.rows) spark.mark(this.store.playback.cursor);
    if (!due && key !== this.sparkKey) setTimeout(() => this.store.wake(), SPARK_PAUSE);
  }

  private row(m: Metric): HTMLTableRowElement {
    const button = h(
      'button',
      { type: 'button', class: `metric origin-${m.origin}`, 'aria-pressed': 'false' },
      m.short ?? m.name,
    );
    button.title = `${m.name}, ${m.origin}. Click to draw it as a curve.`;
    on(button, 'click', () => this.toggleCurve(m.key));
    const values: [HTMLElement, HTMLElement] = [
      h('td', { class: 'value' }),
      h('td', { class: 'value' }),
    ];
    const spark = new Sparkline();
    this.rows.push({ metric: m, button, values, spark });
    return h(
      'tr',
      { 'data-metric': m.key },
      h('th', { scope: 'row' }, button),
      ...values,
      h('td', { class: 'spark' }, spark.element),
      h(
        'td',
        { class: 'tip-cell' },
        tipButton(m.name, async () => (await import('./metric_explanation')).metricExplanation(m)),
      ),
    );
  }

  /** Adds or removes a curve; a third unit pushes out the curves of the unit that came first. */
  private toggleCurve(key: string): void {
    const { curves } = this.store.view;
    if (curves.includes(key)) {
      this.store.setView({ curves: curves.filter((k) => k !== key) });
      return;
    }
    const chosen = [...curves, key].flatMap((k) => metric(k) ?? []);
    const units = [...new Set(chosen.map((m) => m.unit))];
    const kept = chosen.filter((m) => units.slice(-2).includes(m.unit));
    this.store.setView({ curves: kept.map((m) => m.key) });
  }
}
