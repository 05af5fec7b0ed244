// How the builds that are one script start their worker. The build lays the worker's program out as
// a function around the page's (web/scripts/lib/one_script.mjs); a worker that is given the same
// script runs that function and nothing else. Where the script is a file of the page's own origin
// the worker is that file, as the strictest policy allows; otherwise it is a blob of the function.

import { scriptAddress } from '../../common/script_address';

declare const tailcraftWorker: () => void;

const script = document.currentScript;

/** Where this script came from; null when it stands in the page or was started as a module. */
export const ownAddress: string | null =
  script instanceof HTMLScriptElement && script.src !== '' ? script.src : null;

let blob: string | null = null;

export function spawnWorker(): Worker {
  if (ownAddress !== null && new URL(ownAddress).origin === location.origin) {
    return new Worker(scriptAddress(ownAddress));
  }
  blob ??= URL.createObjectURL(
    new Blob([`(${tailcraftWorker.toString()})()`], { type: 'text/javascript' }),
  );
  return new Worker(scriptAddress(blob));
}
