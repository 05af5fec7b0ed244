// A saved run opens when it is dropped anywhere on the page.

import type { Store } from '../state/store';

export function installDrop(store: Store): void {
  const { body } = document;
  const hasFile = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes('Files') ?? false;
  body.addEventListener('dragover', (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    body.classList.add('is-dropping');
  });
  body.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) body.classList.remove('is-dropping');
  });
  body.addEventListener('drop', (event) => {
    body.classList.remove('is-dropping');
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    void import('./run_file').then((m) => m.openRun(store, file));
  });
}
