// How the site starts its worker: as a file beside the page's own. The builds that are one script
// take spawn_script.ts in its place.

// eslint-disable-next-line rooms/arrows -- where the worker's file is, and nothing of what is in it
import address from '../worker/worker.ts?worker&url';
import { scriptAddress } from '../../common/script_address';

export function spawnWorker(): Worker {
  return new Worker(scriptAddress(address), { type: 'module' });
}
