// Which map is shown: a small one that is computed here, or the one at the paper's size that was
// computed beforehand; and what there is to say about the latter.

import { formatCount, formatNumber } from '../../common/format';
import { mapSize, rateValues, yValues } from '../../config/map/map';
import type { MapSize } from '../../config/link/view_state';
import type { PaperMap } from '../../state/paper_map';
import type { Store } from '../../state/store';
import { h, on, setText, uniqueId } from '../common/dom';
import { optionLabel } from './charts/data';

const SIZES: readonly { value: MapSize; label: string }[] = [
  { value: 'live', label: 'small, live' },
  { value: 'paper', label: 'paper’s size, precomputed' },
];

export class PhasesSource {
  readonly element: HTMLElement;
  /** In the place of the settings. */
  readonly note: HTMLElement;
  private readonly radios: HTMLInputElement[];
  private readonly text = h('p');
  private readonly engine = h('p', { class: 'note' });

  constructor(
    private readonly store: Store,
    private readonly paper: PaperMap,
  ) {
    const name = uniqueId('map-size');
    this.radios = SIZES.map(({ value }) => {
      const radio = h('input', { type: 'radio', name, value });
      on(radio, 'change', () => store.setView({ mapSize: value, mapRow: null }));
      return radio;
    });
    this.element = h(
      'fieldset',
      { class: 'map-source' },
      h('legend', { class: 'visually-hidden' }, 'Which map'),
      h(
        'div',
        { class: 'segments' },
        ...SIZES.map(({ label }, i) =>
          h('label', { class: 'segment' }, this.radios[i] ?? null, h('span', {}, label)),
        ),
      ),
    );
    this.element.hidden = !paper.isShipped;
    const own = h('button', { type: 'button', class: 'quiet' }, 'Compute this map here');
    own.title = 'Every run of it, on this machine: tens of minutes';
    on(own, 'click', () => {
      const map = this.paper.data?.map;
      if (!map) return;
      store.changeMap({ ...map });
      store.setView({ mapSize: 'live' });
    });
    this.note = h(
      'section',
      { class: 'map-paper', 'aria-label': 'The precomputed map' },
      h('h2', { class: 'group-title' }, 'The paper’s size'),
      this.text,
      this.engine,
      own,
    );
  }

  render(): void {
    const { mapSize: size } = this.store.view;
    for (const radio of this.radios) radio.checked = radio.value === size;
    this.note.hidden = size !== 'paper';
    if (size !== 'paper') return;
    const { data, engine, message } = this.paper;
    if (!data) {
      setText(this.text, message || 'Loading …');
      return;
    }
    const { map } = data;
    const { n, d, h: hidden, steps, seed } = map.base;
    const parts = map.optimizers.map((name) => {
      const rates = rateValues(map, name);
      const ends = [rates[0] ?? NaN, rates.at(-1) ?? NaN].map((rate) => formatNumber(rate, 1));
      return `${optionLabel('optimizer', name)} at ${rates.length} learning rates from ${ends.join(' to ')}`;
    });
    const { runs, cells } = mapSize(map);
    setText(
      this.text,
      `n = ${n} samples, d = ${d} input dimensions, h = ${hidden} hidden units, ${steps} full-batch steps: ` +
        `${parts.join(', ')}, the paper’s among them; ${map.repeats} repeats (seeds ${seed} to ` +
        `${seed + map.repeats - 1}). ${formatCount(runs)} runs, ${formatCount(cells)} cells in ` +
        `${yValues(map).length} rows; a cell shows the mean of its repeats and the phase of most of them.`,
    );
    setText(
      this.engine,
      `Computed beforehand with version ${engine} of this page’s engine, and stored with its settings.`,
    );
  }
}
