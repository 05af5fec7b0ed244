// A cell of the precomputed map computed again on this machine: stored and fresh numbers side by
// side.

import type { CellPlace } from '../../config/map/map';
import { agreement, mapOfCell } from '../../config/map/check';
import { cellValue, type CellRecord } from '../../config/map/cell';
import { canonicalMap } from '../../config/map/hash';
import type { MapData } from '../../config/map/data';
import { formatDuration, formatNumber } from '../../common/format';
import { PHASES } from '../../config/metrics/phases';
import { makeMapStore } from '../../state/map_setup';
import type { MapStore } from '../../state/map_store';
import type { Store } from '../../state/store';
import { h, on, setText } from '../common/dom';
import { NumberTable } from '../common/number_table';
import { NUMBERS, placeWords } from './reading';

export class PhasesCheck {
  readonly element: HTMLElement;
  private readonly button = h('button', { type: 'button', class: 'quiet' });
  private readonly status = h('p', { class: 'note', role: 'status' });
  private readonly table = new NumberTable('Stored and computed numbers', [
    '',
    'stored',
    'computed here',
  ]);
  /** Made when the first cell is asked for. */
  private maps: MapStore | null = null;
  private asked: { data: MapData; place: CellPlace; key: string } | null = null;

  constructor(private readonly store: Store) {
    on(this.button, 'click', () => this.toggle());
    this.table.element.hidden = true;
    this.element = h(
      'div',
      { class: 'map-check' },
      h('div', { class: 'map-note' }, this.button, this.status),
      this.table.element,
    );
  }

  private place: CellPlace | null = null;
  private data: MapData | null = null;

  render(data: MapData, place: CellPlace | null): void {
    this.place = place;
    this.data = data;
    const { maps, asked } = this;
    const isBusy = maps?.status === 'computing';
    setText(this.button, isBusy ? 'Stop' : 'Compute this cell again');
    this.button.disabled = !isBusy && place === null;
    setText(this.status, this.sentence());
    const fresh = asked && maps ? freshRecord(maps, asked.place) : undefined;
    const stored = asked?.data.at(asked.place);
    this.table.element.hidden = !fresh || !stored;
    if (fresh && stored) this.table.fill(rows(stored, fresh));
  }

  private toggle(): void {
    const { data, place } = this;
    if (this.maps?.status === 'computing') {
      this.maps.cancel();
      return;
    }
    if (!data || !place) return;
    this.maps ??= makeMapStore(this.store, { most: 1 });
    const map = mapOfCell(data.map, place);
    const key = canonicalMap(map);
    if (this.asked?.key === key) this.maps.restart();
    else this.maps.want(map, true);
    this.asked = { data, place, key };
  }

  private sentence(): string {
    const { asked, maps } = this;
    if (!asked || !maps) {
      return 'The same engine computes any cell here, so that the stored numbers can be checked.';
    }
    const where = placeWords(asked.data, asked.place);
    const { status, progress, message } = maps;
    if (status === 'failed') return `${where}: ${message}`;
    if (status === 'cancelled') return `${where}: stopped.`;
    const fresh = freshRecord(maps, asked.place);
    const stored = asked.data.at(asked.place);
    if (status === 'computing' || !fresh || !stored) {
      const left = Number.isFinite(progress.remainingSeconds)
        ? `, about ${formatDuration(progress.remainingSeconds)} left`
        : '';
      return `${where}: computing step ${Math.max(0, progress.done - 1)}${left} …`;
    }
    const { compared, difference, samePhase } = agreement(stored, fresh);
    const phase = samePhase ? `the phase, ${PHASES[fresh.phase].name},` : 'not the phase, but';
    return `${where}, seed ${asked.data.map.base.seed}: ${phase} and ${compared} numbers agree to within ${formatNumber(
      100 * difference,
      2,
    )} %.`;
  }
}

/** The last record of the one run: the one that was asked for. */
function freshRecord(maps: MapStore, { row }: CellPlace): CellRecord | undefined {
  const records = maps.data?.recordsAt({ optimizer: 0, rate: 0, row }) ?? [];
  return maps.status === 'complete' ? records.at(-1) : undefined;
}

function rows(stored: CellRecord, fresh: CellRecord) {
  return NUMBERS.map(({ key, name }) => ({
    cells: [name, formatNumber(cellValue(stored, key), 6), formatNumber(cellValue(fresh, key), 6)],
  }));
}
