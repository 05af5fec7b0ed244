// The page as files on a host: it keeps itself for times without a network.

import './main';
import { keepOffline } from './offline/updates';
import { offerUpdate } from './views/page/update_notice';

/** Milliseconds: the first picture comes first. */
const DELAY_MS = 2000;

if (import.meta.env.PROD) {
  addEventListener('load', () => setTimeout(() => keepOffline(offerUpdate), DELAY_MS));
}
