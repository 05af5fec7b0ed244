// Files as they come after an editor, a bad disk or somebody with intentions: one place of a JSON
// text is something else.

import fc from 'fast-check';

const HOSTILE: readonly unknown[] = [
  ...[null, true, 0, -1, 0.5, -5.5, 7, 65536, 1e9, 1e308, 4294967297],
  ...['', 'constructor', '__proto__', 'inf', '-inf', 'NaN', '1e3', 'random-like', '\u202e'],
  ...[[], {}, { toString: 1 }, { length: 3 }, [[]], undefined],
];

/** The text with one of its values replaced, doubled or taken away. */
export function spoilt(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(), fc.nat(12), fc.constantFrom(...HOSTILE), fc.boolean())
    .map(([at, depth, value, isTwice]) => {
      const root = JSON.parse(text) as unknown;
      let holder = root as Record<string, unknown>;
      let key = '';
      // Walks down from the root, another way for each number.
      for (let level = 0, way = at; level <= depth; level += 1) {
        const keys = Object.keys(holder);
        if (keys.length === 0) break;
        key = keys[way % keys.length] ?? '';
        way = Math.floor(way / keys.length) + 31 * level;
        const next = holder[key];
        if (level === depth || typeof next !== 'object' || next === null) break;
        holder = next as Record<string, unknown>;
      }
      const entry = holder[key];
      if (isTwice && Array.isArray(holder)) holder.push(entry);
      else holder[key] = value;
      return JSON.stringify(root);
    });
}

/** What a reader throws is a sentence for people, and no slip of the program. */
export function isSentence(error: unknown): boolean {
  return error instanceof Error && error.constructor === Error && error.message.length > 5;
}
