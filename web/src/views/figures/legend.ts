// What the lines of the spectrum are. Line style says where a line comes from - solid: measured,
// dashed: fitted, dotted: predicted - and each entry switches its layer on or off.

import type { Layer } from '../../config/link/view_state';
import type { Store } from '../../state/store';
import { h, on, setValue, svg } from '../common/dom';
import { tipButton } from '../controls/tip';

interface Entry {
  layer: Layer;
  text: string;
  swatch: string;
  style: 'area' | 'solid' | 'dashed' | 'dotted' | 'both' | 'mark';
}

const ENTRIES: readonly Entry[] = [
  { layer: 'initial', text: 'at step 0', swatch: 'ghost', style: 'area' },
  { layer: 'bulk', text: 'Marchenko–Pastur', swatch: 'predicted', style: 'both' },
  { layer: 'edges', text: 'edges', swatch: 'predicted', style: 'dotted' },
  { layer: 'spikes', text: 'spikes', swatch: 'run-a', style: 'mark' },
  { layer: 'hill', text: 'Hill tail', swatch: 'hill', style: 'dashed' },
  { layer: 'ks', text: 'KS tail', swatch: 'ks', style: 'dashed' },
];

const EXPLANATION =
  'Bars and dots are measured. Dashed lines are fitted to what was measured: the Marchenko–Pastur law ' +
  'of the present bulk and the power-law tails, whose open circle is the start x_min of the tail. ' +
  'Dotted lines are predicted from the sizes alone, before any training: the law of the initial random ' +
  'matrix, its two edges, and the Tracy–Widom line that its largest eigenvalue passes in 1 % of cases. ' +
  'What stands to the right of that line is counted as a spike. At the first step another dotted line ' +
  'shows where theory expects the spike, from the configuration alone (Ba et al. 2022).';

/** What the spectrum of given weights calls otherwise than that of a run. */
export interface LegendOptions {
  names: Partial<Record<Layer, string>>;
  now: string;
  explanation: string;
}

const OF_RUN: LegendOptions = { names: {}, now: 'now', explanation: EXPLANATION };

export class Legend {
  readonly element: HTMLElement;
  private readonly buttons = new Map<Layer, HTMLButtonElement>();
  private readonly rule: HTMLSelectElement;

  constructor(
    private readonly store: Store,
    private readonly options = OF_RUN,
  ) {
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
        h('li', {}, h('span', { class: 'legend-fixed' }, swatch('run-a', 'area'), options.now)),
        ...items,
      ),
      h(
        'div',
        { class: 'legend-key' },
        key('solid', 'measured'),
        key('dashed', 'fitted'),
        key('dotted', 'predicted'),
        tipButton('the lines of the spectrum', () => h('p', {}, options.explanation)),
        h('label', { class: 'legend-rule' }, 'KS fit:', this.rule),
      ),
    );
  }

  render(): void {
    const { store } = this;
    for (const [layer, button] of this.buttons) {
      button.setAttribute('aria-pressed', String(!store.view.hidden.includes(layer)));
    }
    setValue(this.rule, store.view.ksRule);
  }

  private item(entry: Entry): HTMLElement {
    const button = h(
      'button',
      { type: 'button', class: 'legend-item', 'aria-pressed': 'true' },
      swatch(entry.swatch, entry.style),
      this.options.names[entry.layer] ?? entry.text,
    );
    on(button, 'click', () => this.toggle(entry.layer));
    this.buttons.set(entry.layer, button);
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
