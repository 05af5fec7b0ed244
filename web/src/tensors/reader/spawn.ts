// How the site starts the worker that opens files. The builds that are one script take
// spawn_script.ts in its place.

import address from './worker.ts?worker&url';
import { scriptAddress } from '../../common/script_address';

export function spawnReader(): Worker {
  return new Worker(scriptAddress(address), { type: 'module' });
}
