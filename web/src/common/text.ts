// Text for sentences, much of it from outside: links, files, fields.

/** What cannot be seen, or changes how its neighbours are read: controls, marks of direction. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;
const LONGEST = 40;

/** Anything at all between quotation marks: short, on one line, with escapes for what is unseen. */
export function quoted(raw: unknown): string {
  if (typeof raw === 'object' && raw !== null) return Array.isArray(raw) ? 'a list' : 'an object';
  const letters = Array.from(String(raw));
  const text = letters.slice(0, LONGEST).join('');
  return `“${revealed(text)}${letters.length > LONGEST ? '…' : ''}”`;
}

/** The whole of a text, with escapes for what is unseen. */
export function revealed(text: string): string {
  return text.replace(UNSEEN, escaped);
}

function escaped(letter: string): string {
  return `\\u{${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`;
}

/** “a, b and c”; of many words the first `most` and how many more there are. */
export function listed(words: readonly string[], most = 8): string {
  const rest = words.length - most;
  const shown = rest > 0 ? [...words.slice(0, most), `${rest.toLocaleString('en')} more`] : words;
  if (shown.length < 2) return shown.join('');
  return `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
