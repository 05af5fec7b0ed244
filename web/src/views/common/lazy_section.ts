// A folded section of the page. What is in it is loaded and computed when it is opened; when loading
// fails, the section says so and offers to try again.

import type { Store } from '../../state/store';
import { h, on } from './dom';
import { loadFailure } from './load_failure';

export interface SectionContent {
  readonly element: HTMLElement;
  render(): void;
  retheme(): void;
}

export interface LazySectionOptions {
  /** Field of the view state that says whether it is open. */
  flag: 'anatomy' | 'theory' | 'lossPath';
  title: string;
  /** What is in it, beside the title. */
  note: string;
  load: () => Promise<SectionContent>;
}

export class LazySection {
  readonly element: HTMLElement;
  private readonly details: HTMLDetailsElement;
  private readonly body = h('div');
  private content: SectionContent | null = null;
  private isAsked = false;

  constructor(
    private readonly store: Store,
    private readonly options: LazySectionOptions,
  ) {
    const { flag, title, note } = options;
    this.details = h(
      'details',
      { class: 'section-fold' },
      h('summary', {}, h('h2', {}, title), h('span', { class: 'note' }, note)),
      this.body,
    );
    on(this.details, 'toggle', () => {
      const { open } = this.details;
      if (open !== store.view[flag]) store.setView({ [flag]: open });
    });
    this.element = h('section', { 'aria-label': title }, this.details);
  }

  render(): void {
    const isOpen = this.store.view[this.options.flag];
    if (this.details.open !== isOpen) this.details.open = isOpen;
    if (!isOpen) return;
    if (this.content) this.content.render();
    else if (!this.isAsked) void this.load();
  }

  retheme(): void {
    this.content?.retheme();
  }

  private async load(): Promise<void> {
    const { title, load } = this.options;
    this.isAsked = true;
    this.body.replaceChildren();
    try {
      this.content = await load();
      this.body.replaceChildren(this.content.element);
      this.store.wake();
    } catch (error) {
      this.body.replaceChildren(loadFailure(`“${title}”`, error, () => void this.load()));
    }
  }
}
