// npm run -s cli -- COMMAND ...: web/cli/main.ts in Node. Stdout belongs to the command alone.
// The sources are bundled into build/cli when they have changed, so that starting is quick.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildWasm, wasmIsFresh } from './lib/cmake.mjs';
import { ensurePackages, needs } from './lib/debian.mjs';
import { newest } from './lib/files.mjs';
import { withLock } from './lib/lock.mjs';
import { ensureNodeModules } from './lib/node_modules.mjs';
import { root, runMain } from './lib/process.mjs';

const bundle = join(root, 'build/cli/main.mjs');

await runMain(async () => {
  if (!wasmIsFresh()) {
    await ensurePackages(needs.wasm);
    await buildWasm();
  }
  if (!bundleIsFresh()) {
    await ensureNodeModules();
    await withLock('cli', makeBundle);
  }
  // From here on it is the program that node was started with.
  process.argv[1] = bundle;
  await import(pathToFileURL(bundle).href);
  return process.exitCode;
});

function bundleIsFresh() {
  const built = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return ['web/cli', 'web/src', 'package.json'].every((path) => newest(join(root, path)) < built);
}

async function makeBundle() {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: root,
    entryPoints: ['web/cli/main.ts', 'web/cli/worker.ts'].filter(
      (file) => statSync(join(root, file), { throwIfNoEntry: false }) !== undefined,
    ),
    outdir: 'build/cli',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['@engine'],
    sourcemap: 'inline',
    logLevel: 'error',
  });
}
