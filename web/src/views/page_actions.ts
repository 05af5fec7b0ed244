// What the header's buttons do. The heavier parts are loaded when they are first used.

import type { Store } from '../state/store';
import type { HeaderActions } from './header';

export function pageActions(store: Store): HeaderActions {
  const complain = (error: unknown): void =>
    store.notify(error instanceof Error ? error.message : String(error));
  return {
    openPresets: () => void import('./presets_dialog').then((m) => m.openPresets(store), complain),
    share: () => {
      navigator.clipboard.writeText(location.href).then(
        () => store.notify('The link to what is on screen was copied.'),
        () =>
          store.notify(
            'The link is in the address bar; this browser did not let the page copy it.',
          ),
      );
    },
    openFile: () => void import('./run_file').then((m) => m.chooseRun(store), complain),
    saveRun: () => void import('./run_file').then((m) => m.saveRun(store), complain),
    saveWeights: () => void import('./run_file').then((m) => m.saveWeights(store), complain),
  };
}
