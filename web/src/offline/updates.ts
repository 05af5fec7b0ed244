// The page's side of the service worker: have it keep this build, and say when another one is
// there. Nothing is reloaded that the reader did not ask for.

import { scriptAddress } from '../common/script_address';

const ADDRESS = './service_worker.js';

/** null where there are none; a frame without an origin throws when it is asked for them. */
function serviceWorkers(): ServiceWorkerContainer | null {
  try {
    return 'serviceWorker' in navigator ? navigator.serviceWorker : null;
  } catch {
    return null;
  }
}

/** @param offer called when a newer build is ready; its argument goes over to it */
export function keepOffline(offer: (apply: () => void) => void): void {
  const found = serviceWorkers();
  if (!found) return;
  const container = found;
  const reload = (): void => location.reload();
  let isAsked = false;
  let wasControlled = container.controller !== null;

  container.addEventListener('controllerchange', () => {
    if (isAsked) reload();
    // Another tab went over to the new build; this one still runs the old one.
    else if (wasControlled) offer(reload);
    wasControlled = true;
  });
  void register();

  async function register(): Promise<void> {
    try {
      watch(await container.register(scriptAddress(ADDRESS), { updateViaCache: 'none' }));
    } catch {
      // Storage may be forbidden, or the host hands out another file: the page works without.
    }
  }

  function watch(registration: ServiceWorkerRegistration): void {
    const consider = (worker: ServiceWorker | null, wasInstalling = false): void => {
      if (container.controller === null) return;
      // A newer build that cannot be kept whole, because the host changes its files: without a copy it
      // can still be read.
      if (worker?.state === 'redundant' && wasInstalling && navigator.onLine) {
        offer(() => void registration.unregister().then(reload));
      }
      if (worker?.state !== 'installed') return;
      offer(() => {
        isAsked = true;
        worker.postMessage('take over');
      });
    };
    consider(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      let before = worker?.state;
      worker?.addEventListener('statechange', () => {
        consider(worker, before === 'installing');
        before = worker.state;
      });
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') registration.update().catch(() => undefined);
    });
  }
}
