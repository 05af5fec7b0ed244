// Two ends of a range and the number of values in it, as one row of fields.

import { h, setAttribute } from '../common/dom';
import { TypedField } from './typed_field';

export interface RangeValues {
  from: number;
  to: number;
  /** Absent: only the ends are asked for. */
  count?: number;
}

export class RangeField {
  readonly element: HTMLElement;
  private readonly label = h('span', { class: 'range-label' });
  private readonly from: TypedField;
  private readonly to: TypedField;
  private readonly count: TypedField | null;

  /** @param changed  gets the text of the field that changed, as it was typed */
  constructor(name: string, hasCount: boolean, changed: (patch: Record<string, string>) => void) {
    const input = (key: string, words: string): TypedField =>
      new TypedField({ inputmode: 'decimal', 'aria-label': `${name}: ${words}` }, (text) =>
        changed({ [key]: text }),
      );
    this.from = input('from', 'from');
    this.to = input('to', 'to');
    this.count = hasCount ? input('count', 'number of values') : null;
    this.label.textContent = name;
    this.element = h(
      'div',
      { class: 'range-field', role: 'group', 'aria-label': name },
      this.label,
      this.from.input,
      h('span', { class: 'unit' }, '–'),
      this.to.input,
      this.count && h('span', { class: 'unit' }, '×'),
      this.count?.input,
    );
  }

  rename(name: string): void {
    if (this.label.textContent === name) return;
    this.label.textContent = name;
    setAttribute(this.element, 'aria-label', name);
    for (const input of [this.from.input, this.to.input, this.count?.input]) {
      const words = input?.getAttribute('aria-label')?.split(': ').at(-1) ?? '';
      if (input) setAttribute(input, 'aria-label', `${name}: ${words}`);
    }
  }

  show(values: RangeValues): void {
    write(this.from, values.from);
    write(this.to, values.to);
    if (this.count) write(this.count, values.count ?? NaN);
  }
}

function write(field: TypedField, value: number): void {
  const size = Math.abs(value);
  const text = Number.isNaN(value)
    ? ''
    : size !== 0 && (size < 1e-4 || size >= 1e5)
      ? value.toExponential().replace('+', '')
      : String(value);
  field.show(value, text);
}
