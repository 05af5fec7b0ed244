// Finding Emscripten: the user's emsdk first, then whatever emcc is on the PATH (Debian's).

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { which } from './process.mjs';

const TOOLCHAIN = 'cmake/Modules/Platform/Emscripten.cmake';

/** { folder, toolchainFile, debian, env } of the Emscripten to use, or undefined. */
export function findEmscripten() {
  const emcc = which('emcc');
  const candidates = [
    process.env.EMSDK && join(process.env.EMSDK, 'upstream/emscripten'),
    emcc && dirname(emcc),
    '/usr/share/emscripten',
  ];
  const folder = candidates.find((path) => path && existsSync(join(path, TOOLCHAIN)));
  if (folder === undefined) return undefined;
  const debian = folder.startsWith('/usr/share/');
  return {
    folder,
    toolchainFile: join(folder, TOOLCHAIN),
    debian,
    // Debian's optimiser scripts look for acorn beside them and do not find it.
    env: debian ? { NODE_PATH: '/usr/share/nodejs' } : {},
  };
}
