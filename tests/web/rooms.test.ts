// The rules that lint keeps: which folders of web/src exist, and that nothing needs itself by way of
// others, neither a folder by the rules nor a file by its imports.

import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { below, ROOMS, roomOf } from '../../web/lint/rooms.js';

const src = fileURLToPath(new URL('../../web/src/', import.meta.url));
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => join(src, name));

/** The files that a file imports by name or loads when needed, types included. */
function imports(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const found = [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(\s*)'(\.[^']+)'/g)];
  return found.flatMap(([, path]) => {
    const base = join(dirname(file), path!);
    return [base, `${base}.ts`, `${base}.d.ts`].filter((name) => files.includes(name));
  });
}

/** A walk that comes back to where it began; empty when there is none. */
function circle(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const walk = (node: string, path: readonly string[]): string[] => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return [];
    for (const next of graph.get(node) ?? []) {
      const found = walk(next, [...path, node]);
      if (found.length > 0) return found;
    }
    done.add(node);
    return [];
  };
  for (const node of graph.keys()) {
    const found = walk(node, []);
    if (found.length > 0) return found;
  }
  return [];
}

describe('the rooms of web/src', () => {
  it('are the folders that lint knows', () => {
    const rooms = new Set(files.map((file) => roomOf(file)));
    expect([...rooms].filter((room) => room === undefined || !(room in ROOMS))).toEqual([]);
    const listed = new Set([...Object.values(ROOMS).flat(), ...Object.keys(ROOMS)]);
    const empty = [...listed].filter((room) => !readdirSync(join(src, room)).length);
    expect(empty).toEqual([]);
  });

  it('have arrows that run downwards only', () => {
    expect(Object.keys(ROOMS).filter((room) => below(room).has(room))).toEqual([]);
  });

  it('hold no files that need each other in a circle', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(circle(new Map(files.map((file) => [file, imports(file)])))).toEqual([]);
  });
});
