// A table of which only the rows in sight exist: above and below them stand two rows as high as
// those that do not. Few rows all exist.

import { h, on, setAttribute } from '../common/dom';

/** So many are made whether in sight or not. */
const FEW = 150;
/** Rows beyond the edges of what is seen. */
const MARGIN = 20;

export class RowsInSight<Item> {
  private items: readonly Item[] = [];
  private from = 0;
  private to = 0;
  /** Height of one row in pixels, as drawn. */
  private height = 0;
  private readonly above = spacer();
  private readonly below = spacer();
  private waiting = false;

  /**
   * @param box  what scrolls
   * @param make  a row, of one line of text
   */
  constructor(
    private readonly box: HTMLElement,
    private readonly body: HTMLTableSectionElement,
    private readonly make: (item: Item) => HTMLTableRowElement,
  ) {
    on(box, 'scroll', () => {
      if (this.waiting) return;
      this.waiting = true;
      requestAnimationFrame(() => {
        this.waiting = false;
        if (this.isOutside()) this.draw();
      });
    });
  }

  /** Shows these; the rows in sight are made anew. */
  show(items: readonly Item[]): void {
    this.items = items;
    this.draw();
  }

  private get isShort(): boolean {
    return this.items.length <= FEW;
  }

  private inSight(): [number, number] {
    const { box, height, items } = this;
    if (this.isShort) return [0, items.length];
    const row = height || 30;
    const first = Math.floor(box.scrollTop / row);
    const count = Math.ceil((box.clientHeight || 420) / row);
    return [Math.max(0, first), Math.min(items.length, first + count)];
  }

  private isOutside(): boolean {
    const [first, last] = this.inSight();
    return first < this.from || last > this.to;
  }

  private draw(): void {
    const { items, body, box } = this;
    const [first, last] = this.inSight();
    this.from = this.isShort ? 0 : Math.max(0, Math.min(first, items.length) - MARGIN);
    this.to = this.isShort ? items.length : Math.min(items.length, last + MARGIN);
    const active = document.activeElement;
    const had = active instanceof HTMLElement && body.contains(active) ? active.textContent : null;
    const { scrollTop } = box;
    const rows = items.slice(this.from, this.to).map((item, i) => {
      const row = this.make(item);
      // The head is the first row.
      setAttribute(row, 'aria-rowindex', String(this.from + i + 2));
      return row;
    });
    body.replaceChildren(this.above, ...rows, this.below);
    this.measure(rows[0]);
    stretch(this.above, this.from * this.height);
    stretch(this.below, (items.length - this.to) * this.height);
    if (box.scrollTop !== scrollTop) box.scrollTop = scrollTop;
    if (had === null) return;
    [...body.querySelectorAll('button')]
      .find((b) => b.textContent === had)
      ?.focus({ preventScroll: true });
  }

  private measure(row: HTMLTableRowElement | undefined): void {
    const height = row?.getBoundingClientRect().height ?? 0;
    if (height > 0) this.height = height;
  }
}

function spacer(): HTMLTableRowElement {
  return h('tr', { class: 'spacer', 'aria-hidden': 'true' }, h('td'));
}

function stretch(row: HTMLTableRowElement, height: number): void {
  row.hidden = height <= 0;
  row.style.height = `${height}px`;
}
