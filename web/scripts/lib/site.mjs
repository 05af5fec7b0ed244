// The site through Vite: built into build/site, or served while one works on it.

import { join } from 'node:path';
import { mustRun, root } from './process.mjs';

const vite = join(root, 'node_modules/vite/bin/vite.js');
const config = ['--config', join(root, 'web/vite.config.ts')];

export async function viteBuild() {
  await mustRun(process.execPath, [vite, 'build', ...config, '--logLevel', 'warn']);
}
