// Keys that work anywhere on the page, unless the focus is on something that needs them itself.

import type { Store } from '../state/store';

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

export function installKeyboard(store: Store, togglePlay: () => void): void {
  document.addEventListener('keydown', (event) => {
    const control = event.ctrlKey || event.metaKey;
    if (control && event.key.toLowerCase() === 'z' && !isTaken(event)) {
      event.preventDefault();
      if (event.shiftKey) store.redo();
      else store.undo();
      return;
    }
    if (control || event.altKey || isTaken(event)) return;
    const actions: Record<string, () => void> = {
      ' ': togglePlay,
      ArrowRight: () => store.move((p, span) => p.nudge(1, span)),
      ArrowLeft: () => store.move((p, span) => p.nudge(-1, span)),
      Home: () => store.move((p) => p.rewind()),
      End: () => store.move((p, span) => p.toEnd(span)),
      r: () => store.move((p) => p.rewind()),
      R: () => store.move((p) => p.rewind()),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
