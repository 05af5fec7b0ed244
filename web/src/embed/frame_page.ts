// embed.html: one figure as the whole page, for an iframe. Its address says which figure and which
// controls (`?view=spectrum&controls=learning-rate,step`), its fragment is a link of the page.

import { partedQuery } from '../config/link/query';
import { EngineClient } from '../engine/client/engine_client';
import { watchRefusals } from '../common/refusals';
import { spawnWorker } from '../engine/client/spawn';
import { workerGroups } from '../engine/client/worker_group';
import { Store } from '../state/store';
import { installTips } from '../views/controls/tip';
import { installMenus } from '../views/figures/figure';
import { EMBED_VIEW_ENTRIES, partOf } from './embed_views';
import { fitFrame } from './fit_frame';
import { HostChannel, parseHosts } from './host_channel';
import { MemoryAddress } from './memory_address';
import { EmbedPanel } from './panel';
import { Remote } from './remote';
import { parseSpec } from './spec';

const OWN_WORDS = ['view', 'controls', 'theme', 'host', 'fit'];

function start(): void {
  watchRefusals(document);
  // Editors escape the address for HTML, some of them twice.
  const query = new URLSearchParams(location.search.replace(/&(?:amp;)+/gi, '&'));
  const { spec, warnings } = parseSpec(query.get('view'), query.get('controls'));
  const theme = query.get('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset['theme'] = theme;

  // Settings that stand before the fragment are read as well, but for the words that are the frame's.
  const { settings } = partedQuery(location.search, OWN_WORDS);
  const address = new MemoryAddress([settings, location.hash.slice(1)].filter(Boolean).join('&'));
  addEventListener('hashchange', () => address.open(location.hash));

  // Both runs of a comparison share the cores.
  const spawn = workerGroups(spawnWorker);
  const store = new Store({
    address,
    client: (_slot, events) =>
      new EngineClient({
        spawn,
        notice: events.notice,
        ready: (version) => {
          events.ready?.(version);
          channel.ready(version);
        },
      }),
    part: partOf(spec.view),
    // What this machine can do is learned on the page itself; a frame leaves nothing behind.
    storage: null,
    frame: (callback) => requestAnimationFrame(callback),
    still:
      EMBED_VIEW_ENTRIES[spec.view].rests === true ||
      matchMedia('(prefers-reduced-motion: reduce)').matches,
  });
  const channel = new HostChannel(window, new Remote(store), parseHosts(query.get('host')));
  const panel = new EmbedPanel(store, spec, new URL('./', location.href).href);
  document.body.replaceChildren(panel.element);
  if (query.has('fit')) fitFrame(panel.element);

  installTips();
  installMenus();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => panel.retheme());
  // A figure that fits itself into its frame has no height of its own to ask for: a host that made the
  // frame larger would be asked for more each time.
  if (!query.has('fit')) {
    new ResizeObserver(() => {
      const { height } = panel.element.getBoundingClientRect();
      channel.resized(height);
    }).observe(panel.element);
  }

  for (const warning of warnings) store.notify(warning);
  store.subscribe(() => channel.changed());
  store.open();
}

// A frame whose sandbox gives it no origin can start no worker: shell.js says so.
if (self.origin !== 'null') start();
