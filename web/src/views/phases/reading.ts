// What is known of the cell that is looked at: where it is, its phase, its numbers, its spectrum.

import type { CellPlace } from '../../config/map/map';
import { rateValues } from '../../config/map/map';
import { cellValue, type CellRecord } from '../../config/map/cell';
import type { MapData, Spread } from '../../config/map/data';
import { formatNumber } from '../../common/format';
import { PHASES } from '../../config/metrics/phases';
import { h, on, setText } from '../common/dom';
import { roomFor, widthFor } from '../common/room';
import { MiniSpectrum } from '../figures/mini_spectrum';
import { optionLabel, yNames, yTitle } from './charts/data';

export const NUMBERS: readonly { key: string; name: string; count?: boolean }[] = [
  { key: 'hill', name: 'α Hill' },
  { key: 'ksRobust', name: 'α KS robust' },
  { key: 'ks', name: 'α KS' },
  { key: 'spikes', name: 'spikes', count: true },
  { key: 'testLoss', name: 'test loss' },
  { key: 'probeLoss', name: 'probe loss' },
  { key: 'trainLoss', name: 'train loss' },
  { key: 'edgeRatio', name: 'λ max / edge' },
  { key: 'kta', name: 'KTA' },
  { key: 'simWBeta', name: 'sim(W, β)' },
  { key: 'stableRank', name: 'stable rank' },
  { key: 'bulkDistance', name: 'bulk KS' },
];

/** Where a cell is, in words: "Adam, rate 0.46, step 10". */
export function placeWords(data: MapData, place: CellPlace): string {
  const { map } = data;
  const name = map.optimizers[place.optimizer] ?? 'adam';
  const rate = formatNumber(rateValues(map, name)[place.rate] ?? NaN, 3);
  const row = yNames(map)[place.row] ?? '';
  const second = map.yAxis.key === 'step' ? `step ${row}` : `${yTitle(map)} ${row}`;
  return `${optionLabel('optimizer', name)}, rate ${rate}, ${second}`;
}

/** A cell in one sentence, for who cannot see it. */
export function cellWords(data: MapData, place: CellPlace): string {
  const phase = data.phase(place);
  if (phase === undefined) return `${placeWords(data, place)}: not computed yet`;
  const loss = formatNumber(data.spread(place, 'testLoss').mean, 3);
  return `${placeWords(data, place)}: ${PHASES[phase].name}, test loss ${loss}`;
}

const HINT =
  'Its numbers and its spectrum appear here; a click opens the run in Explore at that step. ' +
  'With the keyboard: Tab to a map, arrow keys, Enter.';

export class PhasesReading {
  readonly element: HTMLElement;
  private readonly where = h('p', { class: 'reading-where' });
  private readonly badge = h('strong', { class: 'badge' });
  private readonly meaning: HTMLElement;
  private readonly values = new Map<string, HTMLElement>();
  private readonly spectrum = new MiniSpectrum();
  private readonly button = h(
    'button',
    { type: 'button', class: 'primary', disabled: true },
    'Open in Explore',
  );
  private place: CellPlace | null = null;
  private drawn: readonly unknown[] = [];
  private range: [number, number] = [0, 6];

  constructor(open: (place: CellPlace) => void) {
    on(this.button, 'click', () => {
      if (this.place) open(this.place);
    });
    const list = NUMBERS.map(({ key, name }) => {
      const value = h('dd');
      this.values.set(key, value);
      return h('div', {}, h('dt', {}, name), value);
    });
    const meaning = h('p', { class: 'meaning' });
    this.meaning = roomFor(meaning, [HINT, ...Object.values(PHASES).map((p) => p.meaning)]);
    widthFor(
      this.badge,
      Object.values(PHASES).map((p) => p.name),
    );
    this.element = h(
      'section',
      { class: 'reading', 'aria-label': 'The cell that is looked at' },
      h(
        'div',
        { class: 'reading-place' },
        this.where,
        h('p', {}, this.badge),
        meaning,
        this.button,
      ),
      h('dl', { class: 'reading-numbers' }, ...list),
      this.spectrum.element,
    );
    this.blank();
  }

  render(data: MapData, place: CellPlace | null, version: number): void {
    const key = [data, place?.optimizer, place?.rate, place?.row, version];
    if (key.every((k, i) => k === this.drawn[i])) return;
    this.drawn = key;
    this.place = place;
    this.button.disabled = place === null;
    if (!place) {
      this.blank();
      return;
    }
    setText(this.where, placeWords(data, place));
    const phase = data.phase(place);
    this.badge.dataset['phase'] = phase ?? '';
    if (phase) {
      setText(this.badge, PHASES[phase].name);
      setText(this.meaning, PHASES[phase].meaning);
    } else {
      const reason = data.failure(data.runAt(place));
      setText(this.badge, reason === undefined ? 'Not yet' : 'Not computed');
      setText(this.meaning, reason ?? 'This cell has not been computed yet.');
    }
    for (const { key: name, count } of NUMBERS) {
      setText(this.values.get(name)!, spreadText(data.spread(place, name), count ?? false));
    }
    this.drawSpectrum(data, place);
  }

  /** A hint, in the place where the numbers will stand. */
  private blank(): void {
    setText(this.where, 'Point at a cell');
    this.badge.dataset['phase'] = '';
    setText(this.badge, '–');
    setText(this.meaning, HINT);
    for (const value of this.values.values()) setText(value, '–');
    this.spectrum.draw(null, this.range, []);
  }

  private drawSpectrum(data: MapData, place: CellPlace): void {
    const record = data.at(place);
    if (!record) {
      this.spectrum.draw(null, this.range, []);
      return;
    }
    this.range = spectrumRange(record);
    const edges = ['initialLower', 'initialUpper'].map((key) => cellValue(record, key));
    this.spectrum.draw(record.spectrum, this.range, edges);
  }
}

/**
 * Ends in whole powers of ten: below the initial bulk, where they stand still from cell to cell, and
 * above this cell's largest eigenvalue, because those of large rates are many decades away.
 */
function spectrumRange(record: CellRecord): [number, number] {
  const [lower, upper] = ['initialLower', 'initialUpper'].map((key) =>
    Math.log10(Math.max(1, cellValue(record, key))),
  ) as [number, number];
  return [Math.floor(lower - 0.5), Math.ceil(Math.max(upper, record.spectrum.to) + 0.05)];
}

function spreadText({ mean, deviation, count }: Spread, whole: boolean): string {
  if (count === 0) return '–';
  const text = whole && Number.isInteger(mean) ? String(mean) : formatNumber(mean, 3);
  return Number.isFinite(deviation) ? `${text} ± ${formatNumber(deviation, 2)}` : text;
}
