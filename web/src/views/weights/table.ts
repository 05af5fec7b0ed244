// The tensors of a file as a table: choose one, measure all, sort by any column, save.

import { formatBytes, formatDuration } from '../../common/format';
import type { Layer, Weights } from '../../state/weights';
import { csv } from '../figures/csv';
import { h, on, setAttribute, setText } from '../common/dom';
import { saveBlob } from '../common/download';
import { COLUMNS, layerTable, sorted, stateText, type Column } from './columns';

const NAME: Column = {
  key: 'layer',
  title: 'layer',
  tip: 'Name in the file',
  value: (layer) => layer.name,
  text: (layer) => layer.name,
  isNumber: false,
};

export class WeightsTable {
  readonly element: HTMLElement;
  private readonly title = h('h2', { class: 'plot-title' });
  private readonly about = h('span', { class: 'note' });
  private readonly measureAll = this.button('Measure all', () => this.weights.measureAll());
  private readonly saveCsv = this.button('Save as CSV', () => this.save('csv'));
  private readonly saveJson = this.button('Save as JSON', () => this.save('json'));
  private readonly body = h('tbody');
  private readonly heads = new Map<Column, HTMLTableCellElement>();
  /** Null: as in the file. */
  private order: { column: Column; descending: boolean } | null = null;
  private drawn: unknown[] = [];

  constructor(
    private readonly weights: Weights,
    private readonly wake: () => void,
  ) {
    const heads = [NAME, ...COLUMNS].map((column) => this.head(column));
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
      h(
        'div',
        { class: 'layers-table', role: 'region', 'aria-label': 'Table of layers', tabindex: '0' },
        h('table', {}, h('thead', {}, h('tr', {}, ...heads)), this.body),
      ),
    );
  }

  render(): void {
    const { weights } = this;
    const { file, layers } = weights;
    this.element.hidden = !file;
    if (!file) return;
    const waiting = weights.waiting;
    const key = [file, this.order, weights.chosen, weights.current, waiting.length];
    const marks = layers.flatMap((l) => [l.report, l.problem, l.key]);
    const all = [...key, ...marks];
    if (all.length === this.drawn.length && all.every((k, i) => k === this.drawn[i])) return;
    this.drawn = all;
    setText(this.title, file.name);
    const count = layers.length === 1 ? 'one array' : `${layers.length} arrays`;
    setText(this.about, `${file.format}, ${formatBytes(file.bytes)}, ${count}`);
    this.measureAll.hidden = layers.length < 2 || waiting.length === 0;
    this.measureAll.disabled = weights.current !== null;
    setText(
      this.measureAll,
      `Measure ${waiting.length === layers.length ? 'all' : `the other ${waiting.length}`} (about ${formatDuration(weights.secondsOf(waiting))})`,
    );
    for (const [column, head] of this.heads) {
      const mine = this.order?.column === column;
      const direction = this.order?.descending ? 'descending' : 'ascending';
      setAttribute(head, 'aria-sort', mine ? direction : null);
    }
    const shown = this.order ? sorted(layers, this.order.column, this.order.descending) : layers;
    this.fill(shown);
  }

  /** Rows are kept where the layers are the same: the focus stays where it was. */
  private fill(layers: readonly Layer[]): void {
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    const had = focused && this.body.contains(focused) ? focused.textContent : null;
    this.body.replaceChildren(...layers.map((layer) => this.row(layer)));
    if (had === null) return;
    [...this.body.querySelectorAll('button')].find((b) => b.textContent === had)?.focus();
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
        ? COLUMNS.map((c) => h('td', { class: c.isNumber ? 'is-number' : '' }, c.text(layer)))
        : [
            ...COLUMNS.slice(0, 1).map((c) =>
              h('td', { class: c.isNumber ? 'is-number' : '' }, c.text(layer)),
            ),
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
    const table = layerTable(layers);
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
