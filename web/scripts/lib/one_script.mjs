// Page and worker in one classic script. In a worker it runs the worker's part, elsewhere the
// page's, which can hand the same script, or only that function, to a new worker
// (web/src/engine/client/spawn_script.ts). The whole page has a second function, the worker that
// opens files (web/src/tensors/reader/spawn_script.ts).

import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, root } from './process.mjs';

const vite = join(root, 'node_modules/vite/bin/vite.js');
const parts = join(root, 'build/script');

/** @param entry 'element' or 'page', a mode of web/vite.script.config.ts */
export async function buildScript(entry) {
  const workers = entry === 'page' ? ['worker', 'reader'] : ['worker'];
  await buildParts([...workers, entry]);
  const reader = entry === 'page' ? part('reader.js') : '';
  return together(part('worker.js'), reader, part(`${entry}.js`));
}

/** Builds modes of web/vite.script.config.ts into build/script. */
export async function buildParts(modes) {
  rmSync(parts, { recursive: true, force: true });
  for (const mode of modes) {
    await mustRun(process.execPath, [
      ...[vite, 'build', '--config', join(root, 'web/vite.script.config.ts')],
      ...['--mode', mode, '--logLevel', 'warn'],
    ]);
  }
}

/** Text of a file that a build of parts left behind. */
export function part(name) {
  return readFileSync(join(parts, name), 'utf8').trim();
}

function together(worker, reader, page) {
  return [
    '(function(){"use strict";',
    `function tailcraftWorker(){"use strict";${worker}\n}`,
    ...(reader ? [`function tailcraftReader(){"use strict";${reader}\n}`] : []),
    'if(typeof document==="undefined"){tailcraftWorker()}else{',
    `${page}\n}})();\n`,
  ].join('\n');
}
