// Names of arrays as they are shown: none empty, none twice, nothing in them that hides or turns text.

import { listed, quoted, revealed } from '../../common/text';

export function visible(name: string): string {
  return name === '' ? '(no name)' : revealed(name);
}

/**
 * @param last  what is special about the last of several
 * @returns  one label for each name, and the names that are there more than once
 */
export function labels(
  names: readonly string[],
  last = '',
): { labels: string[]; repeated: string[] } {
  const totals = new Map<string, number>();
  for (const name of names) totals.set(name, (totals.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  const made = names.map((name) => {
    const total = totals.get(name)!;
    if (total === 1) return visible(name);
    const turn = (seen.get(name) ?? 0) + 1;
    seen.set(name, turn);
    return `${visible(name)} (${turn} of ${total}${turn === total ? last : ''})`;
  });
  return { labels: made, repeated: [...totals.keys()].filter((name) => totals.get(name)! > 1) };
}

/** “a”, “b” and 7 more */
export function quotedNames(names: readonly string[]): string {
  return listed(
    names.map((name) => quoted(name)),
    3,
  );
}
