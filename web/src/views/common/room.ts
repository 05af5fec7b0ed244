// Room for words that change: the longest of them stand in the same place, unseen, so that nothing
// around them moves when they do, in any font and at any width.

import { h, setAttribute } from './dom';

/**
 * Makes `element` as large as the longest of its texts, lines and all.
 * @returns what holds the text of the moment
 */
export function roomFor(element: HTMLElement, longest: readonly string[]): HTMLElement {
  const text = h('span');
  // Not as text: what cannot be seen is not to be found or read out either.
  const sizers = longest.map((words) => h('span', { class: 'sizer', 'data-text': words }));
  element.classList.add('room');
  element.append(text, ...sizers);
  return text;
}

/** Makes `element`, whose text stays on one line, as wide as the longest of its texts. */
export function widthFor(element: HTMLElement, longest: readonly string[]): void {
  setAttribute(element, 'data-room', longest.join('\n'));
}
