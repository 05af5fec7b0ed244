// Every quantity over the learning rate, at one row of the map: small figures that share their axis.

import { LinesChart, type ColorName, type LinesData } from '../../../charts/common/lines';
import { rateCurves } from '../../../charts/map/rate_curves';
import { readTheme } from '../../../charts/common/theme';
import { rateValues, yValues } from '../../../config/map/map';
import { mapQuantity } from '../../../config/map/colors';
import type { MapData } from '../../../config/map/data';
import type { Store } from '../../../state/store';
import { h, on, setText } from '../../common/dom';
import type { Drawable } from '../../common/drawing_queue';
import { Figure } from '../../figures/figure';
import { optionLabel, yNames, yTitle } from './data';

interface Wanted {
  key: string;
  kind?: 'log';
}

interface Curve extends Drawable {
  figure: Figure<LinesData>;
}

/** In the order of the paper's figures: losses, alignment, exponents; then the spectrum. */
const FIGURES: readonly Wanted[] = [
  { key: 'testLoss' },
  { key: 'probeLoss' },
  { key: 'trainLoss', kind: 'log' },
  { key: 'kta' },
  { key: 'simWBeta' },
  { key: 'hill' },
  { key: 'ksRobust' },
  { key: 'spikes' },
  { key: 'edgeRatio', kind: 'log' },
];

/** Folded until they are asked for. */
const MORE: readonly Wanted[] = [
  { key: 'stableRank', kind: 'log' },
  { key: 'effectiveRank', kind: 'log' },
  { key: 'participationRatio', kind: 'log' },
  { key: 'bulkDistance' },
  { key: 'saturation' },
  { key: 'ks', kind: 'log' },
];

export const OPTIMIZER_COLORS: Readonly<Record<string, ColorName>> = {
  gd: 'run-b',
  adam: 'run-a',
  sign: 'series-2',
  muon: 'ks',
};

/** Row of the map that is shown: the chosen one, or the uppermost. */
export function shownRow(data: MapData, row: number | null): number {
  const last = yValues(data.map).length - 1;
  return row === null ? last : Math.min(row, last);
}

export class PhasesCurves {
  readonly element: HTMLElement;
  private readonly figures = FIGURES.map((wanted) => this.makeCurve(wanted));
  private readonly others = MORE.map((wanted) => this.makeCurve(wanted));
  private readonly more: HTMLDetailsElement;
  private readonly row: HTMLSelectElement;
  private readonly rowLabel = h('label');
  private rowNames = '';
  private data: MapData | null = null;

  /** @param unfold  told of figures that were folded away until now */
  constructor(
    private readonly store: Store,
    unfold: (figures: readonly Drawable[]) => void,
  ) {
    this.row = h('select', { class: 'inline-select', id: 'map-row' });
    this.rowLabel.htmlFor = this.row.id;
    on(this.row, 'change', () => {
      const last = this.row.options.length - 1;
      const row = last - this.row.selectedIndex;
      store.setView({ mapRow: row === last ? null : row });
    });
    this.more = h(
      'details',
      { class: 'group' },
      h('summary', { class: 'group-title' }, 'More quantities'),
      h('div', { class: 'map-curves' }, ...this.others.map((f) => f.figure.element)),
    );
    on(this.more, 'toggle', () => {
      if (this.more.open) unfold(this.others);
    });
    this.element = h(
      'section',
      { class: 'map-part', 'aria-label': 'Curves over the learning rate' },
      h(
        'div',
        { class: 'map-part-head' },
        h('h2', {}, 'Over the learning rate'),
        h('p', { class: 'note' }, this.rowLabel, ' ', this.row),
      ),
      h('div', { class: 'map-curves' }, ...this.figures.map((f) => f.figure.element)),
      this.more,
      h(
        'p',
        { class: 'note' },
        'One point for each run. With several repeats: their mean, and one standard deviation as a band.',
      ),
    );
  }

  get drawables(): readonly Drawable[] {
    return [...this.figures, ...this.others];
  }

  get unfolded(): readonly Drawable[] {
    return this.more.open ? this.drawables : this.figures;
  }

  /** Takes over what is to be drawn. */
  show(data: MapData): void {
    this.data = data;
    const { map } = data;
    const row = shownRow(data, this.store.view.mapRow);
    const names = yNames(map);
    setText(this.rowLabel, `${yTitle(map)}:`);
    if (this.rowNames !== names.join()) {
      this.rowNames = names.join();
      this.row.replaceChildren(...[...names].reverse().map((name) => h('option', {}, name)));
    }
    this.row.selectedIndex = names.length - 1 - row;
  }

  retheme(): void {
    for (const { figure } of [...this.figures, ...this.others]) figure.retheme();
  }

  private makeCurve({ key, kind }: Wanted): Curve {
    const figure = new Figure<LinesData>({
      title: mapQuantity(key)?.name ?? key,
      file: `${key}-over-rate`,
      size: 'small',
      level: 'h3',
      make: (canvas) => new LinesChart(canvas, readTheme(canvas)),
    });
    const draw = (): void => {
      if (this.data) figure.update(this.curveData(this.data, key, kind ?? 'linear'));
    };
    return { element: figure.element, figure, draw };
  }

  private curveData(data: MapData, key: string, kind: 'linear' | 'log'): LinesData {
    const { map } = data;
    const row = shownRow(data, this.store.view.mapRow);
    return rateCurves({
      title: mapQuantity(key)?.title ?? key,
      row: `${yTitle(map)} ${yNames(map)[row] ?? ''}`,
      kind,
      curves: map.optimizers.map((name, optimizer) => {
        const rates = rateValues(map, name);
        const spreads = rates.map((_, rate) => data.spread({ optimizer, rate, row }, key));
        return {
          name: optionLabel('optimizer', name),
          color: OPTIMIZER_COLORS[name] ?? 'muted',
          rates,
          mean: spreads.map((s) => s.mean),
          deviation: spreads.map((s) => s.deviation),
        };
      }),
    });
  }
}
