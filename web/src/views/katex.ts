// The lazily loaded part of formulas.

import katex from 'katex';
import 'katex/dist/katex.min.css';

export function render(tex: string, element: HTMLElement): void {
  katex.render(tex, element, { displayMode: true, throwOnError: false, trust: false });
}
