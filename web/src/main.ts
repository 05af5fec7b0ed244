// Puts the page together: address -> store -> views, one worker per run.

import { browserAddress } from './state/address';
import { EngineClient } from './engine/client/engine_client';
import { watchRefusals } from './common/refusals';
import { spawnWorker } from './engine/client/spawn';
import { workerGroups } from './engine/client/worker_group';
import { Store } from './state/store';
import { installTips } from './views/controls/tip';
import { installDrop } from './views/common/drop';
import { installMenus } from './views/figures/figure';
import { installKeyboard } from './views/controls/keyboard';
import { Page } from './views/page/page';
import { installTheme } from './views/page/theme_switch';

function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

watchRefusals(document);
const spawn = workerGroups(spawnWorker);

const store = new Store({
  address: browserAddress(),
  client: (_slot, events) => new EngineClient({ spawn, ...events }),
  storage: storage(),
  frame: (callback) => requestAnimationFrame(callback),
  still: matchMedia('(prefers-reduced-motion: reduce)').matches,
});

/** Where the other files of the site are; the page that is one file has none beside it. */
const home = import.meta.env.MODE === 'page' ? null : new URL('./', location.href).href;
const page = new Page(store, document.getElementById('app') ?? document.body, async () => {
  const { openShare } = await import('./embed/share_dialog');
  openShare(store, home);
});

installTheme(() => {
  page.retheme();
  store.wake();
});
installTips();
installMenus();
installDrop((file) => page.open(file));
installKeyboard(store, (event) => page.key(event));

store.subscribe(() => page.render());

/** When the first numbers stand on the page; where no run is shown, at once. */
export const firstNumbers = new Promise<void>((resolve) => {
  const stop = store.subscribe(() => {
    const isThere = store.shown.some(({ recorded, message }) => recorded.length > 0 || message);
    if (!isThere && store.view.part === 'explore') return;
    stop();
    resolve();
  });
});

store.open();
