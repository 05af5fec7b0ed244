// The lazily loaded part of formulas.

import katex from 'katex';
import sheet from 'katex/dist/katex.min.css?url';
import { h } from './dom';

// A linked file: injected style elements are what the page's content-security policy forbids.
const loaded = new Promise<void>((resolve) => {
  const link = h('link', { rel: 'stylesheet', href: sheet });
  link.addEventListener('load', () => resolve());
  link.addEventListener('error', () => resolve());
  document.head.append(link);
});

export async function render(tex: string, element: HTMLElement): Promise<void> {
  await loaded;
  katex.render(tex, element, { displayMode: true, throwOnError: false, trust: false });
}
