// How the page that is one script starts the worker that opens files: its program is laid out as a
// function beside the page's own (web/scripts/lib/one_script.mjs).

import { scriptAddress } from '../../common/script_address';

declare const tailcraftReader: () => void;

let blob: string | null = null;

export function spawnReader(): Worker {
  blob ??= URL.createObjectURL(
    new Blob([`(${tailcraftReader.toString()})()`], { type: 'text/javascript' }),
  );
  return new Worker(scriptAddress(blob));
}
