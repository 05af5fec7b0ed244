// The engine as an npm package: build/package, ready for `npm publish` or `npm install PATH`.

import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LICENSES_FILE, asFile, engineLicenses } from './licenses.mjs';
import { root } from './process.mjs';

const folder = join(root, 'build/package');

export async function buildPackage() {
  const { build } = await import('esbuild');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['web/package/index.ts'],
    outfile: join(folder, 'index.js'),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    alias: { '@engine': './tailcraft.mjs' },
    external: ['./tailcraft.mjs'],
    logLevel: 'error',
  });
  for (const [from, to] of [
    ['build/wasm/tailcraft.mjs', 'tailcraft.mjs'],
    ['build/wasm/tailcraft.wasm', 'tailcraft.wasm'],
    ['wasm/bindings/engine.d.ts', 'engine.d.ts'],
    ['web/package/types.d.ts', 'index.d.ts'],
    ...['README.md', 'example.mjs', 'notebook.html', 'observable.html'].map((name) => [
      `web/package/${name}`,
      name,
    ]),
    ['LICENSE', 'LICENSE'],
  ]) {
    copyFileSync(join(root, from), join(folder, to));
  }
  writeFileSync(join(folder, LICENSES_FILE), asFile(engineLicenses()));
  const { name, version, license, engines } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const manifest = {
    name,
    version,
    description: 'The engine of Tailcraft: heavy tails in the weight spectra of shallow networks.',
    license,
    type: 'module',
    exports: {
      '.': { types: './index.d.ts', default: './index.js' },
      './tailcraft.wasm': './tailcraft.wasm',
    },
    sideEffects: false,
    engines,
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
