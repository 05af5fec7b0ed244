// A formula, set by KaTeX when it is first needed; until then, and without it, its TeX text.

import { h } from '../common/dom';

export function formula(tex: string): HTMLElement {
  const element = h('div', { class: 'formula' }, h('code', {}, tex));
  void import('./katex').then(
    ({ render }) => render(tex, element),
    () => undefined,
  );
  return element;
}
