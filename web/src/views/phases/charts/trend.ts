// A loss over the steps: of the runs in one column of the map, one line for each value of the second
// parameter; or, where the steps themselves are the y axis, one line for some of the rates.

import { trend, type TrendLine } from '../../../charts/map/trend';
import { LinesChart, type LinesData } from '../../../charts/common/lines';
import { readTheme } from '../../../charts/common/theme';
import { formatNumber } from '../../../common/format';
import { rateValues, yValues, type CellPlace } from '../../../config/map/map';
import { cellValue } from '../../../config/map/cell';
import { mapQuantity } from '../../../config/map/colors';
import type { MapData } from '../../../config/map/data';
import { MAP_LOSSES, type MapLoss } from '../../../config/link/view_state';
import type { Store } from '../../../state/store';
import { Choice } from '../../common/choice';
import { h, on, setText } from '../../common/dom';
import { Figure } from '../../figures/figure';
import { optionLabel, yNames, yTitle } from './data';

/** Rates that are drawn where the steps are the y axis. */
const LINES = 9;

export class PhasesTrend {
  readonly element: HTMLElement;
  private readonly figure: Figure<LinesData>;
  private readonly loss: Choice<MapLoss>;
  private readonly note = h('p', { class: 'note' });
  private readonly keep = h('button', { type: 'button', class: 'quiet' }, 'Keep every step');

  constructor(private readonly store: Store) {
    this.figure = new Figure<LinesData>({
      title: 'Over the steps',
      file: 'loss-over-steps',
      size: 'square',
      level: 'h2',
      make: (canvas) => new LinesChart(canvas, readTheme(canvas)),
    });
    this.loss = new Choice(
      'Loss',
      MAP_LOSSES.map((value) => ({
        value,
        label: mapQuantity(value)?.name.toLowerCase() ?? value,
      })),
      (mapLoss) => store.setView({ mapLoss }),
    );
    this.figure.tools.append(this.loss.element);
    on(this.keep, 'click', () => store.changeMap({ everyStep: true }));
    this.element = h(
      'section',
      { 'aria-label': 'Losses over the steps' },
      this.figure.element,
      h('div', { class: 'map-note' }, this.note, this.keep),
    );
  }

  /** @param place  the cell that is looked at: its optimizer, and its column, are shown */
  render(data: MapData, place: CellPlace | null): void {
    const { map } = data;
    const { mapLoss } = this.store.view;
    this.loss.show(mapLoss);
    const byStep = map.yAxis.key === 'step';
    const optimizer = place?.optimizer ?? map.optimizers.length - 1;
    const name = map.optimizers[optimizer] ?? 'adam';
    const rates = rateValues(map, name);
    const rate = place?.rate ?? Math.floor(rates.length / 2);
    const isKept = byStep || map.everyStep;
    this.keep.hidden = isKept;
    const title = mapQuantity(mapLoss)?.title ?? mapLoss;
    const of = byStep
      ? optionLabel('optimizer', name)
      : `${optionLabel('optimizer', name)} at rate ${formatNumber(rates[rate] ?? NaN, 3)}`;
    const by = byStep ? 'learning rate' : yTitle(map);
    this.figure.update(
      trend({
        title,
        kind: mapLoss === 'trainLoss' ? 'log' : 'linear',
        by,
        of,
        lines: byStep ? this.byRate(data, optimizer) : this.byRow(data, { optimizer, rate }),
      }),
    );
    setText(
      this.note,
      isKept
        ? `${of}, one line for each ${by}${byStep ? ` (at most ${LINES} of them)` : ''}. The cell that is looked at decides which.`
        : 'This map keeps the last step of each run only. To see the losses over the steps, have it keep all of them.',
    );
  }

  retheme(): void {
    this.figure.retheme();
  }

  private byRate(data: MapData, optimizer: number): TrendLine[] {
    const rates = rateValues(data.map, data.map.optimizers[optimizer] ?? 'adam');
    const count = Math.min(LINES, rates.length);
    return Array.from({ length: count }, (_, i) => {
      const rate = count > 1 ? Math.round((i / (count - 1)) * (rates.length - 1)) : 0;
      const scale = rate / Math.max(1, rates.length - 1);
      return this.line(
        data,
        { optimizer, rate, row: 0 },
        formatNumber(rates[rate] ?? NaN, 2),
        scale,
      );
    });
  }

  private byRow(data: MapData, at: Pick<CellPlace, 'optimizer' | 'rate'>): TrendLine[] {
    const names = yNames(data.map);
    return yValues(data.map).map((_, row) =>
      this.line(data, { ...at, row }, names[row] ?? '', row / Math.max(1, names.length - 1)),
    );
  }

  private line(data: MapData, place: CellPlace, name: string, scale: number): TrendLine {
    const records = data.recordsAt(place).filter((r) => r !== undefined);
    return {
      name,
      color: { scale },
      steps: records.map((r) => r.step),
      values: records.map((r) => cellValue(r, this.store.view.mapLoss)),
    };
  }
}
