// Configuring and building with CMake: natively into build/native, for the web into build/wasm.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findEmscripten } from './emscripten.mjs';
import { newest } from './files.mjs';
import { withLock } from './lock.mjs';
import { Failure, mustRun, root, say, which } from './process.mjs';

/** The module as build/wasm/tailcraft.{mjs,wasm}. */
export async function buildWasm({ targets = ['all'] } = {}) {
  const emscripten = findEmscripten();
  if (emscripten === undefined) throw new Failure('Emscripten (emcc) was not found.');
  await build('wasm', [], emscripten, targets);
}

/**
 * The engine as a library with its tests: build/native/engine_tests.
 * @param again  configure a folder that was configured before, because what CMake did not find then
 *     may have been installed since
 */
export async function buildNative({
  targets = ['all'],
  folder = 'native',
  definitions = [],
  again = false,
} = {}) {
  await build(folder, definitions, undefined, targets, again);
}

/** True when build/wasm is newer than every source; a few milliseconds, no process started. */
export function wasmIsFresh() {
  const stamp = statSync(join(root, 'build/wasm/built'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = ['CMakeLists.txt', 'wasm/engine', 'wasm/bindings', 'wasm/toolchain'];
  return stamp > 0 && sources.every((path) => newest(join(root, path)) < stamp);
}

async function build(name, definitions, emscripten, targets, again = false) {
  const folder = join(root, 'build', name);
  const env = emscripten?.env ?? {};
  await withLock(name, async () => {
    const started = new Date();
    const isConfigured = configured(folder, emscripten);
    if (!isConfigured || again) {
      say(`Configuring build/${name}`);
      if (!isConfigured) rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      const generator = which('ninja') ? ['-G', 'Ninja'] : [];
      const toolchain = emscripten ? [`-DCMAKE_TOOLCHAIN_FILE=${emscripten.toolchainFile}`] : [];
      await mustRun(
        'cmake',
        [
          '-S',
          root,
          '-B',
          folder,
          ...generator,
          '-DCMAKE_BUILD_TYPE=Release',
          ...toolchain,
          ...definitions,
        ],
        { env },
      );
    }
    say(`Building build/${name}`);
    const jobs = String(availableParallelism());
    await mustRun('cmake', ['--build', folder, '--parallel', jobs, '--target', ...targets], {
      env,
    });
    writeFileSync(join(folder, 'built'), `${started.toISOString()}\n`);
  });
}

/** Was this folder configured here, to the end, with the same compiler? */
function configured(folder, emscripten) {
  const cache = join(folder, 'CMakeCache.txt');
  const finished = ['build.ninja', 'Makefile'].some((file) => existsSync(join(folder, file)));
  if (!existsSync(cache) || !finished) return false;
  const text = readFileSync(cache, 'utf8');
  const value = (key) => text.match(new RegExp(`^${key}:[A-Z]+=(.*)$`, 'm'))?.[1];
  const sameHome = value('CMAKE_HOME_DIRECTORY') === root;
  return sameHome && value('CMAKE_TOOLCHAIN_FILE') === emscripten?.toolchainFile;
}
