// A small button that explains what it stands beside. The explanation is built when it is opened
// for the first time; one is open at a time, and Escape or a click elsewhere closes it.

import { h, on, uniqueId } from '../common/dom';

let panel: HTMLElement | null = null;
let owner: HTMLButtonElement | null = null;

function close(): void {
  panel?.remove();
  owner?.setAttribute('aria-expanded', 'false');
  owner?.removeAttribute('aria-describedby');
  panel = null;
  owner = null;
}

/** Closes what is open when a click or the Escape key asks for it. Call once. */
export function installTips(): void {
  document.addEventListener('click', (event) => {
    // The path also tells what happened inside a shadow root.
    const path = event.composedPath();
    if (panel && owner && !path.includes(panel) && !path.includes(owner)) close();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !panel) return;
    owner?.focus();
    close();
  });
  window.addEventListener('resize', close);
}

/** @param build  makes the explanation; it may have to be loaded first */
export function tipButton(
  name: string,
  build: () => Node | Promise<Node>,
  text = '?',
): HTMLButtonElement {
  const button = h(
    'button',
    { type: 'button', class: 'tip', 'aria-expanded': 'false', 'aria-label': `About: ${name}` },
    text,
  );
  on(button, 'click', (event) => {
    event.preventDefault();
    const wasOpen = owner === button;
    close();
    if (!wasOpen) void open(button, name, build());
  });
  return button;
}

async function open(
  button: HTMLButtonElement,
  name: string,
  content: Node | Promise<Node>,
): Promise<void> {
  const id = uniqueId('tip');
  const own = h('div', { id, class: 'tip-panel', role: 'note' }, h('strong', {}, name));
  panel = own;
  owner = button;
  button.setAttribute('aria-expanded', 'true');
  button.setAttribute('aria-describedby', id);
  // Beside the button in reading order, so that a screen reader and the tab key meet it next.
  const root = button.getRootNode();
  // Over a dialog only what is in it can be seen.
  const home = root instanceof ShadowRoot ? root : (button.closest('dialog') ?? document.body);
  home.append(own);
  if (content instanceof Promise) place(own, button);
  try {
    own.append(content instanceof Promise ? await content : content);
  } catch {
    own.append(h('p', {}, 'The explanation could not be loaded. Reload the page and try again.'));
  }
  // Somebody who did not wait has closed it.
  if (panel === own) place(own, button);
}

function place(element: HTMLElement, anchor: HTMLElement): void {
  const box = anchor.getBoundingClientRect();
  const page = document.documentElement.clientWidth;
  const width = Math.min(340, page - 24);
  element.style.width = `${width}px`;
  const left = Math.min(Math.max(12, box.left - 24), page - width - 12);
  // The panel's own zero: the page's corner, or that of a box which is positioned around it.
  const zero = element.getBoundingClientRect();
  element.style.left = `${left - zero.left}px`;
  const below = box.bottom + element.offsetHeight + 12 < window.innerHeight;
  const top =
    below || box.top < element.offsetHeight + 12
      ? box.bottom + 6
      : box.top - element.offsetHeight - 6;
  element.style.top = `${top - zero.top}px`;
}
