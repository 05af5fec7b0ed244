// All settings, grouped: the few that matter first, the rest folded. With two runs, the panel edits
// one of them at a time, and marks what B has different from A.

import { difference, sameProblem } from '../../config/schema/config';
import { PARAMS } from '../../config/schema/schema';
import { GROUPS, type Group } from '../../config/schema/param';
import type { Slot, Store } from '../../state/store';
import { field, type Field } from '../controls/field';
import { h, on, setText, uniqueId } from '../common/dom';
import { costSentence } from './prompt';

export class ControlsPanel {
  readonly element: HTMLElement;
  private slot: Slot = 0;
  private readonly fields: { field: Field; key: string }[] = [];
  private readonly cost = h('p', { class: 'cost', 'aria-live': 'polite' });
  private readonly sharing = h('p', { class: 'note' });
  private readonly slotPicker: HTMLElement;
  private readonly slotRadios: HTMLInputElement[];
  private drawn: unknown[] = [];

  constructor(private readonly store: Store) {
    const name = uniqueId('slot');
    this.slotRadios = (['A', 'B'] as const).map((letter, i) => {
      const radio = h('input', { type: 'radio', name, value: letter });
      radio.checked = i === 0;
      on(radio, 'change', () => {
        this.slot = i as Slot;
        this.drawn = [];
        this.store.wake();
      });
      return radio;
    });
    this.slotPicker = h(
      'fieldset',
      { class: 'slot-picker' },
      h('legend', {}, 'Settings of run'),
      h(
        'div',
        { class: 'segments' },
        ...this.slotRadios.map((radio, i) =>
          h(
            'label',
            { class: `segment run-${i === 0 ? 'a' : 'b'}` },
            radio,
            h('span', {}, i === 0 ? 'A' : 'B'),
          ),
        ),
      ),
    );
    this.element = h(
      'section',
      { class: 'controls', 'aria-label': 'Settings' },
      this.slotPicker,
      this.sharing,
      ...(Object.keys(GROUPS) as Group[]).map((group) => this.group(group)),
      h('div', { class: 'before-run' }, this.cost),
    );
  }

  render(): void {
    const { store } = this;
    if (!store.isComparing) this.slot = 0;
    this.slotPicker.hidden = !store.isComparing;
    this.slotRadios.forEach((radio, i) => (radio.checked = i === this.slot));
    const config = store.configOf(this.slot);
    this.sharing.hidden = !store.isComparing;
    setText(
      this.sharing,
      sameProblem(store.configOf(0), store.configOf(1))
        ? 'A and B share data, teacher and initial weights.'
        : 'A and B differ in their data or initial weights.',
    );
    const runner = store.runner(this.slot);
    const key = [config, store.config, this.slot, store.isComparing];
    if (key.length !== this.drawn.length || key.some((k, i) => k !== this.drawn[i])) {
      this.drawn = key;
      const differs = this.slot === 1 ? difference(config, store.config) : {};
      for (const { field: f, key: k } of this.fields) {
        f.show(config);
        f.element.classList.toggle('is-different', k in differs);
      }
    }
    setText(this.cost, runner ? costSentence(runner) : '');
  }

  private group(group: Group): HTMLElement {
    const members = PARAMS.filter((p) => p.group === group);
    const fields = members.map((p) => {
      const made = field(p, (patch, continuing) => this.store.change(patch, this.slot, continuing));
      this.fields.push({ field: made, key: p.key });
      return made.element;
    });
    if (group === 'main' || group === 'sizes') {
      return h(
        'div',
        { class: 'group' },
        h('h2', { class: 'group-title' }, GROUPS[group]),
        ...fields,
      );
    }
    return h(
      'details',
      { class: 'group' },
      h('summary', { class: 'group-title' }, GROUPS[group]),
      ...fields,
    );
  }
}
