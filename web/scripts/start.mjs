// npm start: installs and builds what is missing, then serves the page and prints its address.
// Changes under web/ appear at once; after changes under wasm/ run `npm run build:wasm`.
// Options after `--` go to Vite: `npm start -- --port 8000 --host`.

import { buildWasm } from './lib/cmake.mjs';
import { ensurePackages, needs } from './lib/debian.mjs';
import { ensureNodeModules } from './lib/node_modules.mjs';
import { runMain } from './lib/process.mjs';
import { viteServe } from './lib/site.mjs';

await runMain(async (args) => {
  await ensurePackages(needs.wasm);
  await ensureNodeModules();
  await buildWasm();
  return viteServe(['dev', ...args]);
});
