// npm run build [wasm | native]: the module, the native engine, or (default) the whole site in
// build/site, ready for any static host.

import { buildNative, buildWasm } from './lib/cmake.mjs';
import { ensurePackages, needs } from './lib/debian.mjs';
import { ensureNodeModules } from './lib/node_modules.mjs';
import { Failure, runMain, say } from './lib/process.mjs';
import { buildSite } from './lib/site.mjs';

await runMain(async ([what = 'site']) => {
  if (what === 'wasm') {
    await ensurePackages(needs.wasm);
    await buildWasm();
  } else if (what === 'native') {
    await ensurePackages(needs.native);
    await buildNative();
  } else if (what === 'site') {
    await ensurePackages(needs.wasm);
    await ensureNodeModules();
    await buildWasm();
    await buildSite();
    say('The site is in build/site');
  } else {
    throw new Failure(`build: unknown target "${what}" (wasm, native or nothing)`);
  }
});
