// The notices of what others wrote and this page carries: a file beside it, or, where the page is one
// file, a text within it.

import { h } from '../common/dom';

export function licensesLink(): HTMLElement {
  const within = document.querySelector<HTMLTemplateElement>('#licenses');
  const text = within?.content.textContent;
  const href = text
    ? URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }))
    : './THIRD_PARTY_LICENSES.txt';
  return h('a', { href, target: '_blank', rel: 'noopener' }, 'Licenses of what is built in');
}
