// The tensors of a file as a table: choose one, measure all, sort by any column, save.

import { formatBytes, formatCount, formatDuration } from '../../common/format';
import type { Layer } from '../../state/layers';
import type { Weights } from '../../state/weights';
import { csv } from '../figures/csv';
import { h, on, setAttribute, setText } from '../common/dom';
import { saveBlob } from '../common/download';
import { RowsInSight } from './rows_in_sight';
import { COLUMNS, layerTable, sorted, stateText, type Column } from './columns';

const NAME: Column = {
  key: 'layer',
  title: 'layer',
  tip: 'Name in the file',
  value: (layer) => layer.name,
  text: (layer) => layer.name,
  isNumber: false,
};

/** More layers than this are not sorted anew at each one that is measured. */
const MANY = 1000;

export class WeightsTable {
  readonly element: HTMLElement;
  private readonly title = h('h2', { class: 'plot-title' });
  private readonly about = h('span', { class: 'note' });
  private readonly measureAll = this.button('Measure all', () => this.weights.measureAll());
  private readonly saveCsv = this.button('Save as CSV', () => this.save('csv'));
  private readonly saveJson = this.button('Save as JSON', () => this.save('json'));
  private readonly table: HTMLTableElement;
  private readonly rows: RowsInSight<Layer>;
  private readonly heads = new Map<Column, HTMLTableCellElement>();
  /** Null: as in the file. */
  private order: { column: Column; descending: boolean } | null = null;
  private sorting: {
    order: object;
    of: readonly Layer[];
    shown: readonly Layer[];
  } | null = null;
  private drawn: unknown[] = [];

  constructor(
    private readonly weights: Weights,
    private readonly wake: () => void,
  ) {
    const heads = [NAME, ...COLUMNS].map((column) => this.head(column));
    const body = h('tbody');
    this.table = h('table', {}, h('thead', {}, h('tr', {}, ...heads)), body);
    const box = h(
      'div',
      { class: 'layers-table', role: 'region', 'aria-label': 'Table of layers', tabindex: '0' },
      this.table,
    );
    this.rows = new RowsInSight(box, body, (layer) => this.row(layer));
    this.element = h(
      'section',
      { class: 'layers', 'aria-label': 'Layers' },
      h(
        'div',
        { class: 'plot-head' },
        this.title,
        this.about,
        h('div', { class: 'plot-tools' }),
        h('div', { class: 'plot-actions' }, this.measureAll, this.saveCsv, this.saveJson),
      ),
      box,
    );
  }

  render(): void {
    const { weights } = this;
    const { file, layers } = weights;
    this.element.hidden = !file;
    if (!file) return;
    const { version, waiting } = weights;
    const key = [file, this.order, weights.chosen, weights.current, version];
    if (key.every((k, i) => k === this.drawn[i])) return;
    this.drawn = key;
    setText(this.title, file.name);
    const count = layers.length === 1 ? 'one array' : `${formatCount(layers.length)} arrays`;
    setText(this.about, `${file.format}, ${formatBytes(file.bytes)}, ${count}`);
    this.measureAll.hidden = layers.length < 2 || waiting === 0;
    this.measureAll.disabled = weights.current !== null;
    const which = waiting === layers.length ? 'all' : `the other ${formatCount(waiting)}`;
    const time = formatDuration(weights.waitingSeconds);
    setText(this.measureAll, `Measure ${which} (about ${time})`);
    setAttribute(this.table, 'aria-rowcount', layers.length + 1);
    for (const [column, head] of this.heads) {
      const mine = this.order?.column === column;
      const direction = this.order?.descending ? 'descending' : 'ascending';
      setAttribute(head, 'aria-sort', mine ? direction : null);
    }
    this.rows.show(this.inOrder(layers));
  }

  /** A long list keeps its order while its layers are being measured. */
  private inOrder(layers: readonly Layer[]): readonly Layer[] {
    const { order, sorting } = this;
    if (!order) return layers;
    const isBusy = this.weights.current !== null && layers.length > MANY;
    if (sorting?.order === order && sorting.of === layers && isBusy) return sorting.shown;
    const shown = sorted(layers, order.column, order.descending);
    this.sorting = { order, of: layers, shown };
    return shown;
  }

  private row(layer: Layer): HTMLTableRowElement {
    const { weights } = this;
    const isMeasuring = weights.current?.layer === layer;
    const name =
      layer.problem === null
        ? h(
            'button',
            {
              type: 'button',
              class: 'layer-name',
              'aria-pressed': String(weights.chosen === layer),
            },
            layer.name,
          )
        : h('span', { class: 'layer-name' }, layer.name);
    if (layer.problem === null) on(name, 'click', () => weights.choose(layer));
    const note = isMeasuring ? 'measuring …' : stateText(layer);
    const cells =
      note === ''
        ? COLUMNS.map((column) => cell(column, layer))
        : [
            cell(COLUMNS[0]!, layer),
            h('td', { class: 'layer-note', colspan: COLUMNS.length - 1 }, note),
          ];
    return h(
      'tr',
      { class: weights.chosen === layer ? 'is-chosen' : '' },
      h('th', { scope: 'row' }, name),
      ...cells,
    );
  }

  private head(column: Column): HTMLTableCellElement {
    const button = h('button', { type: 'button', title: column.tip }, column.title);
    on(button, 'click', () => {
      const { order } = this;
      if (order?.column !== column) this.order = { column, descending: column.isNumber };
      else if (order.descending === column.isNumber)
        this.order = { column, descending: !order.descending };
      else this.order = null;
      this.wake();
    });
    const head = h('th', { scope: 'col', class: column.isNumber ? 'is-number' : '' }, button);
    this.heads.set(column, head);
    return head;
  }

  private button(text: string, action: () => void): HTMLButtonElement {
    const button = h('button', { type: 'button', class: 'quiet' }, text);
    on(button, 'click', action);
    return button;
  }

  private save(kind: 'csv' | 'json'): void {
    const { file, layers } = this.weights;
    if (!file) return;
    const base = `${file.name.replace(/\.[a-z]+$/i, '')}-spectra`;
    const table = layerTable(layers, this.weights.current?.layer);
    if (kind === 'csv') {
      saveBlob(new Blob([csv(table)], { type: 'text/csv' }), `${base}.csv`);
      return;
    }
    const objects = table.rows.map((row) =>
      Object.fromEntries(table.columns.map((c, i) => [c, row[i] === '' ? null : row[i]])),
    );
    const text = JSON.stringify({ file: file.name, layers: objects }, null, 2);
    saveBlob(new Blob([text], { type: 'application/json' }), `${base}.json`);
  }
}

function cell(column: Column, layer: Layer): HTMLTableCellElement {
  const weakness = column.weakness?.(layer) ?? null;
  const classes = [column.isNumber && 'is-number', weakness !== null && 'is-weak'];
  return h('td', { class: classes.filter(Boolean).join(' '), title: weakness }, column.text(layer));
}
