// Puts the page together: address -> store -> views, one worker per run.

import { browserAddress } from './state/address';
import { EngineClient } from './engine/client';
import { Store } from './state/store';
import { installTips } from './views/controls/tip';
import { installDrop } from './views/drop';
import { Explore } from './views/explore';
import { installMenus } from './views/figure';
import { Header } from './views/header';
import { installKeyboard } from './views/keyboard';
import { pageActions } from './views/page_actions';
import { installTheme } from './views/theme_switch';

function storage(): Storage | null {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

const store = new Store({
  address: browserAddress(),
  client: (_slot, events) =>
    new EngineClient({
      spawn: () => new Worker(new URL('./engine/worker.ts', import.meta.url), { type: 'module' }),
      ...events,
    }),
  storage: storage(),
  frame: (callback) => requestAnimationFrame(callback),
  still: matchMedia('(prefers-reduced-motion: reduce)').matches,
});

const explore = new Explore(store);
const header = new Header(store, pageActions(store));

installTheme(() => {
  explore.retheme();
  store.wake();
});
installTips();
installMenus();
installDrop(store);
installKeyboard(store, () => explore.togglePlay());

const app = document.getElementById('app');
app?.replaceChildren(header.element, explore.element);
store.subscribe(() => {
  header.render();
  explore.render();
});
store.open();
