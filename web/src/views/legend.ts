// What the lines of the spectrum are. Line style says where a line comes from - solid: measured,
// dashed: fitted, dotted: predicted - and each entry switches its layer on or off.

import type { Layer } from '../config/view_state';
import type { Store } from '../state/store';
import { recordedAt } from '../state/runs';
import { h, on, setText, svg } from './dom';
import { tipButton } from './controls/tip';

interface Entry {
  layer: Layer;
  text: string;
  swatch: string;
  style: 'area' | 'solid' | 'dashed' | 'dotted' | 'both' | 'mark';
}

const ENTRIES: readonly Entry[] = [
  { layer: 'initial', text: 'at step 0', swatch: 'ghost', style: 'area' },
  { layer: 'bulk', text: 'Marchenko–Pastur', swatch: 'predicted', style: 'both' },
  { layer: 'edges', text: 'edges, TW 99 %', swatch: 'predicted', style: 'dotted' },
  { layer: 'spikes', text: 'spikes', swatch: 'run-a', style: 'mark' },
  { layer: 'hill', text: 'Hill', swatch: 'hill', style: 'dashed' },
  { layer: 'ks', text: 'KS', swatch: 'ks', style: 'dashed' },
];

const EXPLANATION =
  'Bars and dots are measured. Dashed lines are fitted to what was measured: the Marchenko–Pastur law ' +
  'of the present bulk and the power-law tails, whose open circle is the start x_min of the tail. ' +
  'Dotted lines are predicted from the sizes alone, before any training: the law of the initial random ' +
  'matrix, its two edges, and the Tracy–Widom line that its largest eigenvalue passes in 1 % of cases. ' +
  'What stands to the right of that line is counted as a spike. At the first step another dotted line ' +
  'shows where theory expects the spike, from the configuration alone (Ba et al. 2022).';

export class Legend {
  readonly element: HTMLElement;
  private readonly buttons = new Map<Layer, HTMLButtonElement>();
  private readonly values = new Map<Layer, HTMLElement>();
  private readonly rule: HTMLSelectElement;

  constructor(private readonly store: Store) {
    const items = ENTRIES.map((entry) => this.item(entry));
    this.rule = h(
      'select',
      { 'aria-label': 'Rule of the KS fit', class: 'inline-select' },
      h('option', { value: 'robust' }, 'robust rule'),
      h('option', { value: 'reference' }, 'reference rule'),
    );
    on(this.rule, 'change', () =>
      store.setView({ ksRule: this.rule.value === 'reference' ? 'reference' : 'robust' }),
    );
    this.element = h(
      'div',
      { class: 'legend' },
      h(
        'ul',
        { class: 'legend-items' },
        h('li', {}, h('span', { class: 'legend-fixed' }, swatch('run-a', 'area'), 'now')),
        ...items,
        h('li', {}, this.rule),
      ),
      h(
        'p',
        { class: 'legend-key' },
        key('solid', 'measured'),
        key('dashed', 'fitted'),
        key('dotted', 'predicted'),
        tipButton('the lines of the spectrum', () => h('p', {}, EXPLANATION)),
      ),
    );
  }

  render(): void {
    const { store } = this;
    for (const [layer, button] of this.buttons) {
      button.setAttribute('aria-pressed', String(!store.view.hidden.includes(layer)));
    }
    this.rule.value = store.view.ksRule;
    // With two runs the numbers stand in the figures only.
    const run = store.shown[0];
    const s =
      run && !store.isComparing ? recordedAt(run, store.playback.cursor)?.snapshot : undefined;
    const ks = s && (store.view.ksRule === 'robust' ? s.ksRobust : s.ks);
    this.write('hill', s?.hill.alpha);
    this.write('ks', ks?.alpha);
    const spikes = this.values.get('spikes');
    if (spikes) setText(spikes, s ? String(s.spikes) : '');
  }

  private write(layer: Layer, alpha: number | undefined): void {
    const value = this.values.get(layer);
    if (value)
      setText(value, alpha !== undefined && Number.isFinite(alpha) ? `α ${alpha.toFixed(2)}` : '');
  }

  private item(entry: Entry): HTMLElement {
    const hasValue = entry.layer === 'spikes' || entry.layer === 'hill' || entry.layer === 'ks';
    const value = hasValue ? h('span', { class: 'legend-value' }) : null;
    const button = h(
      'button',
      { type: 'button', class: 'legend-item', 'aria-pressed': 'true' },
      swatch(entry.swatch, entry.style),
      entry.text,
      value,
    );
    on(button, 'click', () => this.toggle(entry.layer));
    this.buttons.set(entry.layer, button);
    if (value) this.values.set(entry.layer, value);
    return h('li', {}, button);
  }

  private toggle(layer: Layer): void {
    const { hidden } = this.store.view;
    this.store.setView({
      hidden: hidden.includes(layer) ? hidden.filter((l) => l !== layer) : [...hidden, layer],
    });
  }
}

function key(style: 'solid' | 'dashed' | 'dotted', text: string): HTMLElement {
  return h('span', { class: 'key' }, swatch('muted', style), text);
}

/** A sample of a line or area in the colour of a custom property. */
export function swatch(color: string, style: Entry['style']): SVGSVGElement {
  const children: SVGElement[] = [];
  if (style === 'area') {
    children.push(svg('path', { d: 'M1 11V5h6V2h6v5h6v4', class: 'swatch-area' }));
  } else if (style === 'mark') {
    children.push(svg('path', { d: 'M6 3h8l-4 7z', class: 'swatch-mark' }));
  } else if (style === 'both') {
    children.push(
      svg('path', { d: 'M0 3h20', class: 'swatch-line', 'stroke-dasharray': '2 2.5' }),
      svg('path', {
        d: 'M0 9h20',
        class: 'swatch-line swatch-bulk-fit',
        'stroke-dasharray': '6 3',
      }),
    );
  } else {
    const dash = style === 'dashed' ? '6 3' : style === 'dotted' ? '2 2.5' : '';
    children.push(
      svg('path', { d: 'M0 6h20', class: 'swatch-line', 'stroke-dasharray': dash || null }),
    );
  }
  return svg(
    'svg',
    { viewBox: '0 0 20 12', class: `swatch swatch-${color}`, 'aria-hidden': 'true' },
    ...children,
  );
}
