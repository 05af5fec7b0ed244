// One figure with its controls, as it stands in an iframe, in the element, and in the preview of
// the share dialog. It owns a store; nothing in it reaches for the page around it.

import { messageOf } from '../common/errors';
import { formatLink } from '../config/link/link';
import { param } from '../config/schema/schema';
import type { Workers } from '../state/map_setup';
import type { Store } from '../state/store';
import { field, type Field } from '../views/controls/field';
import { h, setAttribute } from '../views/common/dom';
import { installKeyboard } from '../views/controls/keyboard';
import { Notices } from '../views/common/notices';
import { Prompt } from '../views/explore/prompt';
import { Timeline } from '../views/explore/timeline';
import { EMBED_VIEW_ENTRIES, partOf, type StandingView } from './embed_views';
import { kebab, type EmbedSpec } from './spec';

export class EmbedPanel {
  readonly element: HTMLElement;
  private readonly fields: Field[] = [];
  private readonly timeline: Timeline | null;
  private readonly notices: Notices;
  private readonly prompt: Prompt | null;
  private readonly stage = h('div', { class: 'stage' });
  private readonly open: HTMLAnchorElement;
  private view: StandingView | null = null;
  private isDisposed = false;
  private readonly forget: () => void;

  /**
   * @param home address of the whole page for "Open in Tailcraft"; null leaves the link out
   * @param workers that the page's figures share
   */
  constructor(
    private readonly store: Store,
    readonly spec: EmbedSpec,
    private readonly home: string | null,
    private readonly workers?: Workers,
  ) {
    const entry = EMBED_VIEW_ENTRIES[spec.view];
    this.notices = new Notices(store);
    // A map has no steps to go through.
    const plays = partOf(spec.view) === 'explore';
    this.timeline = plays && spec.controls.includes('step') ? new Timeline(store) : null;
    this.prompt = entry.asks === true ? null : new Prompt(store);
    this.open = h('a', { target: '_blank', rel: 'noopener', class: 'quiet' }, 'Open in Tailcraft');
    if (this.prompt) this.stage.append(this.prompt.element);
    const controls = this.controls();
    this.element = h(
      'div',
      { class: `embed embed-${spec.view}${spec.controls.includes('form') ? ' has-forms' : ''}` },
      controls,
      this.stage,
      this.timeline?.element,
      this.notices.element,
      home === null ? null : h('p', { class: 'embed-foot' }, this.open),
    );
    if (this.timeline) installKeyboard(store, (e) => this.timeline?.key(e) ?? false, this.element);
    this.forget = store.subscribe(() => this.render());
    this.loadView();
  }

  private get isMap(): boolean {
    return partOf(this.spec.view) === 'phases';
  }

  /** Colours changed: draw again. */
  retheme(): void {
    this.view?.retheme();
    this.store.wake();
  }

  dispose(): void {
    this.isDisposed = true;
    this.forget();
    this.view?.dispose();
    this.element.remove();
  }

  private loadView(): void {
    const { store } = this;
    const take = (view: StandingView): void => {
      if (this.isDisposed) {
        // Gone before it was there: it has workers already.
        view.dispose();
        return;
      }
      this.view = view;
      this.stage.prepend(view.element);
      store.wake();
    };
    const loaded = EMBED_VIEW_ENTRIES[this.spec.view].load(store, this.workers);
    if (!(loaded instanceof Promise)) take(loaded);
    else
      loaded.then(take, (error: unknown) =>
        store.notify(`This figure could not be loaded: ${messageOf(error)}`),
      );
  }

  /** A figure that led elsewhere, a cell of the map to its run, leads to the whole page. */
  private leave(): void {
    const link = formatLink(this.store.state);
    this.store.undo();
    if (this.home !== null) window.open(`${this.home}#${link}`, '_blank', 'noopener');
  }

  private controls(): HTMLElement | null {
    const keys = this.spec.controls.filter((c) => c !== 'step' && c !== 'form');
    if (keys.length === 0) return null;
    const { store } = this;
    for (const key of keys) {
      if (this.isMap && ['optimizer', 'learningRate'].includes(key)) {
        store.notify(
          `A map has its own learning rates: there is no control “${kebab(key)}” of it.`,
        );
        continue;
      }
      this.fields.push(
        field(param(key), (patch, continuing) =>
          this.isMap
            ? store.changeMap({ base: { ...store.map.base, ...patch } }, continuing)
            : store.change(patch, 0, continuing),
        ),
      );
    }
    return h('div', { class: 'embed-controls' }, ...this.fields.map((f) => f.element));
  }

  private render(): void {
    const { store } = this;
    if (store.view.part !== partOf(this.spec.view)) {
      this.leave();
      return;
    }
    for (const f of this.fields) f.show(this.isMap ? store.map.base : store.config);
    this.notices.render();
    this.prompt?.render();
    this.timeline?.render();
    this.view?.render();
    if (this.home !== null)
      setAttribute(this.open, 'href', `${this.home}#${formatLink(store.state)}`);
  }
}
