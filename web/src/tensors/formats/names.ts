// Names of arrays as they are shown: none empty, none twice, nothing in them that hides or turns text.

import { brief } from '../tensor_file';

const HIDDEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

export function visible(name: string): string {
  if (name === '') return '(no name)';
  return name.replace(HIDDEN, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
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
export function listed(names: readonly string[], most = 3): string {
  const shown = names
    .slice(0, most)
    .map((name) => brief(name))
    .join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
