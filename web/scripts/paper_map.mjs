// npm run paper-map: computes the map that the page ships, web/src/maps/paper.json, of the runs in
// paper.map.json. A quarter of an hour on one core; it can be killed and started again.

import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, root, runMain } from './lib/process.mjs';

const maps = join(root, 'web/src/maps');
const result = join(root, 'build/paper.json');

await runMain(async (args) => {
  await mustRun(process.execPath, [
    ...[join(root, 'web/scripts/cli.mjs'), 'sweep', '--config', join(maps, 'paper.map.json')],
    // Six digits are more than the page shows.
    ...['--digits', '6', '--out', result, ...args],
  ]);
  copyFileSync(result, join(maps, 'paper.json'));
});
