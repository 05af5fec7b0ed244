// The site through Vite: built into build/site, or served while one works on it.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LICENSES_FILE, allLicenses, asFile } from './licenses.mjs';
import { buildOffline } from './offline.mjs';
import { buildScript } from './one_script.mjs';
import { mustRun, root, run } from './process.mjs';

const vite = join(root, 'node_modules/vite/bin/vite.js');
const config = ['--config', join(root, 'web/vite.config.ts')];
const site = join(root, 'build/site');

/** The page, the page for iframes, the element for other people's pages, the service worker. */
export async function buildSite() {
  await mustRun(process.execPath, [vite, 'build', ...config, '--logLevel', 'warn']);
  writeFileSync(join(site, LICENSES_FILE), asFile(allLicenses()));
  const element = await buildScript('element');
  writeFileSync(join(site, 'tailcraft-figure.js'), `${element}/*!\n${allLicenses()}*/\n`);
  await buildOffline();
}

/** Serves until it is stopped; Vite prints the address. */
export function viteServe(args = []) {
  return run(process.execPath, [vite, ...args, ...config]);
}
