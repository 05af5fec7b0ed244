// Does a heavier tail go with a better test loss? The exponent of each run against its test loss,
// and three coefficients of correlation for each optimizer, computed by the engine.

import type { Correlation, Correlations } from '@engine';
import {
  CorrelationChart,
  type CorrelationData,
  type CorrelationGroup,
} from '../../../charts/map/correlation';
import { readTheme } from '../../../charts/common/theme';
import { rateValues, yValues } from '../../../config/map/map';
import { cellValue } from '../../../config/map/cell';
import { mapQuantity } from '../../../config/map/colors';
import type { MapData } from '../../../config/map/data';
import { MAP_ALPHAS, type MapAlpha, type MapPairs } from '../../../config/link/view_state';
import type { MapStore } from '../../../state/map_store';
import type { Store } from '../../../state/store';
import { Choice } from '../../common/choice';
import { h, setText } from '../../common/dom';
import { Figure } from '../../figures/figure';
import { NumberTable } from '../../common/number_table';
import { OnDemand } from '../../common/on_demand';
import { shownRow } from './curves';
import { optionLabel, yNames, yTitle } from './data';

export class PhasesCorrelation {
  readonly element: HTMLElement;
  private readonly figure: Figure<CorrelationData>;
  private readonly alpha: Choice<MapAlpha>;
  private readonly pairs: Choice<MapPairs>;
  private readonly table = new NumberTable(
    'Correlation of exponent and test loss',
    ['', 'Spearman', 'Pearson', 'Kendall', 'runs'],
    2,
  );
  private readonly status = h('p', { class: 'note', role: 'status' });
  private groups: readonly CorrelationGroup[] = [];
  private readonly computed: OnDemand<{ names: readonly string[]; results: Correlations[] }>;

  constructor(
    private readonly store: Store,
    private readonly maps: MapStore,
  ) {
    this.figure = new Figure<CorrelationData>({
      title: 'Exponent against test loss',
      file: 'exponent-against-test-loss',
      size: 'square',
      level: 'h2',
      make: (canvas) => new CorrelationChart(canvas, readTheme(canvas)),
    });
    this.alpha = new Choice(
      'Exponent',
      MAP_ALPHAS.map((value) => ({ value, label: mapQuantity(value)?.title ?? value })),
      (mapAlpha) => store.setView({ mapAlpha }),
    );
    this.pairs = new Choice<MapPairs>(
      'Cells',
      [
        { value: 'row', label: 'chosen row' },
        { value: 'all', label: 'all cells' },
      ],
      (mapPairs) => store.setView({ mapPairs }),
    );
    this.figure.tools.append(this.alpha.element, this.pairs.element);
    this.computed = new OnDemand({
      draw: ({ names, results }) => this.fill(names, results),
      say: (text) => setText(this.status, text || EXPLANATION),
      wake: () => store.wake(),
    });
    this.element = h(
      'section',
      { 'aria-label': 'Correlation of exponent and test loss' },
      this.figure.element,
      this.table.element,
      this.status,
    );
    setText(this.status, EXPLANATION);
  }

  render(data: MapData): void {
    const { store } = this;
    const { mapAlpha, mapPairs, mapRow } = store.view;
    this.alpha.show(mapAlpha);
    this.pairs.show(mapPairs);
    const { map } = data;
    const row = shownRow(data, mapRow);
    const last = yValues(map).length - 1;
    const [from, to] = mapPairs === 'all' ? [0, last] : [row, row];
    const groups = map.optimizers.map((_, optimizer) =>
      groupOf(data, optimizer, mapAlpha, from, to),
    );
    const where = mapPairs === 'all' ? 'all cells' : `${yTitle(map)} ${yNames(map)[row] ?? ''}`;
    this.figure.update({
      x: {
        title: mapQuantity(mapAlpha)?.title ?? mapAlpha,
        kind: mapAlpha === 'ks' ? 'log' : 'linear',
      },
      y: { title: 'Test loss', kind: 'linear' },
      groups,
      sentence:
        `${mapQuantity(mapAlpha)?.name ?? mapAlpha} against test loss, ${where}, coloured by the learning rate: ` +
        groups.map((g) => `${g.x.length} runs of ${g.name}`).join(', ') +
        '.',
    });
    this.groups = groups;
  }

  /**
   * The coefficients of what is drawn. Asked at every frame, so that an answer is shown when it has
   * come.
   * @param version  names what the data hold
   */
  correlate(version: string): void {
    const { groups, maps } = this;
    const { mapAlpha, mapPairs, mapRow } = this.store.view;
    const names = groups.map((g) => g.name);
    const key = JSON.stringify([version, mapAlpha, mapPairs, mapRow, names]);
    this.computed.want(key, async () => ({
      names,
      results: await Promise.all(
        groups.map((g) =>
          maps.call('correlations', { x: Float64Array.from(g.x), y: Float64Array.from(g.y) }),
        ),
      ),
    }));
  }

  retheme(): void {
    this.figure.retheme();
  }

  private fill(names: readonly string[], results: readonly Correlations[]): void {
    this.table.fill(
      results.map((r, i) => ({
        cells: [
          names[i] ?? '',
          withInterval(r.spearman),
          withInterval(r.pearson),
          withInterval(r.kendall),
          String(r.pairs),
        ],
      })),
    );
  }
}

const EXPLANATION =
  'Coefficients with their 95 % bootstrap intervals. Lighter points have larger rates, each optimizer on ' +
  'its own range; a small exponent is a heavy tail.';

function withInterval({ value, low, high }: Correlation): string {
  const text = (x: number): string => x.toFixed(2).replace('-', '−');
  if (!Number.isFinite(value)) return '–';
  return Number.isFinite(low) ? `${text(value)} [${text(low)}, ${text(high)}]` : text(value);
}

/** Every repeat of the cells in these rows, apart. */
function groupOf(
  data: MapData,
  optimizer: number,
  alpha: MapAlpha,
  from: number,
  to: number,
): CorrelationGroup {
  const { map } = data;
  const name = map.optimizers[optimizer] ?? 'adam';
  const values = rateValues(map, name);
  const [x, y, rates]: [number[], number[], number[]] = [[], [], []];
  values.forEach((value, rate) => {
    for (let row = from; row <= to; row += 1) {
      for (let repeat = 0; repeat < map.repeats; repeat += 1) {
        const record = data.at({ optimizer, rate, row }, repeat);
        if (!record) continue;
        x.push(cellValue(record, alpha));
        y.push(cellValue(record, 'testLoss'));
        rates.push(value);
      }
    }
  });
  const range = [values[0] ?? 1, values.at(-1) ?? 1] as const;
  return { name: optionLabel('optimizer', name), x, y, rates, range };
}
