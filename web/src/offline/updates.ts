// The page's side of the service worker: have it keep this build, and say when another one is
// there. Nothing is reloaded that the reader did not ask for.

const ADDRESS = './service_worker.js';

/** @param offer called when a newer build is ready; its argument goes over to it */
export function keepOffline(offer: (apply: () => void) => void): void {
  if (!('serviceWorker' in navigator)) return;
  const container = navigator.serviceWorker;
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
      watch(await container.register(ADDRESS, { updateViaCache: 'none' }));
    } catch {
      // Storage may be forbidden, or the host hands out another file: the page works without.
    }
  }

  function watch(registration: ServiceWorkerRegistration): void {
    const consider = (worker: ServiceWorker | null): void => {
      if (worker?.state !== 'installed' || container.controller === null) return;
      offer(() => {
        isAsked = true;
        worker.postMessage('take over');
      });
    };
    consider(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker?.addEventListener('statechange', () => consider(worker));
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') registration.update().catch(() => undefined);
    });
  }
}
