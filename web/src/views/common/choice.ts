// A small choice beside a figure's title.

import { h, on, setValue } from './dom';

export class Choice<T extends string> {
  readonly element: HTMLElement;
  private readonly select: HTMLSelectElement;

  constructor(
    name: string,
    options: readonly { value: T; label: string }[],
    chosen: (value: T) => void,
  ) {
    this.select = h(
      'select',
      { class: 'inline-select', 'aria-label': name },
      ...options.map((o) => h('option', { value: o.value }, o.label)),
    );
    on(this.select, 'change', () => {
      const option = options.find((o) => o.value === this.select.value);
      if (option) chosen(option.value);
    });
    this.element = this.select;
  }

  show(value: T): void {
    setValue(this.select, value);
  }
}
