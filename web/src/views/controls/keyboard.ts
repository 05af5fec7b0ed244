// Keys that work anywhere on the page, unless the focus is on something that needs them itself.

import type { Store } from '../../state/store';

/** Elements that use the key themselves. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (!target) return false;
  if (target.closest('dialog')) return true;
  if (target.matches('textarea, select, input:not([type=range], [type=radio], [type=checkbox])'))
    return true;
  if (event.key === ' ') return target.matches('button, summary, input, a, [role=button]');
  if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End') {
    // The scrubber moves by itself; radios and sliders use the arrows too.
    return target.matches('input, [tabindex="0"]');
  }
  return false;
}

/**
 * @param key offers a key to the part on display; true when it was used
 * @param root where keys are heard: the page, or a figure that has the focus
 */
export function installKeyboard(
  store: Store,
  key: (event: KeyboardEvent) => boolean,
  root: Document | HTMLElement = document,
): void {
  root.addEventListener('keydown', (e) => {
    const event = e as KeyboardEvent;
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === 'z' && !isTaken(event)) {
      event.preventDefault();
      if (event.shiftKey) store.redo();
      else store.undo();
      return;
    }
    if (control || event.altKey || isTaken(event)) return;
    if (key(event)) event.preventDefault();
  });
}
