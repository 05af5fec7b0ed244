// The frame of the page: the header with its tabs, and the one part that the link names.

import { messageOf } from '../../common/errors';
import type { Part } from '../../config/link/view_state';
import type { Store } from '../../state/store';
import { h } from '../common/dom';
import { loadFailure } from '../common/load_failure';
import { Header } from './header';
import { Notices } from '../common/notices';
import { pageActions } from './page_actions';
import { PART_ENTRIES } from './parts';
import { licensesLink } from './licenses_link';
import { type PartView } from '../common/part_view';

export class Page {
  private readonly header: Header;
  private readonly notices: Notices;
  private readonly slot = h('div', { class: 'part' });
  private readonly views = new Map<Part, PartView>();
  private readonly loading = new Set<Part>();
  /** What stands in the place of a part that could not be loaded. */
  private readonly failures = new Map<Part, HTMLElement>();
  private shown: HTMLElement | undefined;
  /** Dropped on the page, for the part that reads weights. */
  private dropped: File | null = null;

  constructor(
    private readonly store: Store,
    root: HTMLElement,
    share: () => Promise<void>,
  ) {
    this.header = new Header(store, pageActions(store, share));
    this.notices = new Notices(store);
    root.replaceChildren(
      this.header.element,
      this.notices.element,
      this.slot,
      h('footer', { class: 'page-foot' }, licensesLink()),
    );
    this.show();
  }

  render(): void {
    this.header.render();
    this.notices.render();
    this.show()?.render();
  }

  retheme(): void {
    for (const view of this.views.values()) view.retheme();
  }

  /** Opens what was dropped: a saved run, or else weights. */
  open(file: File): void {
    if (/\.json$/i.test(file.name)) {
      void import('./run_file').then(
        (m) => m.openRun(this.store, file),
        (error: unknown) => this.store.notify(messageOf(error)),
      );
      return;
    }
    this.dropped = file;
    if (this.store.view.part !== 'weights') this.store.setView({ part: 'weights' });
    this.store.wake();
  }

  key(event: KeyboardEvent): boolean {
    return this.views.get(this.store.view.part)?.key?.(event) ?? false;
  }

  /** The part that the link names, once it has been loaded. */
  private show(): PartView | null {
    const { part } = this.store.view;
    if (!this.views.has(part)) this.load(part);
    const view = this.views.get(part);
    const element = view?.element ?? this.failures.get(part);
    if (element && this.shown !== element) {
      this.shown = element;
      this.slot.replaceChildren(element);
    }
    if (this.dropped && view?.takeFile) {
      view.takeFile(this.dropped);
      this.dropped = null;
    }
    return view ?? null;
  }

  private load(part: Part): void {
    if (this.loading.has(part)) return;
    const loaded = PART_ENTRIES[part].load(this.store);
    if (!(loaded instanceof Promise)) {
      this.views.set(part, loaded);
      return;
    }
    this.loading.add(part);
    loaded.then(
      (view) => {
        this.loading.delete(part);
        this.views.set(part, view);
        this.store.wake();
      },
      (error: unknown) => {
        // Kept in `loading`, so that a file that is missing is not asked for once a frame.
        const retry = (): void => {
          this.loading.delete(part);
          this.failures.delete(part);
          this.store.wake();
        };
        const what = `“${PART_ENTRIES[part].label}”`;
        this.failures.set(part, loadFailure(what, error, retry));
        this.store.wake();
      },
    );
  }
}
