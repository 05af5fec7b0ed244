// A small table of numbers in words: first column names the row, the others are set as figures.

import { h, setText } from './dom';
import { widthFor } from './room';

export interface NumberRow {
  cells: readonly string[];
  /** Set apart from the others. */
  strong?: boolean;
}

export class NumberTable {
  readonly element: HTMLElement;
  private readonly body = h('tbody');

  /**
   * @param rows  number of rows to keep room for from the start
   * @param longest  the longest cell of each column: no column changes its width with its numbers
   */
  constructor(name: string, columns: readonly string[], rows = 0, longest: readonly string[] = []) {
    const heads = columns.map((c) => h('th', { scope: 'col' }, c));
    longest.forEach((text, i) => widthFor(heads[i]!, [text]));
    this.element = h(
      'div',
      { class: 'numbers', role: 'region', 'aria-label': name, tabindex: '0' },
      h('table', {}, h('thead', {}, h('tr', {}, ...heads)), this.body),
    );
    const empty = columns.map((_, i) => (i === 0 ? '\u00a0' : ''));
    this.fill(Array.from({ length: rows }, () => ({ cells: empty })));
  }

  fill(rows: readonly NumberRow[]): void {
    while (this.body.rows.length > rows.length) this.body.deleteRow(-1);
    rows.forEach(({ cells, strong }, i) => {
      let row = this.body.rows[i];
      if (row?.cells.length !== cells.length) {
        row?.remove();
        row = h('tr', {}, ...cells.map((_, k) => (k === 0 ? h('th', { scope: 'row' }) : h('td'))));
        this.body.insertBefore(row, this.body.rows[i] ?? null);
      }
      row.classList.toggle('is-strong', strong === true);
      row.classList.toggle(
        'is-empty',
        cells.every((text) => text.trim() === ''),
      );
      cells.forEach((text, k) => setText(row.cells[k]!, text));
    });
  }
}
