// All checks of style and types. Each is quick or remembers what it has seen.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { clangTidy } from './clang_tidy.mjs';
import { filesBelow } from './files.mjs';
import { collect, inParallel, root, say, which } from './process.mjs';

const PROJECTS = ['web', 'web/tsconfig.worker.json', 'web/cli', 'tests'];

const node = (path, ...args) =>
  collect(process.execPath, [join(root, 'node_modules', path), ...args]);

export const clangFormat = () => which('clang-format-14') ?? which('clang-format');
export const cppFiles = () => ['wasm', 'tests'].flatMap((path) => filesBelow(path, ['.cpp', '.h']));

const checks = {
  Prettier: () => node('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
  'clang-format': checkCppLayout,
  ...Object.fromEntries(
    PROJECTS.map((project) => [
      `tsc -p ${project}`,
      () => node('typescript/bin/tsc', '-p', project, '--pretty', 'false'),
    ]),
  ),
  ESLint: () =>
    node(
      'eslint/bin/eslint.js',
      ...['--config', 'web/eslint.config.js', '--max-warnings', '0', 'web', 'tests'],
    ),
};

/** Names the files only: what to do about them is always `npm run format`. */
async function checkCppLayout() {
  const { code, text } = await collect(clangFormat(), ['--dry-run', '-Werror', ...cppFiles()]);
  const files = new Set(text.match(/^[^\s:]+(?=:\d+:\d+: error)/gm));
  return { code, text: code === 0 ? '' : [...files, 'Run: npm run format'].join('\n') };
}

/** Runs every check; resolves to { passed, failed }. */
export async function lint() {
  const width = availableParallelism();
  const results = await inParallel(
    Object.entries(checks).map(
      ([name, check]) =>
        () =>
          timed(name, check),
    ),
    width,
  );
  results.push(await timed('clang-tidy', () => clangTidy(width)));
  const failed = results.filter((ok) => !ok).length;
  return { passed: results.length - failed, failed };
}

async function timed(name, check) {
  const start = performance.now();
  const { code, text } = await check();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (code !== 0) say(text.trimEnd());
  return code === 0;
}
