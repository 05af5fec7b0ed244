// The site through Vite: built into build/site, or served while one works on it.

import { join } from 'node:path';
import { mustRun, root, run } from './process.mjs';

const vite = join(root, 'node_modules/vite/bin/vite.js');
const config = ['--config', join(root, 'web/vite.config.ts')];

export async function viteBuild() {
  await mustRun(process.execPath, [vite, 'build', ...config, '--logLevel', 'warn']);
}

/** Serves until it is stopped; Vite prints the address. */
export function viteServe(args = []) {
  return run(process.execPath, [vite, ...args, ...config]);
}
