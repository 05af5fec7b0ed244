// System packages: what is needed, which of it is missing, and how to get it.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CHROMIUM_NAMES } from './chromium.mjs';
import { findEmscripten } from './emscripten.mjs';
import { Failure, capture, run, say, which } from './process.mjs';

const header = (...paths) => {
  const folders = ['/usr/include', '/usr/local/include', '/opt/homebrew/include'];
  return folders.some((folder) => paths.some((path) => existsSync(join(folder, path))));
};
const library = (...names) => {
  const lib = '/usr/lib';
  const folders = [lib, `${lib}64`, `${lib}/x86_64-linux-gnu`, `${lib}/aarch64-linux-gnu`];
  folders.push('/usr/local/lib', '/opt/homebrew/lib');
  return folders.some((folder) => names.some((name) => existsSync(join(folder, name))));
};
const program = (...names) => names.some((name) => which(name) !== undefined);

/** Debian package -> is what it brings there already (from Debian or from elsewhere)? */
const packages = {
  'g++': () => program('g++', 'clang++', 'c++'),
  cmake: () => program('cmake'),
  'ninja-build': () => program('ninja', 'make'),
  emscripten: () => findEmscripten() !== undefined,
  // Emscripten's optimiser loads acorn from Debian's folder; an emsdk brings its own.
  'node-acorn': () =>
    findEmscripten()?.debian !== true || existsSync('/usr/share/nodejs/acorn/package.json'),
  'libeigen3-dev': () => header('eigen3/Eigen/Core', 'Eigen/Core'),
  'libboost-math-dev': () => header('boost/math/special_functions.hpp'),
  'libgmock-dev': () => header('gmock/gmock.h'),
  'nlohmann-json3-dev': () => header('nlohmann/json.hpp'),
  // Other libraries bring a cblas.h as well.
  'libopenblas-dev': () => library('libopenblas.so', 'libopenblas.dylib'),
  'clang-format': () => program('clang-format-14', 'clang-format'),
  'clang-tidy': () => program('clang-tidy-14', 'clang-tidy'),
  clang: () => program('clang++-14', 'clang++'),
  'libclang-rt-14-dev': () =>
    !program('clang++-14') || existsSync('/usr/lib/llvm-14/lib/clang/14.0.6/lib/linux'),
  chromium: () => program(...CHROMIUM_NAMES),
};

/** Sets of packages by purpose. */
export const needs = {
  wasm: ['cmake', 'ninja-build', 'emscripten', 'node-acorn', 'libeigen3-dev', 'libboost-math-dev'],
  native: [
    'g++',
    'cmake',
    'ninja-build',
    'libeigen3-dev',
    'libboost-math-dev',
    'libgmock-dev',
    'nlohmann-json3-dev',
  ],
  bench: ['libopenblas-dev'],
  lint: ['clang-format', 'clang-tidy'],
  fuzz: ['clang', 'libclang-rt-14-dev'],
  browser: ['chromium'],
};

/** Installs what is missing from `names`, or fails with the one line that says what to install. */
export async function ensurePackages(names) {
  const missing = missingPackages(names);
  if (missing.length === 0) return;
  const prefix = rootPrefix();
  if (prefix === undefined) {
    throw new Failure(`Please install: sudo apt-get install ${missing.join(' ')}`);
  }
  say(`Installing Debian packages: ${missing.join(' ')}`);
  const apt = async (...args) =>
    run(
      prefix[0] ?? 'apt-get',
      [...prefix.slice(1), ...(prefix.length ? ['apt-get'] : []), ...args],
      {
        env: { DEBIAN_FRONTEND: 'noninteractive' },
        output: 'stderr',
      },
    );
  // An old package list is no reason to stop: the install itself will say what is wrong.
  await apt('update', '-q');
  const code = await apt('install', '-y', '-q', '--no-install-recommends', ...missing);
  const still = missingPackages(names);
  if (code !== 0 || still.length > 0) {
    throw new Failure(
      `Could not install ${(still.length ? still : missing).join(' ')} with apt-get.`,
    );
  }
}

function missingPackages(names) {
  return [...new Set(names)].filter((name) => !packages[name]());
}

/** [] as root, ['sudo', '-n'] where sudo asks for no password, undefined where neither works. */
function rootPrefix() {
  if (which('apt-get') === undefined) return undefined;
  if (process.getuid?.() === 0) return [];
  return which('sudo') && capture('sudo', ['-n', 'true']).code === 0 ? ['sudo', '-n'] : undefined;
}
