// Test loss against the exponent of the tail, as a path over the steps of one or two runs.

import { LinesChart, type LinesData } from '../../charts/common/lines';
import { lossPath, type LossPathRun } from '../../charts/lines/loss_path';
import { sameItems } from '../../charts/common/plot';
import { readTheme } from '../../charts/common/theme';
import { MAP_ALPHAS, type MapAlpha } from '../../config/link/view_state';
import { metric } from '../../config/metrics/metrics';
import { trendOf } from '../../state/trends';
import type { RunRecord } from '../../state/runs';
import type { Store } from '../../state/store';
import { Choice } from '../common/choice';
import { h } from '../common/dom';
import type { SectionContent } from '../common/lazy_section';
import { Figure } from '../figures/figure';

const CAPTION =
  'One point for each recorded step, numbered along the way; the ring is the step on display. A small ' +
  'exponent is a heavy tail. Steps at which no tail was found are left out. Both numbers change ' +
  'with training, so a path that falls to the left shows that they go together, not that one causes the other.';

const nameOf = (key: string): string => metric(key)?.short ?? metric(key)?.name ?? key;

export class LossPath implements SectionContent {
  readonly element: HTMLElement;
  private readonly figure: Figure<LinesData>;
  private readonly alpha: Choice<MapAlpha>;
  private drawn: readonly unknown[] = [];

  constructor(private readonly store: Store) {
    this.figure = new Figure<LinesData>({
      title: 'Test loss against α',
      file: 'loss-against-exponent',
      size: 'square',
      make: (canvas) => new LinesChart(canvas, readTheme(canvas)),
    });
    this.alpha = new Choice(
      'Exponent',
      MAP_ALPHAS.map((value) => ({ value, label: nameOf(value) })),
      (pathAlpha) => store.setView({ pathAlpha }),
    );
    this.figure.tools.append(this.alpha.element);
    this.figure.caption.append(CAPTION);
    this.element = h('div', { class: 'loss-path' }, this.figure.element);
  }

  render(): void {
    const { store } = this;
    const { pathAlpha } = store.view;
    const { cursor } = store.playback;
    const runs = store.shown;
    this.alpha.show(pathAlpha);
    const key = [pathAlpha, cursor, ...runs, ...runs.map((r) => r.recorded.length)];
    if (sameItems(key, this.drawn)) return;
    this.drawn = key;
    this.figure.update(
      lossPath({
        exponent: nameOf(pathAlpha),
        // The reference rule may find exponents of any size.
        kind: pathAlpha === 'ks' ? 'log' : 'linear',
        runs: runs.map((run, slot) => pathOf(run, slot === 1 ? 1 : 0, pathAlpha, runs.length > 1)),
        cursor,
      }),
    );
  }

  retheme(): void {
    this.figure.retheme();
  }
}

function pathOf(run: RunRecord, slot: 0 | 1, alpha: MapAlpha, compared: boolean): LossPathRun {
  const values = (key: string): readonly number[] => {
    const m = metric(key);
    return m ? trendOf(run, m).values : [];
  };
  return {
    letter: compared ? (slot === 0 ? 'A' : 'B') : '',
    run: slot,
    steps: run.recorded.map(({ snapshot }) => snapshot.step),
    alpha: values(alpha),
    loss: values('testLoss'),
  };
}
