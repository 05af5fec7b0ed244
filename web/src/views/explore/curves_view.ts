// The chosen quantities over the steps of one or two runs. Clicking goes to that step.

import { CurvesChart, type CurvesData, type Series } from '../../charts/lines/curves';
import { readTheme } from '../../charts/common/theme';
import { metric } from '../../config/metrics/metrics';
import { UNITS, type Metric } from '../../config/metrics/metric';
import { trendOf } from '../../state/trends';
import type { RunRecord } from '../../state/runs';
import type { Slot, Store } from '../../state/store';
import { h, on, setValue } from '../common/dom';
import { Figure } from '../figures/figure';

const TITLES = Object.fromEntries(Object.entries(UNITS).map(([unit, { axis }]) => [unit, axis]));

/** Ready-made choices; single quantities are chosen in the read-outs. */
const CHOICES: readonly { label: string; curves: readonly string[] }[] = [
  { label: 'losses', curves: ['trainLoss', 'probeLoss', 'testLoss'] },
  { label: 'learning', curves: ['simWBeta', 'kta', 'saturation'] },
  { label: 'exponents', curves: ['hill', 'ksRobust'] },
  { label: 'spikes', curves: ['spikes', 'lambdaMax', 'twEdge'] },
  { label: 'ranks', curves: ['stableRank', 'effectiveRank', 'participationRatio'] },
];

export class CurvesView {
  readonly element: HTMLElement;
  private readonly figure: Figure<CurvesData>;
  private readonly choice: HTMLSelectElement;
  private drawn: unknown[] = [];

  constructor(private readonly store: Store) {
    this.figure = new Figure<CurvesData>({
      title: 'Over the steps of the run',
      file: 'curves',
      size: 'medium',
      level: 'h2',
      make: (canvas) => new CurvesChart(canvas, readTheme(canvas)),
    });
    this.element = this.figure.element;
    this.choice = h(
      'select',
      { 'aria-label': 'Quantities', class: 'inline-select' },
      ...CHOICES.map((c, i) => h('option', { value: i }, c.label)),
      h('option', { value: 'own', disabled: true }, 'own choice'),
    );
    on(this.choice, 'change', () => {
      const chosen = CHOICES[Number(this.choice.value)];
      if (chosen) store.setView({ curves: chosen.curves });
    });
    this.figure.tools.append(this.choice);
    on(this.figure.canvas, 'click', (event) => this.seek(event.offsetX));
  }

  render(): void {
    const { store } = this;
    const { curves } = store.view;
    const ready = CHOICES.findIndex((c) => c.curves.join() === curves.join());
    setValue(this.choice, ready >= 0 ? String(ready) : 'own');
    const runs = store.shown;
    const key = [
      curves,
      store.playback.cursor,
      runs.length,
      ...runs,
      ...runs.map((r) => r.recorded.length),
    ];
    if (key.length === this.drawn.length && key.every((k, i) => k === this.drawn[i])) return;
    this.drawn = key;
    const metrics = curves.flatMap((k) => metric(k) ?? []);
    this.figure.update({
      series: runs.flatMap((run, slot) =>
        metrics.map((m, index) => this.series(run, slot as Slot, m, index)),
      ),
      titles: TITLES,
      cursor: store.playback.cursor,
      lastStep: store.span.end,
      compared: runs.length > 1,
    });
  }

  retheme(): void {
    this.figure.retheme();
  }

  dispose(): void {
    this.figure.dispose();
  }

  private seek(x: number): void {
    const chart = this.figure.chart;
    if (!(chart instanceof CurvesChart)) return;
    const step = chart.stepAt(x);
    this.store.move((playback, span) => playback.seek(step, span));
  }

  private series(run: RunRecord, slot: Slot, m: Metric, index: number): Series {
    const { steps, values } = trendOf(run, m);
    return {
      name: m.short ?? m.name,
      unit: m.unit,
      origin: m.origin,
      log: m.log ?? false,
      run: slot,
      index,
      steps,
      values,
    };
  }
}
