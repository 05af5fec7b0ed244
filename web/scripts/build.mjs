// npm run build [wasm | native | single | package]: the module, the native engine, the page as one
// file in build/single, the npm package in build/package, or (default) the whole site in build/site,
// ready for any static host.

import { buildNative, buildWasm } from './lib/cmake.mjs';
import { ensurePackages, needs } from './lib/debian.mjs';
import { ensureNodeModules } from './lib/node_modules.mjs';
import { buildOneFile } from './lib/one_file.mjs';
import { buildPackage } from './lib/package.mjs';
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
  } else if (what === 'single') {
    await ensurePackages(needs.wasm);
    await ensureNodeModules();
    await buildWasm();
    await buildOneFile();
    say('The page as one file is build/single/tailcraft.html');
  } else if (what === 'package') {
    await ensurePackages(needs.wasm);
    await ensureNodeModules();
    await buildWasm();
    await buildPackage();
    say('The npm package is in build/package');
  } else {
    throw new Failure(`build: unknown target "${what}" (wasm, native, single, package or nothing)`);
  }
});
