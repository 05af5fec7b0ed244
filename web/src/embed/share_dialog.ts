// Takes what is on screen elsewhere: as a link, as an iframe, as an element, with a preview.

import { formatLink } from '../config/link/link';
import { PARAMS } from '../config/schema/schema';
import { EngineClient } from '../engine/client/engine_client';
import { spawnWorker } from '../engine/client/spawn';
import { Store } from '../state/store';
import { h, on, setText, uniqueId } from '../views/common/dom';
import { EMBED_VIEW_ENTRIES, partOf } from './embed_views';
import { MemoryAddress } from './memory_address';
import { EmbedPanel } from './panel';
import { elementSnippet, figureLink, frameSnippet } from './snippets';
import { EMBED_VIEWS, type EmbedControl, type EmbedSpec, type EmbedView } from './spec';

const SOMEWHERE = 'https://example.org/tailcraft/';
const CONTROLS: readonly { control: EmbedControl; label: string }[] = [
  { control: 'step', label: 'Time-line' },
  ...PARAMS.filter((p) => p.group === 'main').map((p) => ({ control: p.key, label: p.label })),
  { control: 'form', label: 'Forms of the spectrum' },
];
const CHECKED: readonly EmbedControl[] = ['step', 'learningRate'];

/** @param home address of the built folder; null when this page is one file and has none */
export function openShare(store: Store, home: string | null): void {
  new ShareDialog(store, home).open();
}

class ShareDialog {
  private readonly link = h('input', { type: 'text', readonly: true, id: uniqueId('link') });
  private readonly figure = h(
    'select',
    { class: 'inline-select', id: uniqueId('figure') },
    ...EMBED_VIEWS.map((v) => h('option', { value: v }, EMBED_VIEW_ENTRIES[v].label)),
  );
  private readonly boxes = CONTROLS.map(({ control, label }) => {
    const box = h('input', { type: 'checkbox' });
    box.checked = CHECKED.includes(control);
    return { control, box, element: h('label', { class: 'share-box' }, box, label) };
  });
  private readonly frame = h('textarea', { readonly: true, rows: 5, id: uniqueId('frame') });
  private readonly element = h('textarea', { readonly: true, rows: 6, id: uniqueId('element') });
  private readonly preview = h('div', { class: 'share-preview' });
  private readonly status = h('span', { class: 'note', role: 'status' });
  private readonly dialog: HTMLDialogElement;
  private readonly resized = new ResizeObserver(() => this.write());
  private shown: { panel: EmbedPanel; store: Store } | null = null;

  constructor(
    private readonly store: Store,
    private readonly home: string | null,
  ) {
    const close = h('button', { type: 'button', class: 'quiet' }, 'Close');
    const title = uniqueId('share');
    this.dialog = h(
      'dialog',
      { class: 'share', 'aria-labelledby': title },
      h(
        'div',
        { class: 'dialog-head' },
        h('h2', { id: title }, 'Share what is on screen'),
        this.status,
        close,
      ),
      home === null
        ? h(
            'p',
            { class: 'note' },
            `This page is a file without an address. Put ${SOMEWHERE} right in what you copy: it stands for ` +
              'a host that has the built folder.',
          )
        : null,
      this.part('Link to exactly this', this.link),
      h('h3', {}, 'One figure on another page'),
      h(
        'div',
        { class: 'share-columns' },
        h(
          'div',
          {},
          h(
            'p',
            { class: 'share-row' },
            h('label', { for: this.figure.id }, 'Figure'),
            this.figure,
          ),
          h(
            'fieldset',
            { class: 'share-boxes' },
            h('legend', {}, 'Controls'),
            ...this.boxes.map((b) => b.element),
          ),
          this.part('As an iframe', this.frame),
          this.part('As an element', this.element),
        ),
        h('div', {}, h('h4', {}, 'Preview'), this.preview),
      ),
    );
    on(close, 'click', () => this.dialog.close());
    on(this.dialog, 'click', (event) => {
      if (event.target === this.dialog) this.dialog.close();
    });
    on(this.dialog, 'close', () => this.end());
    on(this.figure, 'change', () => this.show());
    for (const { box } of this.boxes) on(box, 'change', () => this.show());
  }

  open(): void {
    if (this.store.view.part === 'phases') this.figure.value = 'phases';
    document.body.append(this.dialog);
    this.dialog.showModal();
    this.show();
  }

  private get spec(): EmbedSpec {
    return {
      view: this.figure.value as EmbedView,
      controls: this.boxes.flatMap(({ control, box, element }) =>
        box.checked && !element.hidden ? [control] : [],
      ),
    };
  }

  /** The preview and the texts for what is chosen. */
  private show(): void {
    for (const { control, element } of this.boxes) {
      const { value } = this.figure;
      // A map has its own settings and no single run.
      element.hidden = value === 'phases' || (control === 'form' && value !== 'spectrum');
    }
    this.clear();
    const store = new Store({
      address: new MemoryAddress(figureLink(this.store.state)),
      part: partOf(this.spec.view),
      client: (_slot, events) => new EngineClient({ spawn: spawnWorker, ...events }),
      storage: null,
      frame: (callback) => requestAnimationFrame(callback),
      still: true,
    });
    const panel = new EmbedPanel(store, this.spec, this.home ?? SOMEWHERE);
    this.shown = { panel, store };
    this.preview.replaceChildren(panel.element);
    this.resized.observe(panel.element);
    store.open();
    this.write();
  }

  private write(): void {
    const home = this.home ?? SOMEWHERE;
    const link = formatLink(this.store.state);
    const alone = figureLink(this.store.state);
    const height = this.shown?.panel.element.offsetHeight ?? 0;
    this.link.value = home + (link === '' ? '' : `#${link}`);
    this.frame.value = frameSnippet(home, this.spec, alone, height);
    this.element.value = elementSnippet(home, this.spec, alone);
  }

  private part(text: string, field: HTMLInputElement | HTMLTextAreaElement): HTMLElement {
    const copy = h('button', { type: 'button', class: 'secondary' }, 'Copy');
    copy.setAttribute('aria-label', `Copy: ${text}`);
    on(copy, 'click', () => {
      navigator.clipboard.writeText(field.value).then(
        () => setText(this.status, 'Copied.'),
        () => {
          field.select();
          setText(this.status, 'This browser did not let the page copy; the text is selected.');
        },
      );
    });
    on(field, 'focus', () => field.select());
    return h(
      'div',
      { class: 'share-part' },
      h('label', { for: field.id }, text),
      h('div', { class: 'share-row' }, field, copy),
    );
  }

  private clear(): void {
    this.resized.disconnect();
    this.shown?.panel.dispose();
    this.shown?.store.dispose();
    this.shown = null;
  }

  private end(): void {
    this.clear();
    this.dialog.remove();
  }
}
