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
  'clang-format': () => collect(clangFormat(), ['--dry-run', '-Werror', ...cppFiles()]),
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

/** Runs every check; resolves to { passed, failed }. */
export async function lint() {
  const width = availableParallelism();
  const results = await inParallel(
    Object.entries(checks).map(
      ([name, check]) =>
        async () =>
          report(name, await check()),
    ),
    width,
  );
  const text = await clangTidy(width);
  results.push(report('clang-tidy', { code: text === '' ? 0 : 1, text }));
  const failed = results.filter((ok) => !ok).length;
  return { passed: results.length - failed, failed };
}

function report(name, { code, text }) {
  say(`${code === 0 ? 'ok  ' : 'FAIL'} ${name}`);
  if (code !== 0) say(text.trimEnd());
  return code === 0;
}
