// What the header's buttons do. The heavier parts are loaded when they are first used.

import { messageOf } from '../../common/errors';
import type { Store } from '../../state/store';
import type { HeaderActions } from './header';

/** @param share opens what lies above the views */
export function pageActions(store: Store, share: () => Promise<void>): HeaderActions {
  const complain = (error: unknown): void => store.notify(messageOf(error));
  return {
    openPresets: () => void import('./presets_dialog').then((m) => m.openPresets(store), complain),
    share: () => void share().catch(complain),
    openFile: () => void import('./run_file').then((m) => m.chooseRun(store), complain),
    saveRun: () => void import('./run_file').then((m) => m.saveRun(store), complain),
    saveWeights: () => void import('./run_file').then((m) => m.saveWeights(store), complain),
  };
}
