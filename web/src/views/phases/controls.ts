// Settings of the map: which optimizers, which rates, what the vertical axis is, how often; then those
// that all its runs share, from the schema.

import type { OptimizerName } from '@engine';
import { formatCount } from '../../common/format';
import { mapSize, OPTIMIZERS, type Rates } from '../../config/map/map';
import { CHOICE_AXES, NUMBER_AXES } from '../../config/map/axes';
import { param, PARAMS } from '../../config/schema/schema';
import { GROUPS, type Group, type Param } from '../../config/schema/param';
import type { Store } from '../../state/store';
import { field, type Field } from '../controls/field';
import { RangeField } from '../controls/range_field';
import { tipButton } from '../controls/tip';
import { h, on, setText, uniqueId } from '../common/dom';
import { optionLabel } from './charts/data';

const HELP = {
  optimizers: 'One map for each, side by side on the same colours.',
  rates:
    'Each optimizer has a range of its own, because what counts is the size of the update: GD needs far ' +
    'larger rates than Adam for the same effect. The third number says how many rates are computed.',
  yAxis:
    'What changes from row to row. With the step, one run gives a whole column; any other parameter needs a run for each cell.',
  repeats:
    'Runs of each cell, with seeds that follow each other. Their mean is shown, with the standard deviation.',
};

export class PhasesControls {
  readonly element: HTMLElement;
  private readonly boxes = new Map<OptimizerName, HTMLInputElement>();
  private readonly ranges = new Map<OptimizerName, RangeField>();
  private readonly yAxis: HTMLSelectElement;
  private readonly yRange: RangeField;
  private readonly yScale: HTMLSelectElement;
  private readonly everyStep: HTMLInputElement;
  private readonly everyStepRow: HTMLElement;
  private readonly repeats: HTMLInputElement;
  private readonly size = h('p', { class: 'cost' });
  private readonly fields: { field: Field; param: Param }[] = [];
  private drawn: unknown = null;

  constructor(private readonly store: Store) {
    this.yAxis = h(
      'select',
      {},
      h('option', { value: 'step' }, 'Optimizer step'),
      ...NUMBER_AXES.map((a) => h('option', { value: a.key }, a.label)),
      ...CHOICE_AXES.map((key) => h('option', { value: key }, param(key).label)),
    );
    on(this.yAxis, 'change', () => store.changeMap({ yAxis: { key: this.yAxis.value } }));
    this.yRange = new RangeField('Range', true, (patch) =>
      store.changeMap({ yAxis: { ...store.map.yAxis, ...patch } }),
    );
    this.yScale = h(
      'select',
      {},
      h('option', { value: 'linear' }, 'even steps'),
      h('option', { value: 'log' }, 'even steps of the logarithm'),
    );
    on(this.yScale, 'change', () =>
      store.changeMap({ yAxis: { ...store.map.yAxis, scale: this.yScale.value } }),
    );
    this.everyStep = h('input', { type: 'checkbox', id: uniqueId('every-step') });
    on(this.everyStep, 'change', () => store.changeMap({ everyStep: this.everyStep.checked }));
    this.everyStepRow = h(
      'div',
      { class: 'field field-flag' },
      h('label', { for: this.everyStep.id }, 'Keep every step'),
      this.everyStep,
    );
    this.repeats = h('input', {
      id: uniqueId('repeats'),
      type: 'text',
      inputmode: 'numeric',
      autocomplete: 'off',
      class: 'number',
    });
    on(this.repeats, 'change', () => store.changeMap({ repeats: this.repeats.value }));
    this.element = h(
      'section',
      { class: 'controls', 'aria-label': 'Settings of the map' },
      h(
        'div',
        { class: 'group' },
        h('h2', { class: 'group-title' }, 'Map'),
        this.optimizers(),
        this.rates(),
        this.labelled('Vertical axis', HELP.yAxis, this.yAxis, this.yScale, this.yRange.element),
        this.everyStepRow,
        this.labelled('Repeats', HELP.repeats, this.repeats),
      ),
      ...(Object.keys(GROUPS) as Group[]).map((group) => this.group(group)),
      h('div', { class: 'before-run' }, this.size),
    );
  }

  render(): void {
    const { map } = this.store;
    if (map === this.drawn) return;
    this.drawn = map;
    for (const name of OPTIMIZERS) {
      const isOn = map.optimizers.includes(name);
      this.boxes.get(name)!.checked = isOn;
      const range = this.ranges.get(name)!;
      range.element.hidden = !isOn;
      range.show(rangeOf(map.rates[name]));
    }
    const { yAxis } = map;
    this.yAxis.value = yAxis.key;
    this.yRange.element.hidden = !('from' in yAxis);
    this.yScale.hidden = !('from' in yAxis);
    if ('from' in yAxis) {
      this.yRange.show(yAxis);
      this.yScale.value = yAxis.scale;
    }
    this.everyStepRow.hidden = yAxis.key === 'step';
    this.everyStep.checked = map.everyStep;
    this.repeats.value = String(map.repeats);
    this.repeats.disabled = yAxis.key === 'seed';
    for (const { field: f, param: p } of this.fields) {
      f.show(map.base);
      if (p.key === yAxis.key) f.element.hidden = true;
      else if (!p.when) f.element.hidden = false;
    }
    const { runs, cells } = mapSize(map);
    setText(this.size, `${formatCount(runs)} runs, ${formatCount(cells)} cells.`);
  }

  private optimizers(): HTMLElement {
    const boxes = OPTIMIZERS.map((name) => {
      const box = h('input', { type: 'checkbox' });
      this.boxes.set(name, box);
      on(box, 'change', () => {
        const chosen = OPTIMIZERS.filter((o) => this.boxes.get(o)?.checked);
        // The last one stays: a map of nothing is no map.
        if (chosen.length === 0) box.checked = true;
        else this.store.changeMap({ optimizers: chosen });
      });
      return h('label', { class: 'segment' }, box, h('span', {}, optionLabel('optimizer', name)));
    });
    return h(
      'fieldset',
      { class: 'field field-segments' },
      h(
        'legend',
        { class: 'field-head' },
        h('span', {}, 'Optimizers'),
        tipButton('Optimizers', () => h('p', {}, HELP.optimizers)),
      ),
      h('div', { class: 'segments' }, ...boxes),
    );
  }

  private rates(): HTMLElement {
    for (const name of OPTIMIZERS) {
      const range = new RangeField(optionLabel('optimizer', name), true, (patch) => {
        const { rates } = this.store.map;
        this.store.changeMap({
          rates: { ...rates, [name]: { ...rangeOf(rates[name]), ...patch } },
        });
      });
      this.ranges.set(name, range);
    }
    return h(
      'div',
      { class: 'field', role: 'group', 'aria-label': 'Learning rates' },
      h(
        'div',
        { class: 'field-head' },
        h('span', {}, 'Learning rates', h('i', { class: 'symbol' }, 'η')),
        tipButton('Learning rates', () => h('p', {}, HELP.rates)),
      ),
      ...[...this.ranges.values()].map((r) => r.element),
    );
  }

  private labelled(name: string, help: string, control: HTMLElement, ...more: Node[]): HTMLElement {
    control.id ||= uniqueId('map');
    if (control === this.yAxis) this.yScale.setAttribute('aria-label', 'Spacing of the values');
    return h(
      'div',
      { class: 'field' },
      h(
        'div',
        { class: 'field-head' },
        h('label', { for: control.id }, name),
        tipButton(name, () => h('p', {}, help)),
      ),
      control,
      ...more,
    );
  }

  /** Settings that all runs share; the optimizer and its rate are those of the axes. */
  private group(group: Group): HTMLElement {
    const members = PARAMS.filter(
      (p) => p.group === group && p.key !== 'optimizer' && p.key !== 'learningRate',
    ).map((p) => (p.when && group === 'optimiser' ? withoutCondition(p) : p));
    const made = members.map((p) => {
      const f = field(p, (patch, continuing) =>
        this.store.changeMap({ base: { ...this.store.map.base, ...patch } }, continuing),
      );
      this.fields.push({ field: f, param: p });
      return f.element;
    });
    if (group === 'main' || group === 'sizes') {
      return h(
        'div',
        { class: 'group' },
        h('h2', { class: 'group-title' }, GROUPS[group]),
        ...made,
      );
    }
    return h(
      'details',
      { class: 'group' },
      h('summary', { class: 'group-title' }, GROUPS[group]),
      ...made,
    );
  }
}

/** In a map of several optimizers the settings of all of them matter. */
function withoutCondition(p: Param): Param {
  const copy = { ...p };
  delete copy.when;
  return copy;
}

/** Ends and number of an optimizer's rates; of a list, what it spans. */
function rangeOf(rates: Rates): { from: number; to: number; count: number } {
  if ('from' in rates) return rates;
  const { list } = rates;
  return { from: list[0] ?? NaN, to: list.at(-1) ?? NaN, count: list.length };
}
