// Title, and what can be done with the whole page: experiments, comparing, links, files, undo.

import { PARTS, type Part } from '../../config/link/view_state';
import type { Store } from '../../state/store';
import { h, on, setAttribute, setText } from '../common/dom';
import { widthFor } from '../common/room';
import { PART_ENTRIES } from './parts';
import { nextTheme, themeName } from './theme_switch';

export interface HeaderActions {
  openPresets: () => void;
  share: () => void;
  openFile: () => void;
  saveRun: () => void;
  saveWeights: () => void;
}

export class Header {
  readonly element: HTMLElement;
  private readonly undo = this.quiet(
    'Undo',
    () => this.store.undo(),
    'Undo the last change (Ctrl+Z)',
  );
  private readonly redo = this.quiet('Redo', () => this.store.redo(), 'Redo (Ctrl+Shift+Z)');
  private readonly compare = this.quiet('GD against Adam', () => this.toggleCompare());
  private readonly theme = this.quiet('Theme: auto', () => this.switchTheme());

  /** What concerns the runs of Explore only. */
  private readonly exploring: readonly HTMLElement[];
  private readonly tabs = new Map<Part, HTMLButtonElement>();

  constructor(
    private readonly store: Store,
    actions: HeaderActions,
  ) {
    const fileMenu = h(
      'details',
      { class: 'menu' },
      h('summary', { class: 'quiet' }, 'File'),
      h(
        'div',
        { class: 'menu-items' },
        this.item('Save this run (JSON)', actions.saveRun),
        this.item('Save W at this step (.npy)', actions.saveWeights),
        this.item('Open a saved run …', actions.openFile),
      ),
    );
    const presets = this.quiet(
      'Experiments',
      actions.openPresets,
      'The paper’s experiments by name',
    );
    const share = this.quiet(
      'Share',
      actions.share,
      'What is on screen as a link, an iframe or an element',
    );
    widthFor(this.compare, ['GD against Adam', 'End comparison']);
    widthFor(this.theme, ['Theme: auto', 'Theme: light', 'Theme: dark']);
    this.exploring = [presets, this.compare, fileMenu];
    for (const part of PARTS) {
      const open = (): void => store.openPart(part);
      this.tabs.set(part, this.quiet(PART_ENTRIES[part].label, open));
    }
    this.element = h(
      'header',
      { class: 'page-head' },
      h(
        'div',
        { class: 'brand' },
        h('h1', {}, 'Tailcraft'),
        h(
          'p',
          { class: 'subtitle' },
          'How a few large gradient steps give a random weight matrix a heavy tail',
        ),
      ),
      h('nav', { class: 'tabs', 'aria-label': 'Parts' }, ...this.tabs.values()),
      h(
        'nav',
        { class: 'actions', 'aria-label': 'Page' },
        h(
          'span',
          { class: 'action-group changing' },
          presets,
          this.compare,
          this.undo,
          this.redo,
          this.quiet('Reset', () => store.resetAll(), 'Back to the page as it first opened'),
        ),
        h('span', { class: 'action-group' }, share, fileMenu, this.theme),
      ),
    );
  }

  render(): void {
    const { part } = this.store.view;
    for (const [name, tab] of this.tabs) {
      setAttribute(tab, 'aria-current', name === part ? 'page' : null);
    }
    for (const element of this.exploring) element.hidden = part !== 'explore';
    this.undo.disabled = !this.store.canUndo;
    this.redo.disabled = !this.store.canRedo;
    setText(this.compare, this.store.isComparing ? 'End comparison' : 'GD against Adam');
    this.compare.title = this.store.isComparing
      ? 'Back to one run'
      : 'A second run with the other optimizer on the same data and initial weights';
    const name = themeName();
    setText(
      this.theme,
      name === 'auto' ? 'Theme: auto' : name === 'dark' ? 'Theme: dark' : 'Theme: light',
    );
  }

  private toggleCompare(): void {
    const { store } = this;
    if (store.isComparing) store.compare(null);
    else store.compare({ optimizer: store.config.optimizer === 'gd' ? 'adam' : 'gd' });
  }

  private switchTheme(): void {
    nextTheme();
    this.store.wake();
  }

  private quiet(text: string, action: () => void, title?: string): HTMLButtonElement {
    const button = h('button', { type: 'button', class: 'quiet', title }, text);
    on(button, 'click', action);
    return button;
  }

  private item(text: string, action: () => void): HTMLButtonElement {
    const button = h('button', { type: 'button' }, text);
    on(button, 'click', () => {
      button.closest('details')?.removeAttribute('open');
      action();
    });
    return button;
  }
}
