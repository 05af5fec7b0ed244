// Who may include whom inside the engine. The rules keep `run` on top and the engine free of the
// web, so that the same sources compile natively and for any other front end.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const engine = fileURLToPath(new URL('../../wasm/engine', import.meta.url));

const files = readdirSync(engine, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(h|cpp)$/.test(name))
  .map((name) => ({ name, text: readFileSync(join(engine, name), 'utf8') }));

/** Every #include "..." as [file, what it includes]. */
const includes = files.flatMap(({ name, text }) =>
  [...text.matchAll(/^\s*#\s*include\s+"([^"]+)"/gm)].map((match) => [name, match[1]!] as const),
);

/** The folder a file lies in; '' for those directly in wasm/engine (run, probe, config, ...). */
const folderOf = (name: string) => (name.includes('/') ? name.split('/')[0]! : '');

const naming = (pattern: RegExp) =>
  files.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

describe('the engine', () => {
  it('does not know Emscripten', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(naming(/emscripten/i)).toEqual([]);
  });

  it('does no input or output, reads no clock and carries no locales', () => {
    const headers = 'iostream|fstream|sstream|filesystem|print|chrono|ctime|time.h|random';
    expect(naming(new RegExp(`#\\s*include\\s*<(${headers})>`))).toEqual([]);
  });

  it('includes its own headers by their path from wasm/engine', () => {
    const known = new Set(files.map(({ name }) => name));
    expect(includes.filter(([, path]) => !known.has(path))).toEqual([]);
  });

  it('has its folders below run: of the files on top they include only what needs nothing', () => {
    const leaves = ['config.h', 'number_text.h'];
    expect(includes.filter(([name]) => leaves.includes(name))).toEqual([]);
    const upwards = includes.filter(
      ([name, path]) => folderOf(name) !== '' && folderOf(path) === '' && !leaves.includes(path),
    );
    expect(upwards).toEqual([]);
  });

  it('has linear algebra at the bottom', () => {
    const outside = includes.filter(
      ([name, path]) => folderOf(name) === 'linalg' && folderOf(path) !== 'linalg',
    );
    expect(outside).toEqual([]);
  });

  it('has no two folders that need each other, directly or by way of others', () => {
    const below = new Map<string, Set<string>>();
    for (const [name, path] of includes) {
      const [from, to] = [folderOf(name), folderOf(path)];
      if (from === '' || to === '' || from === to) continue;
      below.set(from, (below.get(from) ?? new Set()).add(to));
    }
    const reaches = (from: string, goal: string, seen = new Set<string>()): boolean =>
      [...(below.get(from) ?? [])].some(
        (to) => to === goal || (!seen.has(to) && reaches(to, goal, seen.add(to))),
      );
    expect([...below.keys()].filter((folder) => reaches(folder, folder))).toEqual([]);
  });
});
