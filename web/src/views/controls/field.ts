// Controls made from the schema: a label with its symbol, an input, a slider where there is one,
// and a help text behind a small button. A control reads a Config and hands back a patch; it keeps
// no value of its own.

import { roundTo } from '../../common/format';
import type { Config } from '../../config/schema/config';
import type { ChoiceParam, FlagParam, NumberParam, Param } from '../../config/schema/param';
import { h, on, uniqueId } from '../common/dom';
import { tipButton } from './tip';
import { TypedField } from './typed_field';

export interface Field {
  element: HTMLElement;
  /** Shows the values of a configuration. */
  show(config: Config): void;
}

/** `continuing`: the slider is still being dragged. */
export type OnChange = (patch: Record<string, unknown>, continuing: boolean) => void;

export function field(p: Param, onChange: OnChange): Field {
  const made =
    p.kind === 'choice'
      ? choiceField(p, onChange)
      : p.kind === 'flag'
        ? flagField(p, onChange)
        : numberField(p, onChange);
  const { when } = p;
  if (!when) return made;
  return {
    element: made.element,
    show: (config) => {
      made.element.hidden = !when(config);
      made.show(config);
    },
  };
}

function labelled(p: Param, id: string, ...inputs: Node[]): HTMLElement {
  const label = h(
    'label',
    { for: id },
    p.label,
    p.symbol ? h('i', { class: 'symbol' }, p.symbol) : null,
  );
  return h(
    'div',
    { class: `field field-${p.kind}`, 'data-param': p.key },
    h(
      'div',
      { class: 'field-head' },
      label,
      tipButton(p.label, () => h('p', {}, p.help)),
    ),
    ...inputs,
  );
}

function choiceField(p: ChoiceParam, onChange: OnChange): Field {
  if (p.options.length <= 4 && p.group === 'main') return segmentedField(p, onChange);
  const id = uniqueId(p.key);
  const select = h(
    'select',
    { id },
    ...p.options.map((o) => h('option', { value: o.value }, o.label)),
  );
  on(select, 'change', () => onChange({ [p.key]: select.value }, false));
  return {
    element: labelled(p, id, select),
    show: (config) => {
      select.value = String(config[p.key]);
    },
  };
}

/** A few choices side by side. */
function segmentedField(p: ChoiceParam, onChange: OnChange): Field {
  const name = uniqueId(p.key);
  const radios = p.options.map((o) => {
    const radio = h('input', { type: 'radio', name, value: o.value, id: `${name}-${o.value}` });
    on(radio, 'change', () => onChange({ [p.key]: o.value }, false));
    return { radio, element: h('label', { class: 'segment' }, radio, h('span', {}, o.label)) };
  });
  const legend = h(
    'legend',
    { class: 'field-head' },
    h('span', {}, p.label),
    tipButton(p.label, () => h('p', {}, p.help)),
  );
  return {
    element: h(
      'fieldset',
      { class: 'field field-segments', 'data-param': p.key },
      legend,
      h('div', { class: 'segments' }, ...radios.map((r) => r.element)),
    ),
    show: (config) => {
      for (const { radio } of radios) radio.checked = radio.value === config[p.key];
    },
  };
}

function flagField(p: FlagParam, onChange: OnChange): Field {
  const id = uniqueId(p.key);
  const box = h('input', { type: 'checkbox', id });
  on(box, 'change', () => onChange({ [p.key]: box.checked }, false));
  return {
    element: labelled(p, id, box),
    show: (config) => {
      box.checked = config[p.key] === true;
    },
  };
}

/** Positions of a slider; the number field beside it takes any allowed value. */
const NOTCHES = 1000;

function numberField(p: NumberParam, onChange: OnChange): Field {
  const id = uniqueId(p.key);
  const inputmode = p.kind === 'integer' ? 'numeric' : 'decimal';
  const typed = new TypedField({ id, inputmode }, (text) => onChange({ [p.key]: text }, false));
  const parts: Node[] = [typed.input];
  if (p.unit) parts.push(h('span', { class: 'unit' }, p.unit));
  const slider = p.slider ? numberSlider(p, p.slider, onChange) : null;
  const row = h('div', { class: 'field-row' }, ...(slider ? [slider.element] : []), ...parts);
  return {
    element: labelled(p, id, row),
    show: (config) => {
      const value = config[p.key] as number;
      typed.show(value, fieldText(value));
      slider?.show(value);
    },
  };
}

function fieldText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e7)
    ? value.toExponential().replace('+', '')
    : String(value);
}

function numberSlider(
  p: NumberParam,
  spec: NonNullable<NumberParam['slider']>,
  onChange: OnChange,
): { element: HTMLInputElement; show(value: number): void } {
  const log = spec.scale === 'log';
  const at = (x: number): number => (log ? Math.log(Math.max(x, 1e-300)) : x);
  const from = at(spec.min);
  const span = at(spec.max) - from;
  const max = spec.step ? Math.round((spec.max - spec.min) / spec.step) : NOTCHES;
  const slider = h('input', {
    type: 'range',
    min: 0,
    max,
    step: log ? 1 : 1,
    'aria-label': p.label,
  });
  const valueOf = (notch: number): number => {
    const x = from + (span * notch) / max;
    if (!log) return roundTo(x, 6);
    const value = Math.exp(x);
    return p.kind === 'integer' ? Math.round(roundTo(value, 3)) : roundTo(value, 2);
  };
  on(slider, 'input', () => onChange({ [p.key]: valueOf(Number(slider.value)) }, true));
  on(slider, 'change', () => onChange({ [p.key]: valueOf(Number(slider.value)) }, false));
  // One arrow key is one visible change of the rounded value, not one of a thousand notches.
  on(slider, 'keydown', (event) => {
    const direction = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!direction || !log) return;
    event.preventDefault();
    const here = valueOf(Number(slider.value));
    let notch = Number(slider.value);
    const stride = event.shiftKey ? 40 : 8;
    do notch += direction * stride;
    while (notch > 0 && notch < max && valueOf(notch) === here);
    onChange({ [p.key]: valueOf(Math.min(max, Math.max(0, notch))) }, false);
  });
  return {
    element: slider,
    show: (value) => {
      const notch = Math.min(max, Math.max(0, Math.round(((at(value) - from) / span) * max)));
      // While it is dragged the slider leads; rounding must not pull it back.
      if (valueOf(Number(slider.value)) !== value) slider.value = String(notch);
      slider.setAttribute('aria-valuetext', fieldText(value));
    },
  };
}
