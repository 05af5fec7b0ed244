// "A new version is ready": the reader decides when the page is loaded again.

import { h, on } from '../common/dom';

let shown: HTMLElement | null = null;

/** Puts the notice under the header, once. */
export function offerUpdate(apply: () => void): void {
  shown?.remove();
  const reload = h('button', { type: 'button', class: 'quiet' }, 'Load it');
  const later = h('button', { type: 'button', class: 'quiet' }, 'Later');
  shown = h(
    'p',
    { class: 'notice', role: 'status' },
    h('span', {}, 'A new version of this page is ready. The run on screen is in the link.'),
    h('span', {}, reload, later),
  );
  on(reload, 'click', apply);
  on(later, 'click', () => shown?.remove());
  document.querySelector('.page-head')?.after(shown);
}
