// A text field for a number: it shows the number that holds, but never over what is being typed.

import { h, on, setValue } from '../common/dom';

export class TypedField {
  readonly input: HTMLInputElement;
  /** Something was typed and has not been handed in. */
  private isTyping = false;
  private shown = '';

  /** @param handIn  gets what was typed, with a point for a comma */
  constructor(attributes: Record<string, string>, handIn: (text: string) => void) {
    this.input = h('input', {
      type: 'text',
      autocomplete: 'off',
      spellcheck: 'false',
      class: 'number',
      ...attributes,
    });
    on(this.input, 'input', () => (this.isTyping = true));
    on(this.input, 'change', () => {
      this.isTyping = false;
      handIn(this.input.value.replace(',', '.'));
    });
    // Typed and taken back: there was nothing to hand in.
    on(this.input, 'blur', () => {
      if (this.isTyping) this.write();
      this.isTyping = false;
    });
  }

  show(value: number, text: string): void {
    this.shown = text;
    // Another way of writing the same number is left as it was typed.
    const isSame = this.input.matches(':focus') && Number(this.input.value) === value;
    if (!this.isTyping && !isSame) this.write();
  }

  private write(): void {
    setValue(this.input, this.shown);
  }
}
