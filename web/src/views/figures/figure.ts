// The frame around a chart: title, canvas with a text alternative, caption, and the ways to take it
// away - image, numbers as a file, numbers as a table.

import type { Plot } from '../../charts/common/plot';
import { readTheme } from '../../charts/common/theme';
import { messageOf } from '../../common/errors';
import { formatCount, formatNumber } from '../../common/format';
import { h, on, setText, uniqueId } from '../common/dom';

export interface FigureOptions<Data> {
  title: string;
  /** Base of the names of saved files. */
  file: string;
  /** Class that sets the height. */
  size: 'tall' | 'medium' | 'square' | 'wide' | 'small' | 'map';
  make: (canvas: HTMLCanvasElement) => Plot<Data>;
  /** Heading level; figures inside a section are one lower. */
  level?: 'h2' | 'h3' | 'h4';
  /** Further ways to save what is shown. */
  more?: readonly { text: string; save: (file: string) => Promise<void> }[];
}

const MAX_TABLE_ROWS = 300;
/** Milliseconds between two rewrites of the text alternative while a run plays. */
const DESCRIBE_PAUSE = 700;

export class Figure<Data> {
  readonly element: HTMLElement;
  /** Place for controls beside the title. */
  readonly tools = h('div', { class: 'plot-tools' });
  /** Place for words between the title and the canvas. */
  readonly intro = h('div', { class: 'plot-intro' });
  readonly caption = h('figcaption', { class: 'caption' });
  readonly canvas: HTMLCanvasElement;
  private readonly heading: HTMLElement;
  private plot: Plot<Data> | null = null;
  private readonly table = h('div', { class: 'plot-table', tabindex: '0', role: 'region' });
  private readonly tableButton: HTMLButtonElement;
  /** Why something could not be saved. */
  private readonly problem = h('p', { class: 'note', role: 'alert', hidden: true });
  private describedAt = 0;
  private describing: ReturnType<typeof setTimeout> | null = null;

  constructor(private readonly options: FigureOptions<Data>) {
    const id = uniqueId('figure');
    this.canvas = h('canvas', { role: 'img', 'aria-label': options.title });
    this.tableButton = h(
      'button',
      { type: 'button', class: 'quiet', 'aria-expanded': 'false', 'aria-controls': `${id}-table` },
      'Table',
    );
    this.table.id = `${id}-table`;
    this.table.hidden = true;
    this.table.setAttribute('aria-label', `${options.title}: data`);
    on(this.tableButton, 'click', () => this.toggleTable());
    this.heading = h(options.level ?? 'h3', { id, class: 'plot-title' }, options.title);
    this.element = h(
      'figure',
      { class: `plot plot-${options.size}`, 'aria-labelledby': id },
      h(
        'div',
        { class: 'plot-head' },
        this.heading,
        this.tools,
        h('div', { class: 'plot-actions' }, this.tableButton, this.saveMenu()),
      ),
      this.problem,
      this.intro,
      h('div', { class: 'plot-canvas' }, this.canvas),
      this.caption,
      this.table,
    );
  }

  /** Draws; does nothing before the figure is part of the page. */
  update(data: Data): void {
    if (!this.canvas.isConnected) return;
    this.plot ??= this.options.make(this.canvas);
    this.plot.update(data);
    this.describeSoon();
    if (!this.table.hidden) this.fillTable();
  }

  /** Makes the chart before there is anything to draw; @returns whether that had to be done */
  prepare(): boolean {
    if (this.plot) return false;
    this.plot = this.options.make(this.canvas);
    this.plot.prepare();
    return true;
  }

  setTitle(title: string): void {
    setText(this.heading, title);
  }

  retheme(): void {
    this.plot?.setTheme(readTheme(this.canvas));
  }

  get chart(): Plot<Data> | null {
    return this.plot;
  }

  dispose(): void {
    if (this.describing !== null) clearTimeout(this.describing);
    this.describing = null;
    this.plot?.destroy();
    this.plot = null;
  }

  private describeSoon(): void {
    if (this.describing !== null) return;
    const wait = Math.max(0, this.describedAt + DESCRIBE_PAUSE - performance.now());
    this.describing = setTimeout(() => {
      this.describing = null;
      this.describedAt = performance.now();
      if (this.plot) this.canvas.setAttribute('aria-label', this.plot.describe());
    }, wait);
  }

  private say(problem: string): void {
    this.problem.hidden = problem === '';
    setText(this.problem, problem);
  }

  private toggleTable(): void {
    this.table.hidden = !this.table.hidden;
    this.tableButton.setAttribute('aria-expanded', String(!this.table.hidden));
    if (!this.table.hidden) this.fillTable();
  }

  private fillTable(): void {
    if (!this.plot) return;
    const { columns, rows } = this.plot.table();
    const body = rows
      .slice(0, MAX_TABLE_ROWS)
      .map((row) => h('tr', {}, ...row.map((v) => h('td', {}, cellText(v)))));
    const note =
      rows.length > MAX_TABLE_ROWS
        ? h(
            'p',
            { class: 'note' },
            `The first ${MAX_TABLE_ROWS} of ${rows.length} rows; the CSV file has all.`,
          )
        : null;
    this.table.replaceChildren(
      h(
        'table',
        {},
        h('thead', {}, h('tr', {}, ...columns.map((c) => h('th', { scope: 'col' }, c)))),
        h('tbody', {}, ...body),
      ),
    );
    if (note) this.table.append(note);
  }

  private saveMenu(): HTMLElement {
    const menu = h('details', { class: 'menu' }, h('summary', { class: 'quiet' }, 'Save'));
    const complain = (error: unknown): void => this.say(`Nothing was saved: ${messageOf(error)}`);
    const item = (
      text: string,
      action: (plot: Plot<Data>, file: string) => Promise<void>,
    ): HTMLElement => {
      const button = h('button', { type: 'button' }, text);
      on(button, 'click', () => {
        menu.open = false;
        if (this.plot) action(this.plot, this.options.file).then(() => this.say(''), complain);
      });
      return button;
    };
    menu.append(
      h(
        'div',
        { class: 'menu-items' },
        item('Image (PNG)', async (plot, file) => (await import('./export')).savePng(plot, file)),
        item('Drawing (SVG)', async (plot, file) =>
          (await import('./export')).saveSvg(plot, file, this.heading.textContent),
        ),
        item('Numbers (CSV)', async (plot, file) =>
          (await import('./export')).saveCsv(plot.table(), file),
        ),
        ...(this.options.more ?? []).map(({ text, save }) =>
          item(text, (_plot, file) => save(file)),
        ),
      ),
    );
    return menu;
  }
}

function cellText(v: number | string): string {
  if (typeof v === 'string') return v;
  return Number.isInteger(v) ? formatCount(v) : formatNumber(v, 5);
}

/**
 * Menus below `root` close when attention goes elsewhere. Call once for the page, and once for each
 * shadow root with a signal that ends it.
 */
export function installMenus(root: Document | ShadowRoot = document, signal?: AbortSignal): void {
  const closeOthers = (event: Event): void => {
    // Seen from outside, what happens in a shadow root happens to its host: the path tells more.
    const path = event.composedPath();
    for (const menu of root.querySelectorAll<HTMLDetailsElement>('details.menu[open]')) {
      if (!path.includes(menu)) menu.open = false;
    }
  };
  const options = signal ? { signal } : {};
  document.addEventListener('click', closeOthers, options);
  document.addEventListener('focusin', closeOthers, options);
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      const open = root.querySelector<HTMLDetailsElement>('details.menu[open]');
      if (!open) return;
      open.open = false;
      open.querySelector('summary')?.focus();
    },
    options,
  );
}
