// The page as files on a host: it keeps itself for times without a network.

import './main';

/** Milliseconds: the first picture comes first. */
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
  addEventListener('load', () => setTimeout(() => void keep().catch(() => undefined), DELAY_MS));
}
