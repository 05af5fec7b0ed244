// The page as files on a host: it keeps itself for times without a network.

import { firstNumbers } from './main';

/** Milliseconds after the first numbers, which come first: keeping the page loads all of it. */
const DELAY_MS = 2000;

async function keep(): Promise<void> {
  const [{ keepOffline }, { offerUpdate }] = await Promise.all([
    import('./offline/updates'),
    import('./views/page/update_notice'),
  ]);
  keepOffline(offerUpdate);
}

if (import.meta.env.PROD) {
  // Without the files, as after a newer version was put online, the page works all the same.
  const start = (): void => void keep().catch(() => undefined);
  addEventListener('load', () => void firstNumbers.then(() => setTimeout(start, DELAY_MS)));
}
