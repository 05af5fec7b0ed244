// What the map shows: the quantity behind its colours and the ends of their scale, the lines between
// phases, theory's threshold.

import { listed, quoted } from '../../common/text';
import { numberOf } from '../../common/untrusted';
import { MAP_QUANTITIES, mapQuantity, whyNotLimits } from '../../config/map/colors';
import { metricHelp } from '../../config/metrics/metric_help';
import { PHASES } from '../../config/metrics/phases';
import type { Store } from '../../state/store';
import { RangeField } from '../controls/range_field';
import { tipButton } from '../controls/tip';
import { h, on, setText, setValue } from '../common/dom';

const THEORY =
  'Dotted: the learning rate at which one step throws an eigenvalue out of the bulk, predicted from the ' +
  'sizes, the noise and the two functions alone, before anything is trained (Ba et al. 2022; ' +
  'Benaych-Georges & Nadakuditi 2012). For Adam and signGD the step is the sign of the gradient. Nothing is ' +
  'predicted for Muon, nor with weight decay.';

const UNMEASURED =
  'No cell of this map has this number: a map that was stored before the number was known lacks it. ' +
  'Computed here, the map has it.';

function phaseList(): Node {
  return h(
    'dl',
    { class: 'phase-list' },
    ...Object.entries(PHASES).flatMap(([phase, { name, meaning }]) => [
      h('dt', {}, h('span', { class: 'phase-swatch', 'data-phase': phase }), name),
      h('dd', {}, meaning),
    ]),
  );
}

export class PhasesTools {
  /** Beside the figure's title. */
  readonly color: HTMLElement;
  /** Below the map. */
  readonly switches: HTMLElement;
  private readonly select: HTMLSelectElement;
  private readonly edges: HTMLInputElement;
  private readonly theory: HTMLInputElement;
  private readonly limits: RangeField;
  private readonly auto: HTMLButtonElement;
  private readonly tip = h('span', { class: 'note' });
  private shown: readonly [number, number] | null = null;

  constructor(private readonly store: Store) {
    this.select = h(
      'select',
      { class: 'inline-select', 'aria-label': 'Colour by' },
      h('option', { value: 'phase' }, 'phase'),
      ...MAP_QUANTITIES.map((q) => h('option', { value: q.key }, q.name)),
    );
    on(this.select, 'change', () =>
      store.setView({ mapColor: this.select.value, mapLimits: null }),
    );
    this.color = h(
      'span',
      { class: 'map-color' },
      h('label', {}, 'colour: ', this.select),
      ' ',
      tipButton('the phases', phaseList),
    );
    this.edges = h('input', { type: 'checkbox' });
    on(this.edges, 'change', () => store.setView({ mapEdges: this.edges.checked }));
    this.theory = h('input', { type: 'checkbox' });
    on(this.theory, 'change', () => store.setView({ mapTheory: this.theory.checked }));
    this.limits = new RangeField('Scale', false, (patch) => this.setLimits(patch));
    this.auto = h('button', { type: 'button', class: 'quiet' }, 'Automatic');
    on(this.auto, 'click', () => store.setView({ mapLimits: null }));
    this.switches = h(
      'div',
      { class: 'map-switches' },
      h('label', {}, this.edges, ' lines between phases'),
      h(
        'span',
        {},
        h('label', {}, this.theory, ' theory’s threshold'),
        ' ',
        tipButton('theory’s threshold', () => h('p', {}, THEORY)),
      ),
      h('span', { class: 'map-limits' }, this.limits.element, this.auto),
      this.tip,
    );
  }

  /**
   * @param range  ends of the scale on display; null while colours are phases, NaN where no cell has the number
   * @param hasCells  whether any cell of the map is known
   */
  render(range: readonly [number, number] | null, hasCells: boolean): void {
    const { mapColor, mapLimits, mapEdges, mapTheory } = this.store.view;
    const quantity = mapQuantity(mapColor);
    setValue(this.select, quantity ? quantity.key : 'phase');
    this.edges.checked = mapEdges;
    this.theory.checked = mapTheory;
    this.limits.element.parentElement!.hidden = !quantity;
    this.auto.disabled = mapLimits === null;
    this.shown = range;
    if (range) this.limits.show({ from: range[0], to: range[1] });
    const help = quantity ? (quantity.tip ?? metricHelp(quantity.key).tip) : '';
    const isUnmeasured = hasCells && range !== null && Number.isNaN(range[0]);
    setText(this.tip, isUnmeasured ? `${help} ${UNMEASURED}` : help);
  }

  private setLimits(patch: Record<string, string>): void {
    const now = this.shown ?? [0, 1];
    const next = [
      'from' in patch ? numberOf(patch['from']) : now[0],
      'to' in patch ? numberOf(patch['to']) : now[1],
    ] as const;
    const why = whyNotLimits(next, mapQuantity(this.store.view.mapColor)?.scale);
    if (why === '') {
      this.store.setView({ mapLimits: next });
      return;
    }
    this.store.notify(`Scale: ${listed(next.map(quoted))} cannot be its ends: ${why}.`);
    this.limits.show({ from: now[0], to: now[1] });
  }
}
