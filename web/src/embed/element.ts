// <tailcraft-figure optimizer="adam" learning-rate="1" view="spectrum" controls="learning-rate,step">
// A figure on anybody's page from one script. It starts when it is scrolled into view, shares a few
// workers with the other figures of the page, and leaves nothing behind when it is removed.

import { EngineClient } from '../engine/client/engine_client';
import { SharedWorkers } from '../engine/client/shared_workers';
import { watchRefusals } from '../common/refusals';
import { ownAddress, spawnWorker } from '../engine/client/spawn_script';
import { Store } from '../state/store';
import { installTips } from '../views/controls/tip';
import { installMenus } from '../views/figures/figure';
import { LINK_ATTRIBUTES, linkOfAttributes } from './attributes';
import { EMBED_VIEW_ENTRIES, partOf } from './embed_views';
import { MemoryAddress } from './memory_address';
import { EmbedPanel } from './panel';
import { Remote, type FigureState, type Settings } from './remote';
import { parseSpec } from './spec';
import { embedSheet } from './styles';

/** Figures start this far before they come into view. */
const AHEAD = '200px';
const SPEC_ATTRIBUTES = ['view', 'controls', 'home'];

/** One core is left to the page around the figures. */
const WORKERS = Math.max(1, Math.min(8, (navigator.hardwareConcurrency || 2) - 1));
const workers = new SharedWorkers(spawnWorker, WORKERS);

interface Running {
  store: Store;
  panel: EmbedPanel;
  remote: Remote;
  address: MemoryAddress;
}

export class TailcraftFigure extends HTMLElement {
  static readonly observedAttributes = [...LINK_ATTRIBUTES, ...SPEC_ATTRIBUTES, 'theme'];
  /** Workers that all figures of the page have started and not ended. */
  static get workerCount(): number {
    return workers.size;
  }

  private readonly root: ShadowRoot;
  private running: Running | null = null;
  /** Ends what listens to the page. */
  private presence: AbortController | null = null;
  private observer: IntersectionObserver | null = null;
  private readonly content = new MutationObserver(() => this.release());
  /** Where a figure was that was taken out of the page; it goes on there when it is put back. */
  private left: string | null = null;
  private announced = '';
  /** Attributes that have not been read again yet. */
  private readonly changed = new Set<string>();

  constructor() {
    super();
    this.root = this.attachShadow({ mode: 'open' });
    this.root.adoptedStyleSheets = [embedSheet()];
  }

  connectedCallback(): void {
    this.release();
    this.content.observe(this, { childList: true });
    this.observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) this.start();
      },
      { rootMargin: AHEAD },
    );
    this.observer.observe(this);
  }

  disconnectedCallback(): void {
    this.content.disconnect();
    this.left = this.running?.address.read() ?? this.left;
    this.stop();
    this.observer?.disconnect();
    this.observer = null;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (name === 'theme') this.running?.panel.retheme();
    else {
      // Several attributes may be about to change: they are read together.
      if (this.changed.size === 0) queueMicrotask(() => this.reread());
      this.changed.add(name);
    }
  }

  /** Changes settings of the run by the names of the engine's Config; returns what was not taken. */
  configure(settings: Settings): string[] {
    return this.start().remote.configure(settings);
  }
  /** Shows what a link of the page (the part after `#`) says. */
  open(link: string): string[] {
    return this.start().remote.open(link);
  }
  play(): void {
    this.start().remote.play();
  }
  pause(): void {
    this.start().remote.pause();
  }
  step(by = 1): void {
    this.start().remote.step(by);
  }
  seek(step: number): void {
    this.start().remote.seek(step);
  }
  /** What is on display; null before the figure has started. */
  get state(): FigureState | null {
    return this.running?.remote.state ?? null;
  }

  /** In HTML `<tailcraft-figure/>` has no end: the rest of the page is read as its content. It goes after it. */
  private release(): void {
    if (this.hasChildNodes()) this.after(...this.childNodes);
  }

  private reread(): void {
    const rebuild = SPEC_ATTRIBUTES.some((name) => this.changed.has(name));
    this.changed.clear();
    this.left = null;
    if (!this.running) return;
    if (rebuild) {
      this.stop();
      this.start();
    } else {
      const { remote, store } = this.running;
      for (const warning of remote.open(this.link())) store.notify(warning);
    }
  }

  private link(): string {
    return linkOfAttributes((name) => this.getAttribute(name));
  }

  private start(): Running {
    if (this.running) return this.running;
    const { spec, warnings } = parseSpec(this.getAttribute('view'), this.getAttribute('controls'));
    const address = new MemoryAddress(this.left ?? this.link());
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const store = new Store({
      address,
      client: (_slot, events) =>
        new EngineClient({
          spawn: () => workers.lease(),
          notice: events.notice,
          ready: (version) => {
            events.ready?.(version);
            this.tell('tailcraft-ready', { version });
          },
        }),
      part: partOf(spec.view),
      storage: null,
      frame: (callback) => requestAnimationFrame(callback),
      still: still || EMBED_VIEW_ENTRIES[spec.view].rests === true,
    });
    const panel = new EmbedPanel(store, spec, this.home(), {
      spawn: () => workers.lease(true),
      most: WORKERS,
    });
    const running = { store, panel, remote: new Remote(store), address };
    this.running = running;
    this.root.replaceChildren(panel.element);
    this.listen(panel);
    for (const warning of warnings) store.notify(warning);
    store.subscribe(() => this.announce(running.remote));
    store.open();
    return running;
  }

  private stop(): void {
    this.presence?.abort();
    this.presence = null;
    if (!this.running) return;
    this.running.panel.dispose();
    this.running.store.dispose();
    this.running = null;
    this.announced = '';
  }

  /** Follows the colours of the page around it. */
  private listen(panel: EmbedPanel): void {
    const presence = new AbortController();
    const { signal } = presence;
    this.presence = presence;
    installMenus(this.root, signal);
    const retheme = (): void => panel.retheme();
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', retheme, { signal });
    const watch = new MutationObserver(retheme);
    for (const element of [document.documentElement, document.body, this]) {
      watch.observe(element, { attributeFilter: ['class', 'style', 'data-theme'] });
    }
    signal.addEventListener('abort', () => watch.disconnect());
  }

  /** The whole page: where the author says it is, or beside this script. */
  private home(): string | null {
    const said = this.getAttribute('home') ?? ownAddress;
    if (said === null) return null;
    try {
      const url = new URL('./', new URL(said, document.baseURI));
      return /^https?:$/.test(url.protocol) ? url.href : null;
    } catch {
      return null;
    }
  }

  private announce(remote: Remote): void {
    const { signature } = remote;
    if (signature === this.announced) return;
    this.announced = signature;
    this.tell('tailcraft-state', remote.state);
  }

  private tell(type: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}

if (!customElements.get('tailcraft-figure')) {
  installTips();
  watchRefusals(document);
  customElements.define('tailcraft-figure', TailcraftFigure);
}
